// A whole sync of a Deployment, from top to bottom. Upstream: deployment_controller.go, syncDeployment.
import { Deployment as DeploymentKind, ReplicaSet as ReplicaSetKind } from '../../../kube/kinds.ts'
import { adopt, isNamespaceEnding, release } from '../podControl.ts'
import { cleanUp } from './cleanup.ts'
import { syncRevision, type Family } from './newReplicaSet.ts'
import type { DeploymentView } from './observe.ts'
import { writePlainStatus, writeRolloutStatus } from './progress.ts'
import { reason } from './reasons.ts'
import { growToFull, oldPodsLeft, standDownOld } from './recreate.ts'
import { roll } from './rolling.ts'
import { isScalingEvent, scaleFamily } from './scaling.ts'
import { Refused, Session, type DeploymentScript, type End, type Part } from './session.ts'
import { hasDeadline, isComplete, progressingOf } from './status.ts'

export function* sync(view: DeploymentView): DeploymentScript {
  try {
    return yield* steps(new Session(view))
  } catch (e) {
    if (!(e instanceof Refused)) throw e
    const because = reason('deploy.refused', { message: e.refusal.message })
    return isNamespaceEnding(e.refusal) ? { because } : { because, failed: true }
  }
}

function* steps(s: Session): Part<End> {
  const { view } = s
  if (selectsAll(view)) return yield* refuseToSelectAll(s)
  yield* claim(s)
  if (view.deployment.metadata.deletionTimestamp !== undefined) return yield* writePlainStatus(s, yield* syncRevision(s, false))
  yield* notePause(s)
  if (s.d.spec.paused) return yield* scaleOnly(s)
  if (isScalingEvent(s, yield* syncRevision(s, false))) return yield* scaleOnly(s)
  return s.d.spec.strategy?.type === 'Recreate' ? yield* recreate(s) : yield* rollOut(s)
}

const selectsAll = ({ deployment: { spec: { selector } } }: DeploymentView): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0

/** D1 */
function* refuseToSelectAll(s: Session): Part<End> {
  const because = reason('deploy.selects-all', {})
  yield { because, intents: [s.tell('Warning', 'SelectingAll', 'This deployment is selecting all pods. A non-empty selector is required.')] }
  const { generation = 0 } = s.d.metadata
  if ((s.d.status?.observedGeneration ?? 0) < generation) {
    s.setStatus({ ...s.d.status, observedGeneration: generation })
    yield* s.writeStatus(because)
  }
  return { because }
}

/** D2 */
function* claim({ view }: Session): Part<void> {
  const intents = [
    ...view.release.map(rs => release(view.deployment, rs, ReplicaSetKind)),
    ...view.adopt.map(rs => adopt(view.deployment, DeploymentKind, rs, ReplicaSetKind)),
  ]
  if (intents.length === 0) return
  const outcomes = yield { intents, because: reason('deploy.claim', { adopt: view.adopt.length, release: view.release.length }) }
  const refused = outcomes.find(o => o.refused)?.refused
  if (refused) throw new Refused(refused)
}

/** D3: so that a Deployment that was paused for longer than its deadline is not told it made no progress. */
function* notePause(s: Session): Part<void> {
  const current = progressingOf(s.d.status)
  if (!hasDeadline(s.d) || current?.reason === 'ProgressDeadlineExceeded') return
  const noted = current?.reason === 'DeploymentPaused'
  const paused = s.d.spec.paused === true
  if (paused === noted) return
  s.setCondition(paused
    ? s.progressing('Unknown', 'DeploymentPaused', 'Deployment is paused')
    : s.progressing('Unknown', 'DeploymentResumed', 'Deployment is resumed'))
  yield* s.writeStatus(paused ? reason('deploy.paused', {}) : reason('deploy.resumed', {}))
}

function* scaleOnly(s: Session): Part<End> {
  const family = yield* syncRevision(s, false)
  yield* scaleFamily(s, family)
  if (s.d.spec.paused) yield* cleanUp(s, family)
  return yield* writePlainStatus(s, family)
}

function* rollOut(s: Session): Part<End> {
  const family = yield* syncRevision(s, true)
  const scaled = yield* roll(s, family)
  if (!scaled && isComplete(s.d, s.d.status ?? {})) yield* cleanUp(s, family)
  return yield* writeRolloutStatus(s, family)
}

function* recreate(s: Session): Part<End> {
  let family: Family = yield* syncRevision(s, false)
  if (yield* standDownOld(s, family)) return yield* writeRolloutStatus(s, family)
  const oldPods = oldPodsLeft(s.view, family)
  if (oldPods > 0) {
    const end = yield* writeRolloutStatus(s, family)
    return end.because.id === 'deploy.status-unchanged' ? { ...end, because: reason('deploy.recreate-waits', { oldPods }) } : end
  }
  if (!family.fresh) family = yield* syncRevision(s, true)
  yield* growToFull(s, family)
  if (isComplete(s.d, s.d.status ?? {})) yield* cleanUp(s, family)
  return yield* writeRolloutStatus(s, family)
}
