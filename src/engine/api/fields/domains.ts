// Names that begin with the domain of whoever gave them: `acme.io/foo`. Upstream: apimachinery/pkg/util/validation, IsDomainPrefixedPath.
import { invalidValue, required } from './fieldError.ts'
import { dns1123Subdomain } from './names.ts'
import type { Findings } from './rules.ts'

const PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"

export function domainPrefixedPath(out: Findings, path: string, value: string): void {
  const slash = value.indexOf('/')
  const [domain, rest] = slash < 0 ? ['', ''] : [value.slice(0, slash), value.slice(slash + 1)]
  if (value === '') out.push(required(path, ''))
  else if (!domain || !rest) out.push(invalidValue(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")'))
  else {
    for (const reason of dns1123Subdomain(domain)) out.push(invalidValue(path, domain, reason))
    if (!new RegExp(`^${PATH}$`).test(rest)) out.push(invalidValue(path, rest, `Invalid path (regex used for validation is '${PATH}')`))
  }
}
