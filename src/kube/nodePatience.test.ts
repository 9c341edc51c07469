import { describe, expect, test } from 'vitest'
import type { AnyObject } from './object.ts'
import { waitOf, type NodeWait } from './nodePatience.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 9, 0, seconds)).toISOString().replace('.000', '')
const instant = (seconds: number) => Date.UTC(2026, 0, 1, 9, 0, seconds)
const node = (ready: string, taints: readonly object[] = []) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec: { taints }, status: { conditions: [{ type: 'Ready', status: ready }] } }) as unknown as AnyObject
const down = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: at(55) }
const pod = (tolerations: readonly object[], ending = false) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', ...(ending ? { deletionTimestamp: at(360) } : {}) }, spec: { tolerations } }) as unknown as AnyObject
const bears = (tolerationSeconds?: number, more: object = {}) => ({ key: down.key, operator: 'Exists', effect: 'NoExecute', ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }), ...more })

describe('what comes next of a silent node', () => {
  test.each<[string, NodeWait | undefined, AnyObject, readonly AnyObject[], number | undefined]>([
    ['believed until the grace period is over', { what: 'lost', at: instant(60) }, node('True'), [], instant(10)],
    ['nothing is known where it never gave a sign of life', undefined, node('True'), [], undefined],
    ['its pods bear it as long as they say, the first one counts', { what: 'evicts', at: instant(85), pods: 2 }, node('Unknown', [down]), [pod([bears(300)]), pod([bears(30)])], instant(10)],
    ['a toleration without key is one of every taint', { what: 'evicts', at: instant(65), pods: 1 }, node('Unknown', [down]), [pod([{ operator: 'Exists', tolerationSeconds: 10 }])], instant(10)],
    ['one of NoSchedule is none of this', undefined, node('Unknown', [down]), [pod([bears(30, { effect: 'NoSchedule' })])], instant(10)],
    ['those that bear it for ever wait for nothing', undefined, node('Unknown', [down]), [pod([bears()])], instant(10)],
    ['taints of other kinds evict at other times', undefined, node('Unknown', [{ ...down, key: 'mine' }]), [pod([bears(30)])], instant(10)],
    ['those that are to end wait for their kubelet', { what: 'unheard', pods: 1 }, node('Unknown', [down]), [pod([bears(300)], true), pod([bears()])], instant(10)],
  ])('%s', (_name, expected, n, pods, renewed) => expect(waitOf(n, pods, renewed)).toEqual(expected))
})
