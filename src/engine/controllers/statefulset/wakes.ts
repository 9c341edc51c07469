// Which changes wake which StatefulSets. Upstream: stateful_set.go, addPod, updatePod, deletePod.
import { keyOf } from '../../../kube/keys.ts'
import { StatefulSet } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { WakeUp } from '../controller.ts'
import { podWakesOf } from '../podWakes.ts'

export const setChanged = (before: AnyObject | undefined, after: AnyObject | undefined): readonly WakeUp[] => [keyOf((after ?? before)!)]

export const podChanged = podWakesOf(StatefulSet)
