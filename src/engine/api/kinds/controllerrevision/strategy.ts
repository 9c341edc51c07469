// ControllerRevisions. Upstream: pkg/registry/apps/controllerrevision, ValidateControllerRevision.
import type { ControllerRevision } from '../../../../kube/apps.ts'
import { ControllerRevision as Kind } from '../../../../kube/kinds.ts'
import { required } from '../../fields/fieldError.ts'
import { immutable, nonnegative } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'

export const controllerRevisionStrategy = plainStrategy<ControllerRevision>({
  kind: Kind,
  judge(out, { data, revision }) {
    if (data === undefined || data === null) out.push(required('data', 'data is mandatory'))
    nonnegative(out, 'revision', revision)
  },
  judgeChange: (out, next, old) => immutable(out, 'data', next.data, old.data),
})
