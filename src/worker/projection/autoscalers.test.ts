// What the page is told of autoscalers, on a whole cluster that a person sets a load on.
import { expect, test } from 'vitest'
import { Host } from '../host.ts'
import type { Delta } from '../protocol.ts'
import { applyDelta, emptyMirror } from '../../ui/mirror/applyDelta.ts'

function page() {
  let ms = 0
  const host = new Host(() => (ms += 0.001))
  let mirror = applyDelta(emptyMirror(), host.answer<'boot'>({ ask: 'boot', options: { seed: 3, startAt: '2026-01-01T09:00:00Z', nodes: 2 } }).delta)
  const take = ({ delta }: { readonly delta: Delta }) => { mirror = applyDelta(mirror, delta) }
  return {
    kubectl: (line: string) => take(host.answer<'kubectl'>({ ask: 'kubectl', line: `kubectl ${line}`, files: [] })),
    load: (cpuMilli: number) => take(host.answer<'act'>({ ask: 'act', act: { do: 'set-load', workload: 'deployments/default/web', cpuMilli } })),
    server: (on: boolean) => take(host.answer<'act'>({ ask: 'act', act: { do: 'metrics-server', on } })),
    wait: (seconds: number) => take(host.answer<'travel'>({ ask: 'travel', to: { forMs: seconds * 1000 }, budgetMs: 1e9 })),
    get row() { return mirror.rows.horizontalpodautoscalers.get('default/web')! },
    get pods() { return [...mirror.rows.pods.values()].filter(p => p.namespace === 'default') },
  }
}

test('it has not looked, then is blind without a metrics server, then sees the load and wants as many as it may', () => {
  const p = page()
  p.kubectl('create deployment web --image=nginx --replicas=2')
  p.kubectl('set resources deployment web --requests=cpu=200m')
  p.kubectl('autoscale deployment web --min=1 --max=4 --cpu=50%')
  expect(p.row).toMatchObject({ state: 'new', target: 'deployments/default/web', targetName: 'Deployment web', least: 1, most: 4 })
  expect(p.row.metrics).toEqual([{ name: 'cpu', current: '<unknown>', target: '50 %' }])
  p.wait(40)
  // Blind, it wants neither more nor fewer than there are.
  expect(p.row).toMatchObject({ state: 'blind', current: 2, wanted: 2 })
  p.load(1000)
  p.wait(90)
  expect(p.row).toMatchObject({ state: 'works', wanted: 4, bound: 'most' })
  expect(p.pods).toHaveLength(4)
  p.wait(40)
  expect(p.row.metrics[0]!.share).toBeGreaterThan(1)
  expect(p.pods.every(pod => pod.usage !== undefined && pod.usage.cpuMilli >= 250)).toBe(true)
  p.server(false)
  p.wait(40)
  expect(p.row).toMatchObject({ state: 'blind', current: 4, wanted: 4 })
})
