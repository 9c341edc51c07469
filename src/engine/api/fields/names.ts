// What a name may look like: each function gives the reasons against it, word for word as apimachinery's util/validation, or none.

import { labelKeyErrors, labelValueErrors } from '../../../kube/labelRules.ts'

type Reasons = readonly string[]
const none: Reasons = []

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const subdomain = `${label}(\\.${label})*`
const wildcard = `\\*\\.${subdomain}`
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const configKey = '[-._a-zA-Z0-9]+'
const percent = '[0-9]+%'
const headerName = '[-A-Za-z0-9]+'

const whole = (shape: string) => new RegExp(`^${shape}$`)
const isLabel = whole(label)
const isSubdomain = whole(subdomain)
const isWildcard = whole(wildcard)
const isLabel1035 = whole(label1035)
const isConfigKey = whole(configKey)
const isPercentShape = whole(percent)
const isHeaderName = whole(headerName)

const shapeError = (what: string, shape: string, ...examples: string[]) =>
  `${what} (e.g. ${examples.map(e => `'${e}'`).join(',  or ').replace(/,$/, '')}, regex used for validation is '${shape}')`
const tooManyCharacters = (max: number) => `must be no more than ${max} characters`

const LABEL = shapeError("a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character", label, 'my-name', '123-abc')
const SUBDOMAIN = shapeError("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character", subdomain, 'example.com')
const WILDCARD = shapeError("a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character", wildcard, '*.example.com')
const LABEL_1035 = shapeError("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character", label1035, 'my-name', 'abc-123')
const CONFIG_KEY = shapeError("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", configKey, 'key.name', 'KEY_NAME', 'key-name')
const PERCENT = shapeError("a valid percent string must be a numeric string followed by an ending '%'", percent, '1%', '93%')
const HEADER = shapeError("a valid HTTP header must consist of alphanumeric characters or '-'", headerName, 'X-Header-Name')

/** Length as Go counts it: bytes of UTF-8. */
function byteLength(text: string): number {
  let bytes = 0
  for (const ch of text) {
    const code = ch.codePointAt(0)!
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

function judged(value: string, max: number, shape: RegExp, words: string | (() => string)): Reasons {
  const long = value.length > max / 4 && byteLength(value) > max
  const bad = !shape.test(value)
  if (!long && !bad) return none
  return [...(long ? [tooManyCharacters(max)] : []), ...(bad ? [typeof words === 'string' ? words : words()] : [])]
}

/** A DNS label: names of containers, volumes, namespaces, services. */
export const dns1123Label = (value: string): Reasons =>
  // What would be a subdomain gets the shorter word: only its dots are wrong.
  judged(value, 63, isLabel, () => (isSubdomain.test(value) ? 'must not contain dots' : LABEL))
/** A DNS subdomain: names of most objects. */
export const dns1123Subdomain = (value: string): Reasons => judged(value, 253, isSubdomain, SUBDOMAIN)
export const wildcardSubdomain = (value: string): Reasons => judged(value, 253, isWildcard, WILDCARD)
export const dns1035Label = (value: string): Reasons => judged(value, 63, isLabel1035, LABEL_1035)

/** A label's or annotation's key, and other names with an optional prefix. */
export function qualifiedName(value: string): Reasons {
  if (knownGood.has(value)) return none
  const reasons = labelKeyErrors(value)
  if (reasons.length === 0) {
    if (knownGood.size >= MOST_KNOWN) knownGood.clear()
    knownGood.add(value)
  }
  return reasons
}

/** Keys that were judged good: few, and asked about again and again. */
const knownGood = new Set<string>()
const MOST_KNOWN = 1000
export const labelValue = (value: string): Reasons => labelValueErrors(value)

/** A key of a ConfigMap or Secret: it becomes a file's name. */
export function configMapKey(value: string): Reasons {
  const reasons = [...judged(value, 253, isConfigKey, CONFIG_KEY)]
  if (value === '.') reasons.push("must not be '.'")
  else if (value === '..') reasons.push("must not be '..'")
  else if (value.startsWith('..')) reasons.push("must not start with '..'")
  return reasons
}

export function environmentName(value: string): Reasons {
  if (value === '') return ['environment variable name must be non-empty']
  return /^[ -<>-~]+$/.test(value) ? none : ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
}

export const headerNameReasons = (value: string): Reasons => (isHeaderName.test(value) ? none : [HEADER])

export const portNumber = (port: number): Reasons => (port >= 1 && port <= 65_535 ? none : [between(1, 65_535)])

/** A port's name (IANA_SVC_NAME): `http`, `grpc-web`. */
export function portName(value: string): Reasons {
  const reasons: string[] = []
  if (value.length > 15) reasons.push(tooManyCharacters(15))
  if (!/^[-a-z0-9]+$/.test(value)) reasons.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(value)) reasons.push('must contain at least one letter (a-z)')
  if (value.includes('--')) reasons.push('must not contain consecutive hyphens')
  if (value.startsWith('-') || value.endsWith('-')) reasons.push('must not begin or end with a hyphen')
  return reasons
}

export const percentReasons = (value: string): Reasons => (isPercentShape.test(value) ? none : [PERCENT])
export const between = (low: number, high: number) => `must be between ${low} and ${high}, inclusive`
export const userOrGroupId = (id: number): Reasons => (id >= 0 && id <= 2_147_483_647 ? none : [between(0, 2_147_483_647)])

/** For the rule of a name that is only the beginning of one (generateName): a dash at its end is no mistake. */
export const maskTrailingDash = (prefix: string): string =>
  prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix

/** One step of a path, as names of roles may be: nearly everything. Upstream: apimachinery/pkg/api/validation/path. */
export function pathSegment(value: string): Reasons {
  if (value === '.' || value === '..') return [`may not be '${value}'`]
  return ['/', '%'].filter(sign => value.includes(sign)).map(sign => `may not contain '${sign}'`)
}
