// Addresses and networks as fields carry them. Reasons are word for word as apimachinery's util/validation/ip.go.

/** The eight words of an IPv6 address or the four bytes of an IPv4 one, or undefined. */
export function parseIp(text: string): { readonly family: 4 | 6; readonly parts: readonly number[] } | undefined {
  const v4 = parseV4(text)
  if (v4) return { family: 4, parts: v4 }
  const v6 = parseV6(text)
  return v6 && { family: 6, parts: v6 }
}

function parseV4(text: string): number[] | undefined {
  // Digit by digit: the kubelet's words on a pod's addresses are checked each time.
  const parts: number[] = []
  let value = -1
  for (let i = 0; i <= text.length; i++) {
    const digit = i < text.length ? text.charCodeAt(i) - 48 : DOT
    if (digit === DOT) {
      if (value < 0 || value > 255) return undefined
      parts.push(value)
      value = -1
    } else if (digit < 0 || digit > 9 || value === 0 || value > 255) return undefined
    else value = value < 0 ? digit : value * 10 + digit
  }
  return parts.length === 4 ? parts : undefined
}

/** A dot, as far from a 0 as it stands. */
const DOT = 46 - 48

function parseV6(text: string): number[] | undefined {
  if (!text.includes(':') || text.includes(':::')) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const words = (half: string): number[] | undefined => {
    if (half === '') return []
    const out: number[] = []
    const groups = half.split(':')
    for (const [i, group] of groups.entries()) {
      if (i === groups.length - 1 && group.includes('.')) {
        const v4 = parseV4(group)
        if (!v4) return undefined
        out.push(v4[0]! * 256 + v4[1]!, v4[2]! * 256 + v4[3]!)
      } else if (/^[0-9a-fA-F]{1,4}$/.test(group)) out.push(parseInt(group, 16))
      else return undefined
    }
    return out
  }
  const head = words(halves[0]!)
  const tail = halves.length === 2 ? words(halves[1]!) : []
  if (!head || !tail) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  return [...head, ...Array<number>(missing).fill(0), ...tail]
}

/** Whether it is an address that a Service may not carry: unspecified, loopback or link-local. The reason, or nothing. */
export function specialIp(text: string): string | undefined {
  const ip = parseIp(text)
  if (!ip) return 'must be a valid IP address'
  const p = ip.parts
  if (p.every(x => x === 0)) return `may not be unspecified (${text})`
  const v6 = ip.family === 6
  if (v6 ? p.slice(0, 7).every(x => x === 0) && p[7] === 1 : p[0] === 127) return 'may not be in the loopback range (127.0.0.0/8, ::1/128)'
  if (v6 ? (p[0]! & 0xffc0) === 0xfe80 : p[0] === 169 && p[1] === 254) return 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'
  if (v6 ? (p[0]! & 0xff0f) === 0xff02 : p[0] === 224 && p[1] === 0 && p[2] === 0) return 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'
  return undefined
}

export const ipReasons = (text: string): readonly string[] =>
  parseIp(text) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']

/** Whether a range lies wholly within another and is smaller. Both are ranges already, of addresses as `parseIp` reads them. */
export function isStrictSubnet(outer: string, inner: string): boolean {
  const [bits, size, family] = rangeOf(outer)
  const [other, otherSize, otherFamily] = rangeOf(inner)
  return family === otherFamily && otherSize > size && bits.slice(0, size) === other.slice(0, size)
}

function rangeOf(cidr: string): readonly [bits: string, size: number, family: 4 | 6] {
  const [address = '', length = ''] = cidr.split('/')
  const { family, parts } = parseIp(address)!
  return [parts.map(p => p.toString(2).padStart(family === 4 ? 8 : 16, '0')).join(''), Number(length), family]
}

export function cidrReasons(text: string): readonly string[] {
  const [address, length, ...more] = text.split('/')
  const ip = parseIp(address!)
  const ok = ip && more.length === 0 && length !== undefined && /^(0|[1-9][0-9]{0,2})$/.test(length) && +length <= (ip.family === 4 ? 32 : 128)
  return ok ? [] : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']
}
