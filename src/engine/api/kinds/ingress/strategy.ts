// Ingresses. They are kept and judged; nothing routes by them, as in a cluster without an ingress controller.
// Upstream: pkg/registry/networking/ingress, pkg/apis/networking/validation.
import { Ingress as Kind } from '../../../../kube/kinds.ts'
import type { Ingress } from '../../../../kube/networking.ts'
import { invalidValue } from '../../fields/fieldError.ts'
import { plainStrategy } from '../plain.ts'
import { validateIngressSpec } from './validate.ts'

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'

export const ingressStrategy = plainStrategy<Ingress>({
  kind: Kind,
  counted: true,
  newStatus: () => ({ loadBalancer: {} }),
  defaults: ingress => ({ ...ingress, spec: { ...ingress.spec } }),

  judge: (out, { spec }) => validateIngressSpec(out, spec),
  warnings({ metadata, spec }, old) {
    const annotation = metadata.annotations?.[CLASS_ANNOTATION]
    return old === undefined && annotation !== undefined && spec.ingressClassName === undefined ? ['annotation "kubernetes.io/ingress.class" is deprecated, please use \'spec.ingressClassName\' instead'] : []
  },
  judgeCreate(out, { metadata, spec }) {
    const annotation = metadata.annotations?.[CLASS_ANNOTATION]
    if (annotation !== undefined && spec.ingressClassName !== undefined) {
      out.push(invalidValue(`annotations.${CLASS_ANNOTATION}`, annotation, 'can not be set when the class field is also set'))
    }
  },
})
