// A pod in plain words.
import type { ContainerStatus, PodCondition } from '../../kube/core.ts'
import type { Reason } from '../../engine/index.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { say } from './reasons.ts'
import type { Progress } from '../projection/pods.ts'

export function podStatusOf(pod: AnyObject, progress: Readonly<Record<string, Progress>>, now: Instant): readonly Reason[] {
  const { spec, status = {}, metadata } = pod
  const reasons: Reason[] = []
  if (status.phase === 'Succeeded') reasons.push({ id: 'status.pod.succeeded' })
  else if (status.phase === 'Failed') reasons.push({ id: 'status.pod.failed', ...endOf(status), reason: status.reason ?? '', message: status.message ?? '' })
  else if (metadata.deletionTimestamp !== undefined) {
    reasons.push({ id: 'status.pod.terminating', leftMs: Math.max(0, instantOf(metadata.deletionTimestamp) - now), grace: metadata.deletionGracePeriodSeconds ?? 0, field: 'spec.terminationGracePeriodSeconds' })
  } else if (!spec.nodeName) {
    const scheduled: PodCondition | undefined = (status.conditions ?? []).find((c: PodCondition) => c.type === 'PodScheduled')
    if (scheduled?.reason === 'SchedulingGated') reasons.push({ id: 'status.pod.gated', field: 'spec.schedulingGates' })
    else if (scheduled?.status === 'False') reasons.push({ id: 'status.pod.unschedulable', message: scheduled.message ?? '' })
    else reasons.push({ id: 'status.pod.pending' })
  } else {
    reasons.push(...containersOf(pod, progress, now))
    for (const { type, reason, message = '' } of (status.conditions ?? []) as PodCondition[]) {
      if (type === 'PodResizePending') reasons.push(say('status.pod.resize-pending', { never: reason === 'Infeasible', message, field: 'resources' }))
      else if (type === 'PodResizeInProgress') reasons.push(say('status.pod.resizing', { error: message }))
    }
    const looking = (status.ephemeralContainerStatuses ?? []).filter((c: ContainerStatus) => c.state?.running).map((c: ContainerStatus) => c.name)
    if (looking.length > 0) reasons.push(say('status.pod.looked-into', { containers: looking }))
  }
  if (metadata.deletionTimestamp !== undefined && (metadata.finalizers?.length ?? 0) > 0) reasons.push({ id: 'status.finalizers', finalizers: metadata.finalizers! })
  else if ((status.phase === 'Succeeded' || status.phase === 'Failed') && (metadata.finalizers ?? []).includes('batch.kubernetes.io/job-tracking')) reasons.push({ id: 'status.pod.uncounted' })
  return reasons
}

function endOf(status: AnyObject['status']): { container?: string; exitCode?: number; why?: string } {
  const ended: ContainerStatus | undefined = (status.containerStatuses ?? []).find((c: ContainerStatus) => (c.state?.terminated?.exitCode ?? 0) !== 0)
  return ended ? { container: ended.name, exitCode: ended.state!.terminated!.exitCode, why: ended.state!.terminated!.reason ?? '' } : {}
}

function containersOf(pod: AnyObject, progress: Readonly<Record<string, Progress>>, now: Instant): Reason[] {
  const { spec, status = {} } = pod
  const all: readonly ContainerStatus[] = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]
  const reasons: Reason[] = []
  for (const container of all) {
    const doing = progress[container.name]
    const waiting = container.state?.waiting
    if (doing?.what === 'pull') {
      reasons.push({ id: 'status.pod.pulling', container: container.name, image: container.image, percent: percent(doing, now) })
    } else if (doing?.what === 'backoff') {
      const image = /Image/.test(waiting?.reason ?? '')
      reasons.push({
        id: image ? 'status.pod.image-backoff' : 'status.pod.crash-backoff', container: container.name, restarts: container.restartCount ?? 0,
        waitMs: doing.to === undefined ? undefined : Math.max(0, doing.to - now), field: image ? 'image' : 'spec.restartPolicy',
      })
    } else if (waiting?.reason && !['ContainerCreating', 'PodInitializing'].includes(waiting.reason)) {
      reasons.push({ id: 'status.pod.waiting', container: container.name, reason: waiting.reason, message: waiting.message ?? '' })
    }
  }
  if (reasons.length > 0) return reasons
  if (status.phase === 'Running') {
    const unready = all.filter(c => !c.ready && c.state?.running).map(c => c.name)
    const ready = (status.conditions ?? []).some((c: PodCondition) => c.type === 'Ready' && c.status === 'True')
    const ended = (status.containerStatuses ?? []).filter((c: ContainerStatus) => c.state?.terminated)
    const open = (status.containerStatuses ?? []).filter((c: ContainerStatus) => c.state?.running)
    if (spec.restartPolicy !== 'Always' && ended.length > 0 && open.length > 0) {
      return [say('status.pod.held-open', { ended: ended.map((c: ContainerStatus) => c.name), running: open.map((c: ContainerStatus) => c.name), field: 'spec.initContainers' })]
    }
    const main = all.find(c => c.state?.running)
    const doing = main && progress[main.name]
    return [{
      id: ready ? 'status.pod.ready' : unready.length ? 'status.pod.not-ready' : 'status.pod.running', containers: unready, node: spec.nodeName,
      ...(doing?.what === 'run' ? { ranMs: now - doing.from, ...(doing.to !== undefined ? { leftMs: Math.max(0, doing.to - now) } : {}) } : {}),
    }]
  }
  const init = (status.initContainerStatuses ?? []).filter((c: ContainerStatus) => !c.state?.terminated)
  return [init.length && spec.initContainers ? { id: 'status.pod.initializing', container: init[0]!.name, node: spec.nodeName } : { id: 'status.pod.creating', node: spec.nodeName }]
}

const percent = (doing: Progress, now: Instant): number | undefined =>
  doing.to === undefined || doing.to <= doing.from ? undefined : Math.round(Math.min(1, (now - doing.from) / (doing.to - doing.from)) * 100)
