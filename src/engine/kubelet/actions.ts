// Decide: what a pod needs now. Which sandbox to make, which containers to kill and to start, in which order. Pure.
// Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions, kuberuntime_container.go computeInitContainerActions.
import type { Container, PodSpec } from '../../kube/core.ts'
import { isSidecar, shouldRestart } from './phase.ts'
import type { ContainerRecord } from './record.ts'

/** What the decision is made from. */
export interface PodView {
  readonly spec: PodSpec
  readonly deleted: boolean
  readonly sandbox: 'none' | 'ready' | 'stopped'
  readonly containers: Readonly<Record<string, ContainerRecord>>
}

export interface PodActions {
  /** Stop everything, sandbox too: no container is left that shall run. */
  readonly killPod: boolean
  readonly createSandbox: boolean
  readonly kill: readonly { readonly container: string; readonly message: string; readonly probe?: 'startup' | 'liveness' }[]
  /** Init containers to start, in the order of the pod. */
  readonly startInit: readonly string[]
  /** Ephemeral containers that were never begun: they start before all others, initialised or not, and never again. */
  readonly startEphemeral: readonly string[]
  readonly start: readonly string[]
}

const NOTHING: PodActions = { killPod: false, createSandbox: false, kill: [], startInit: [], startEphemeral: [], start: [] }

export function decideActions(view: PodView): PodActions {
  const { spec, containers } = view
  if (view.sandbox !== 'ready') return withNewSandbox(view)
  const kill: { container: string; message: string; probe?: 'startup' | 'liveness' }[] = []
  const init = initActions(view, kill)
  if (init.killPod) return { ...NOTHING, killPod: true }
  const startEphemeral = (spec.ephemeralContainers ?? []).flatMap(c => (containers[c.name] ? [] : [c.name]))
  if (!init.initialized) return { ...NOTHING, kill, startInit: init.start, startEphemeral }
  const start: string[] = []
  let kept = 0
  for (const container of spec.containers) {
    const run = containers[container.name]
    if (!run || run.ended) {
      if (!run || (!view.deleted && shouldRestart(container, spec, run.ended!.exitCode))) start.push(container.name)
      continue
    }
    const verdict = failing(container, run, '')
    if (!verdict) {
      kept++
      continue
    }
    // A container whose definition changed always comes again; one that fails its probes only if its policy lets it.
    const again = verdict.changed || (container.restartPolicy ?? spec.restartPolicy ?? 'Always') !== 'Never'
    kill.push({ container: container.name, message: again ? `${verdict.message}, will be restarted` : verdict.message, ...(verdict.probe ? { probe: verdict.probe } : {}) })
    if (again) start.push(container.name)
  }
  if (kept === 0 && start.length === 0) return { ...NOTHING, killPod: true }
  return { killPod: false, createSandbox: false, kill, startInit: init.start, startEphemeral, start }
}

function withNewSandbox({ spec, containers, sandbox, deleted }: PodView): PodActions {
  const may = (spec.restartPolicy ?? 'Always') !== 'Never'
  // A pod that never restarts does not get a second sandbox once something has run in it.
  if (deleted || (sandbox === 'stopped' && !may && Object.keys(containers).length > 0)) return { ...NOTHING, killPod: true }
  const start = spec.containers.filter(c => {
    const ended = containers[c.name]?.ended
    return !(ended && ended.exitCode === 0 && (c.restartPolicy ?? spec.restartPolicy) === 'OnFailure')
  }).map(c => c.name)
  if (start.length === 0) return { ...NOTHING, killPod: true }
  const first = spec.initContainers?.[0]
  return first ? { ...NOTHING, createSandbox: true, startInit: [first.name] } : { ...NOTHING, createSandbox: true, start }
}

/** Why a running container must go, if it must. */
function failing(container: Container, run: ContainerRecord, prefix: string): { message: string; changed: boolean; probe?: 'startup' | 'liveness' } | undefined {
  const name = prefix ? `${prefix} ${container.name}` : `Container ${container.name}`
  if ((container.image ?? '') !== run.image) return { message: `${name} definition changed`, changed: true }
  if (run.probes?.liveness?.result === 'failure') return { message: `${name} failed liveness probe`, changed: false, probe: 'liveness' }
  if (run.probes?.startup?.result === 'failure') return { message: `${name} failed startup probe`, changed: false, probe: 'startup' }
  return undefined
}

/**
 * Init containers run one after the other; a sidecar among them counts as done when it has started. Once the pod is initialised
 * only its sidecars are looked after.
 */
function initActions({ spec, containers, deleted }: PodView, kill: { container: string; message: string; probe?: 'startup' | 'liveness' }[]): { initialized: boolean; start: string[]; killPod: boolean } {
  const inits = spec.initContainers ?? []
  if (inits.length === 0) return { initialized: true, start: [], killPod: false }
  // An application container that was made proves that all of them were done once.
  let initialized = spec.containers.some(c => containers[c.name] !== undefined)
  let seen = initialized
  const start: number[] = []
  for (let i = inits.length - 1; i >= 0; i--) {
    const container = inits[i]!
    const run = containers[container.name]
    const sidecar = isSidecar(container)
    if (!run) {
      if (seen && sidecar) start.push(i)
      continue
    }
    if (seen && !sidecar) continue
    if (!run.ended) {
      if (sidecar) {
        const startup = container.startupProbe ? run.probes?.startup?.result : 'success'
        if (startup === 'failure') {
          kill.push({ container: container.name, message: `Init container ${container.name} failed startup probe`, probe: 'startup' })
          start.push(i)
        } else if (startup === 'success') {
          if (i === inits.length - 1) initialized = true
          else if (!seen) start.push(i + 1)
          const verdict = failing(container, run, 'Init container')
          if (verdict) {
            kill.push({ container: container.name, message: verdict.changed ? `${verdict.message}, will be restarted` : verdict.message, ...(verdict.probe ? { probe: verdict.probe } : {}) })
            start.push(i)
          }
        }
      }
    } else if (sidecar) {
      if (!deleted) start.push(i)
    } else if (run.ended.exitCode !== 0) {
      if (!shouldRestart(container, spec, run.ended.exitCode, true)) return { initialized: false, start: [], killPod: true }
      start.push(i)
    } else if (i === inits.length - 1) initialized = true
    else start.push(i + 1)
    seen = true
  }
  if (!seen) start.push(0)
  return { initialized, start: start.sort((a, b) => a - b).filter((n, at, all) => n !== all[at - 1]).map(i => inits[i]!.name), killPod: false }
}
