// What one sees of each fault, for the panel that offers them: beside the other words because nobody reads it before that panel is open.
import type { FaultKind } from '../faults/faultForm.ts'
import type { Lang } from './index.ts'

export const faultEffects: Readonly<Record<Lang, Readonly<Record<FaultKind, string>>>> = {
  en: {
    'node-down': 'After its grace period the node is NotReady; five minutes later its pods are replaced elsewhere.',
    'kubelet-stopped': 'Containers run on, but nobody reports them: the node falls silent.',
    'network-cut': 'Its containers run on and are replaced elsewhere all the same: for a while there are two.',
    'memory-short': 'MemoryPressure: pods that use more than they asked for are evicted, one by one; a taint keeps new ones away.',
    'disk-short': 'DiskPressure: unused images go, then pods that have written most.',
    'controller-stopped': 'Its work waits for it; everybody else goes on.',
    'watch-slow': 'Decisions are made on what was true some time ago.',
    'api-refuses': 'Controllers try again, later and later.',
    'image-unavailable': 'ErrImagePull, then ImagePullBackOff. Nodes that have the image keep it.',
    'program-fails': 'Which runs fail is decided by the seed: the same run fails again when time goes back.',
  },
  zh: {
    'node-down': '宽限期过后节点变为 NotReady；再过五分钟，它的 Pod 在别处重建。',
    'kubelet-stopped': '容器继续运行，但没有人上报：节点不再有消息。',
    'network-cut': '它的容器继续运行，却仍会在别处重建：一段时间内会有两份。',
    'memory-short': 'MemoryPressure：用量超出请求的 Pod 会被逐个驱逐；污点阻止新的 Pod 到来。',
    'disk-short': 'DiskPressure：先清理未使用的镜像，再驱逐写入最多的 Pod。',
    'controller-stopped': '它的工作等着它回来；其他组件照常运行。',
    'watch-slow': '依据的是一段时间之前的状态来做决定。',
    'api-refuses': '控制器会重试，间隔越来越长。',
    'image-unavailable': '先是 ErrImagePull，然后是 ImagePullBackOff。已缓存该镜像的节点不受影响。',
    'program-fails': '哪次运行失败由种子决定：时间倒退后，同一次运行还会失败。',
  },
}
