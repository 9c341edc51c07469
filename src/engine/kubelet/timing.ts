// How long a kubelet and its container runtime take. Every figure names the recording it was read from; medians of an unloaded machine.

/** A pod is bound → its first status is written (audit: median of 161 pods that start alone 30 ms). */
export const NOTICE_MS = 15
/** A status is decided → its patch is at the API server (job-pi: Started event 0.816, Running patch 0.821). */
export const STATUS_WRITE_MS = 5
/** Volumes are checked every 300 ms; the second look finds them mounted (bound → sandbox ready: 0.45 s in pod-crashloop and jobfail-onfailure). */
export const MOUNT_MS = 310
/** Sandbox: network and pause container (bound → Pulled, in recordings of a quiet machine: 0.47 s alone, 0.56 s with one or two more elsewhere). */
export const SANDBOX_MS = 165
/** Pulled → Created event (the same: 19 and 30 ms). */
export const CREATE_MS = 25
/** Created → Started event (the same: 66 and 103 ms). */
export const START_MS = 80
/** Each other pod that is being started on the node holds a container up for so long (three at once: 1.1 s, not 0.6 s; at a quiet time
 *  0.13 s for one more, over all recordings 0.3 s). */
export const CROWD_MS = 200
/** A relist on demand after a sync that did something (Started → Running status 5 to 11 ms in 850 pods). */
export const RELIST_MS = 5
/** So long a process that has just begun is still seen running, however soon it ends (job-fast-6-3: `exit 0` is always seen running first). */
export const EXIT_MS = 40
/** The kubelet looks at its containers every second and a little (ticks in pod-crashloop lie 1.003 to 1.012 s apart). */
export const RELIST_PERIOD_MS = 1007
/** Syncs that were put off are looked for every second, exactly (CrashLoopBackOff in pod-crashloop: always at x.43 s). */
export const SYNC_TICK_MS = 1000
/** A sync that failed comes again after this, and up to half as much more (pod-imagepull: 10 to 15 s apart). */
export const RETRY_MS = 10_000
/** … and never later than the regular resync (pod-crashloop: the 80 s wait is written after 60.6 s). */
export const RESYNC_MS = 60_000
/** How often statuses are compared with what the API server has: upstream's syncPeriod of the status manager. */
export const STATUS_ROUND_MS = 10_000
/** Writing a container's limits into its control group. No recording: a call to the runtime. */
export const RESIZE_MS = 10
/** A container has ended → StopContainer has returned (job-podkill, pod-multi). */
export const STOPPED_MS = 40
/** Stopping the sandbox of a pod whose containers have ended (exit → phase 1.086 s at least, one relist of it; median of 295 pods 1.172 s on a
 *  busy machine). */
export const SANDBOX_STOP_MS = 75
/** Pods whose volume cannot be set up are tried again after this, doubling (pod-configerror cfgvol: 0.5, 1, 2, 4, 8, 16, 32 s). */
export const MOUNT_RETRY_MS = 500
export const MOUNT_RETRY_MAX_MS = 122_000
/** Waiting for volumes ends a sync after this; upstream's podAttachAndMountTimeout. */
export const MOUNT_TIMEOUT_MS = 123_000
/** A pull: asking the registry, then bytes at this rate (job-pi: 136 ms for 57 MB from a registry next door; other registries are farther, and a first pull shall be seen). */
export const PULL_ASK_MS = 60
export const PULL_BYTES_PER_MS = 120_000
/** A registry that says no (pod-imagepull: Pulling → Failed 46 ms). */
export const PULL_REFUSED_MS = 45
/** An image that is there already but is asked for again, at least; and what is added half of the time or more (58 pulls of busybox: median
 *  23 ms, a quarter under 17, a tenth over 48). */
export const PULL_CACHED_MS = 12
export const PULL_CACHED_MORE_MS = 9
/** Who pulls what another pull has just brought waits for little (pod-configerror: 147 ms of 216 ms). */
export const PULL_AGAIN_MS = 20
/** A kubelet starts → it speaks to the API server (node-kubelet-restart: started 22.66, node status 23.28). */
export const BOOT_MS = 550
/** … → it works on its pods (node-dead: node status 441.04, Killing 441.73). */
export const BOOT_SYNC_MS = 650
/** A new machine is there → its node is registered, and from there to Ready when its network plugin is up (ds-newnode: 2.11, 3.95, 7.57). */
export const NODE_REGISTER_MS = 1840
export const NODE_READY_MS = 3620
/** How often a kubelet looks whether pods or the machine are beyond their bounds; and how often, at most, it walks through a pod's volumes (up to twice as
 *  seldom). Upstream: evictionMonitoringPeriod, volumeStatsAggPeriod with its jitter. */
export const HOUSEKEEPING_MS = 10_000
export const VOLUME_STATS_MS = 60_000
/** How often a node's status is compared with what the API server was told: what has changed is written then. Upstream: nodeStatusUpdateFrequency. */
export const NODE_SYNC_MS = 10_000
/** Leases are renewed every 10 s; node status without news every 5 min. Upstream's defaults. */
export const LEASE_MS = 10_000
export const NODE_STATUS_MS = 300_000
/** What a kubelet may write: upstream's kubeAPIQPS and kubeAPIBurst, and the same again for events. */
export const KUBELET_LIMIT = { qps: 50, burst: 100 }
/** A registration that was refused is tried again. Upstream begins with 0.1 s and doubles to 7 s. */
export const REGISTER_AGAIN_MS = 1000

/** A machine that gets its power back: firmware, kernel, containerd, then the kubelet. No recording: a small virtual machine's boot. */
export const POWER_ON_MS = 20_000
/** How long a kubelet may take to notice that its network is back: a reflector tries again after 0.8 s to 30 s, most often soon. */
export const RECONNECT_MS = 5_000
