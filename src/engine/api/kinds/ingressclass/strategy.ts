// IngressClasses. Upstream: pkg/apis/networking/validation, ValidateIngressClass; pkg/apis/networking/v1/defaults.go.
import { IngressClass as Kind } from '../../../../kube/kinds.ts'
import type { IngressClass, IngressClassParametersReference } from '../../../../kube/networking.ts'
import { domainPrefixedPath } from '../../fields/domains.ts'
import { forbiddenField, notSupported, required, tooLong } from '../../fields/fieldError.ts'
import { dns1123Label, dns1123Subdomain, pathSegment } from '../../fields/names.ts'
import { immutable, named, type Findings } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'

const SCOPES = ['Cluster', 'Namespace']
const LONGEST_CONTROLLER = 250
const AT = 'spec.parameters'

function judgeParameters(out: Findings, { apiGroup, kind, name, scope, namespace }: IngressClassParametersReference): void {
  if (apiGroup !== undefined) named(out, `${AT}.apiGroup`, apiGroup, dns1123Subdomain)
  for (const [field, value] of [['kind', kind], ['name', name]] as const) {
    if (!value) out.push(required(`${AT}.${field}`, ''))
    else named(out, `${AT}.${field}`, value, pathSegment)
  }
  if (scope === undefined) out.push(required(`${AT}.scope`, ''))
  else if (!SCOPES.includes(scope)) out.push(notSupported(`${AT}.scope`, scope, SCOPES))
  else if (scope === 'Cluster') {
    if (namespace !== undefined) out.push(forbiddenField(`${AT}.namespace`, "`parameters.scope` is set to 'Cluster'"))
  } else if (namespace === undefined) out.push(required(`${AT}.namespace`, "`parameters.scope` is set to 'Namespace'"))
  else named(out, `${AT}.namespace`, namespace, dns1123Label)
}

export const ingressClassStrategy = plainStrategy<IngressClass>({
  kind: Kind,
  counted: true,
  defaults(c) {
    const { parameters } = c.spec ?? {}
    return { ...c, spec: { ...c.spec, ...(parameters ? { parameters: { ...parameters, scope: parameters.scope ?? 'Cluster' } } : {}) } }
  },
  judge(out, { spec }) {
    if (!spec.controller) out.push(required('spec.controller', ''))
    else {
      if (spec.controller.length > LONGEST_CONTROLLER) out.push(tooLong('spec.controller', LONGEST_CONTROLLER))
      domainPrefixedPath(out, 'spec.controller', spec.controller)
    }
    if (spec.parameters) judgeParameters(out, spec.parameters)
  },
  changeFirst: true,
  judgeChange: (out, next, old) => immutable(out, 'spec.controller', next.spec.controller, old.spec.controller),
})
