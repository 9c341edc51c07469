// PodTemplates: templates on their own. Upstream: pkg/registry/core/podtemplate.
import type { PodTemplate } from '../../../../kube/core.ts'
import { PodTemplate as Kind } from '../../../../kube/kinds.ts'
import { podTemplateDefaults } from '../pod/defaults.ts'
import { validatePodTemplate } from '../pod/template.ts'
import { plainStrategy } from '../plain.ts'
import { templateWarnings } from '../workload.ts'

export const podTemplateStrategy = plainStrategy<PodTemplate>({
  kind: Kind,
  counted: true,
  defaults: t => ({ ...t, template: podTemplateDefaults(t.template) }),
  judge: (out, t) => validatePodTemplate(out, 'template', t.template),
  warnings: t => templateWarnings(t.template, 'template.'),
})
