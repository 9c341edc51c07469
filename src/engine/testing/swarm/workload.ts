// Jobs and pods by chance: every field of a Job that changes how it runs, small enough to end within minutes.
import type { AnyObject } from '../../../kube/object.ts'
import { aJob, aPod, runsFor } from '../builders.ts'
import type { Draw } from './draw.ts'

const CODES = [0, 0, 1, 3, 42]

/** How its container behaves: mostly it runs a moment and succeeds; sometimes it fails, always or now and then. */
function behaviour(draw: Draw) {
  const runs = runsFor(draw.below(draw.oneIn(4) ? 30_000 : 4_000))
  if (draw.oneIn(3)) return runs.exits(draw.pick(CODES)).fails((1 + draw.below(9)) / 10)
  return draw.oneIn(5) ? runs.exits(draw.pick(CODES)) : runs
}

const requests = (draw: Draw) => (draw.oneIn(2) ? undefined : { cpu: `${100 + draw.below(15) * 100}m`, memory: `${16 + draw.below(20) * 64}Mi` })

function podSpec(draw: Draw): Record<string, unknown> {
  return {
    ...(draw.oneIn(3) ? { terminationGracePeriodSeconds: draw.below(6) } : {}),
    ...(draw.oneIn(12) ? { activeDeadlineSeconds: 1 + draw.below(20) } : {}),
    ...(draw.oneIn(10) ? { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }] } : {}),
  }
}

export function randomPod(draw: Draw, name: string): AnyObject {
  const asked = requests(draw)
  return aPod(name, { runs: behaviour(draw), ...(asked ? { requests: asked } : {}), spec: { ...podSpec(draw), restartPolicy: draw.pick(['Never', 'OnFailure']) } })
}

export function randomJob(draw: Draw, name: string): AnyObject {
  const indexed = draw.oneIn(3)
  const isQueue = !indexed && draw.oneIn(6)
  const completions = 1 + draw.below(6)
  const policy = draw.oneIn(4)
  const restartPolicy = policy || draw.oneIn(2) ? 'Never' : 'OnFailure'
  const perIndex = indexed && restartPolicy === 'Never' && draw.oneIn(3)
  const asked = requests(draw)
  const rule = policy ? failureRule(draw, perIndex) : undefined
  return aJob(name, {
    runs: behaviour(draw), restartPolicy, ...(asked ? { requests: asked } : {}), spec: podSpec(draw),
    ...(isQueue ? {} : { completions }), parallelism: draw.oneIn(15) ? 0 : 1 + draw.below(4),
    ...(perIndex ? {} : { backoffLimit: draw.below(5) }),
    job: {
      ...(indexed ? { completionMode: 'Indexed' } : {}),
      ...(perIndex ? { backoffLimitPerIndex: draw.below(3), ...(draw.oneIn(2) ? { maxFailedIndexes: draw.below(completions + 1) } : {}) } : {}),
      ...(rule ? { podFailurePolicy: { rules: [rule] } } : {}),
      ...(draw.oneIn(4) ? { podReplacementPolicy: policy ? 'Failed' : draw.pick(['Failed', 'TerminatingOrFailed']) } : {}),
      ...(indexed && draw.oneIn(4) ? { successPolicy: { rules: [successRule(draw, completions)] } } : {}),
      // Failures that are ignored may go on for ever; a deadline ends them.
      ...(rule?.action === 'Ignore' || draw.oneIn(6) ? { activeDeadlineSeconds: 1 + draw.below(60) } : {}),
      ...(draw.oneIn(8) ? { suspend: true } : {}),
      ...(draw.oneIn(6) ? { ttlSecondsAfterFinished: draw.below(30) } : {}),
    },
  })
}

function failureRule(draw: Draw, perIndex: boolean): { readonly action: string; readonly [field: string]: unknown } {
  const action = draw.pick(['FailJob', 'Ignore', 'Count', ...(perIndex ? ['FailIndex'] : [])])
  return draw.oneIn(2)
    ? { action, onExitCodes: { operator: draw.pick(['In', 'NotIn']), values: [draw.pick([1, 3, 42])] } }
    : { action, onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }
}

const successRule = (draw: Draw, completions: number): object =>
  (draw.oneIn(2) ? { succeededCount: 1 + draw.below(completions) } : { succeededIndexes: `0${completions > 1 ? `-${draw.below(completions - 1) + 1}` : ''}` })
