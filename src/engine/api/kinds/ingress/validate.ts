// What an Ingress may say. Upstream: pkg/apis/networking/validation/validation.go, ValidateIngressSpec.
import type { TypedLocalObjectReference } from '../../../../kube/core.ts'
import type { HTTPIngressPath, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec } from '../../../../kube/networking.ts'
import { ipReasons } from '../../fields/addresses.ts'
import { invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { dns1035Label, dns1123Subdomain, portName, portNumber, wildcardSubdomain } from '../../fields/names.ts'
import { named, type Findings } from '../../fields/rules.ts'

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix']
/** What a path of its own meaning must not have in it, or at its end. */
const NOT_IN_PATHS = ['//', '/./', '/../', '%2f', '%2F']
const NOT_AT_ENDS = ['/..', '/.']

export function validateIngressSpec(out: Findings, spec: IngressSpec): void {
  const { rules = [], tls = [], defaultBackend, ingressClassName } = spec
  if (rules.length === 0 && !defaultBackend) out.push(invalidValue('spec', null, 'either `defaultBackend` or `rules` must be specified'))
  if (defaultBackend) backend(out, 'spec.defaultBackend', defaultBackend)
  for (const [i, r] of rules.entries()) rule(out, `spec.rules[${i}]`, r)
  for (const [i, { hosts = [], secretName }] of tls.entries()) {
    for (const [j, name] of hosts.entries()) named(out, `spec.tls[${i}].hosts[${j}]`, name, hostRule(name))
    if (secretName) named(out, `spec.tls[${i}].secretName`, secretName, dns1123Subdomain)
  }
  if (ingressClassName !== undefined) named(out, 'spec.ingressClassName', ingressClassName, dns1123Subdomain)
}

const hostRule = (host: string) => (host.includes('*') ? wildcardSubdomain : dns1123Subdomain)

function rule(out: Findings, path: string, { host, http }: IngressRule): void {
  if (host) {
    if (ipReasons(host).length === 0) out.push(invalidValue(`${path}.host`, host, 'must be a DNS name, not an IP address'))
    named(out, `${path}.host`, host, hostRule(host))
  }
  if (!http) return
  if (!http.paths?.length) out.push(required(`${path}.http.paths`, ''))
  for (const [i, p] of (http.paths ?? []).entries()) httpPath(out, `${path}.http.paths[${i}]`, p)
}

function httpPath(out: Findings, at: string, { path = '', pathType, backend: to }: HTTPIngressPath): void {
  const absolute = () => { if (!path.startsWith('/')) out.push(invalidValue(`${at}.path`, path, 'must be an absolute path')) }
  switch (pathType) {
    case undefined: out.push(required(`${at}.pathType`, 'pathType must be specified')); break
    case 'Exact': case 'Prefix':
      absolute()
      if (path) {
        for (const bad of NOT_IN_PATHS) if (path.includes(bad)) out.push(invalidValue(`${at}.path`, path, `must not contain '${bad}'`))
        for (const bad of NOT_AT_ENDS) if (path.endsWith(bad)) out.push(invalidValue(`${at}.path`, path, `cannot end with '${bad}'`))
      }
      break
    case 'ImplementationSpecific': if (path) absolute(); break
    default: out.push(notSupported(`${at}.pathType`, pathType, PATH_TYPES))
  }
  backend(out, `${at}.backend`, to ?? {})
}

function backend(out: Findings, path: string, { service, resource: object }: IngressBackend): void {
  if (object && service) out.push(invalidValue(path, '', 'cannot set both resource and service backends'))
  else if (object) resource(out, `${path}.resource`, object)
  else if (service) serviceBackend(out, path, service)
  else out.push(invalidValue(path, '', 'resource or service backend is required'))
}

function serviceBackend(out: Findings, path: string, { name, port }: IngressServiceBackend): void {
  if (!name) out.push(required(`${path}.service.name`, ''))
  else named(out, `${path}.service.name`, name, dns1035Label)
  if (port?.name && port.number) out.push(invalidValue(path, '', 'cannot set both port name & port number'))
  else if (port?.name) named(out, `${path}.service.port.name`, port.name, portName)
  else if (port?.number) for (const why of portNumber(port.number)) out.push(invalidValue(`${path}.service.port.number`, port.number, why))
  else out.push(required(path, 'port name or number is required'))
}

function resource(out: Findings, path: string, { apiGroup, kind, name }: TypedLocalObjectReference): void {
  if (apiGroup !== undefined) named(out, `${path}.apiGroup`, apiGroup, dns1123Subdomain)
  if (!kind) out.push(required(`${path}.kind`, 'kind is required'))
  if (!name) out.push(required(`${path}.name`, 'name is required'))
}
