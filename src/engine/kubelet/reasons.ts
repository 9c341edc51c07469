// Why a kubelet did something: the closed list of ids for *Why?*. Their words stand in ui/i18n.
import type { Reason } from '../world/frame.ts'

export type KubeletReasonId =
  | 'kubelet.pod-new' | 'kubelet.pod-changed' | 'kubelet.pod-deleted' | 'kubelet.pod-forced-away' | 'kubelet.pod-refused'
  | 'kubelet.relist' | 'kubelet.retry' | 'kubelet.deadline-exceeded' | 'kubelet.measured' | 'kubelet.evicted'
  | 'kubelet.housekeeping' | 'kubelet.short' | 'kubelet.short-no-more' | 'kubelet.images-removed'
  | 'kubelet.volumes-mounted' | 'kubelet.volume-missing' | 'kubelet.volumes-timeout' | 'kubelet.sandbox-ready' | 'kubelet.no-runtime'
  | 'kubelet.pull-needed' | 'kubelet.pull-done' | 'kubelet.pull-failed' | 'kubelet.pull-backoff' | 'kubelet.image-invalid' | 'kubelet.image-never'
  | 'kubelet.config-error' | 'kubelet.container-created' | 'kubelet.container-started' | 'kubelet.start-failed' | 'kubelet.hook-failed'
  | 'kubelet.restart-backoff' | 'kubelet.container-ended' | 'kubelet.pod-finished' | 'kubelet.stopping' | 'kubelet.container-kill'
  | 'kubelet.containers-stopped' | 'kubelet.pod-gone' | 'kubelet.probe' | 'kubelet.looking-ahead' | 'kubelet.status' | 'kubelet.status-round' | 'kubelet.remount' | 'kubelet.started'
  | 'kubelet.resize-started' | 'kubelet.resize-deferred' | 'kubelet.resize-infeasible' | 'kubelet.resize-done' | 'kubelet.resized' | 'kubelet.resize-failed'
  | 'kubelet.heartbeat' | 'kubelet.reconnected' | 'kubelet.node-registered' | 'kubelet.node-ready' | 'kubelet.mirror-deleted' | 'kubelet.mirror-made' | 'kubelet.request'

export const why = (id: KubeletReasonId, details: Omit<Reason, 'id'> = {}): Reason => ({ id, ...details })
