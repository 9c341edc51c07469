// What label keys and values may look like, in the words of the API server.
// Upstream: apimachinery/pkg/util/validation (IsQualifiedName, IsValidLabelValue, IsDNS1123Subdomain).

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

const nameRule = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
const valueRule = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
const subdomainRule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
const keyRule = `a valid label key ${nameRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`

const tooLong = (most: number) => `must be no more than ${most} bytes`
/** Length in UTF-8, which is what upstream counts. */
const bytes = (s: string): number => {
  let n = 0
  for (const c of s) n += c < '\u0080' ? 1 : c < '\u0800' ? 2 : c.length === 2 ? 4 : 3
  return n
}

/** What is wrong with a DNS subdomain such as `example.com`; empty when nothing is. */
function subdomainErrors(value: string): string[] {
  return [...(bytes(value) > 253 ? [tooLong(253)] : []), ...(SUBDOMAIN.test(value) ? [] : [subdomainRule])]
}

/** What is wrong with a label key such as `example.com/role`; empty when nothing is. */
export function labelKeyErrors(key: string): string[] {
  const parts = key.split('/')
  if (parts.length > 2) return [keyRule]
  const [prefix, name] = parts.length === 2 ? (parts as [string, string]) : [undefined, key]
  const errors: string[] = []
  if (prefix === '') errors.push('prefix part must be non-empty')
  else if (prefix !== undefined) errors.push(...subdomainErrors(prefix).map(e => `prefix part ${e}`))
  if (name === '') errors.push('name part must be non-empty')
  else if (bytes(name) > 63) errors.push(`name part ${tooLong(63)}`)
  if (!NAME.test(name)) errors.push(`name part ${nameRule}`)
  return errors
}

/** What is wrong with a label value; empty when nothing is. */
export function labelValueErrors(value: string): string[] {
  return [...(bytes(value) > 63 ? [tooLong(63)] : []), ...(value === '' || NAME.test(value) ? [] : [valueRule])]
}
