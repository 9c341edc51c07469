// Checksums over bytes: MD5 (RFC 1321), SHA-1 (FIPS 180-4), POSIX cksum, base64; SHA-256 stands in src/kube.
import { hex, padded, rotate, words } from '../../../../../kube/sha256.ts'

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0)

export function md5(bytes: readonly number[]): string {
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476]
  const all = padded(bytes, true)
  for (let at = 0; at < all.length; at += 64) {
    const words = Array.from({ length: 16 }, (_, i) => all[at + 4 * i]! | (all[at + 4 * i + 1]! << 8) | (all[at + 4 * i + 2]! << 16) | (all[at + 4 * i + 3]! << 24))
    let [a, b, c, d] = state as [number, number, number, number]
    for (let i = 0; i < 64; i++) {
      const round = i >> 4
      const f = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d)
      const k = round === 0 ? i : round === 1 ? (5 * i + 1) % 16 : round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16
      const next = (b + rotate((a + f + SINES[i]! + words[k]!) | 0, SHIFTS[round * 4 + (i % 4)]!)) | 0
      ;[a, d, c, b] = [d, c, b, next]
    }
    state[0] = (state[0]! + a) | 0
    state[1] = (state[1]! + b) | 0
    state[2] = (state[2]! + c) | 0
    state[3] = (state[3]! + d) | 0
  }
  return state.map((n) => hex(n).match(/../g)!.reverse().join('')).join('')
}

export function sha1(bytes: readonly number[]): string {
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0]
  const all = padded(bytes, false)
  for (let at = 0; at < all.length; at += 64) {
    const w = words(all, at)
    for (let i = 16; i < 80; i++) w.push(rotate(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1))
    let [a, b, c, d, e] = state as [number, number, number, number, number]
    for (let i = 0; i < 80; i++) {
      const f = i < 20 ? (b & c) | (~b & d) : i >= 40 && i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d
      const k = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][Math.floor(i / 20)]!
      const next = (rotate(a, 5) + f + e + k + w[i]!) | 0
      ;[e, d, c, b, a] = [d, c, rotate(b, 30), a, next]
    }
    for (const [i, n] of [a, b, c, d, e].entries()) state[i] = (state[i]! + n) | 0
  }
  return state.map(hex).join('')
}


/** POSIX cksum: CRC-32 with the length appended. */
export function cksum(bytes: readonly number[]): number {
  let crc = 0
  const feed = (byte: number) => {
    crc ^= byte << 24
    for (let i = 0; i < 8; i++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  }
  for (const byte of bytes) feed(byte)
  for (let n = bytes.length; n > 0; n = Math.floor(n / 256)) feed(n & 255)
  return ~crc >>> 0
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function toBase64(bytes: readonly number[]): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const four = [18, 12, 6, 0].map((s) => ALPHABET[(n >> s) & 63]!)
    const left = bytes.length - i
    out += four.slice(0, left >= 3 ? 4 : left + 1).join('').padEnd(4, '=')
  }
  return out
}

/** undefined: not base64. */
export function fromBase64(text: string): number[] | undefined {
  const clean = text.replace(/\s/g, '').replace(/=+$/, '')
  const bytes: number[] = []
  let n = 0
  let bits = 0
  for (const c of clean) {
    const value = ALPHABET.indexOf(c)
    if (value < 0) return undefined
    n = ((n << 6) | value) & 0xffffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((n >> bits) & 255)
    }
  }
  return bytes
}
