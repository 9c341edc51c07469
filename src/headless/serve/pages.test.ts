// Pages on the served cluster: each sees what the others and the API do, and the clock is everybody's.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { serve, type Served } from './server.ts'
import { eventually, masked, openChannel, PageClient } from './testing/pageClient.ts'

let served: Served
const made = { seed: 3, startAt: '2026-11-20T09:00:00Z', nodes: 2 }
const pages: PageClient[] = []
beforeAll(async () => { served = await serve(made, { port: 0, speed: 0 }) })
afterEach(() => { for (const page of pages.splice(0)) page.leave() })
afterAll(() => served.close())

async function aPage(): Promise<PageClient> {
  const page = new PageClient(() => served.address)
  pages.push(page)
  await page.client.boot()
  return page
}
const create = (name: string) => fetch(`${served.address}/api/v1/namespaces/default/pods`, {
  method: 'POST', headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '1000'] }] } }),
})
const has = (page: PageClient, pod: string) => page.mirror.rows.pods.has(`default/${pod}`)

test('a page begins with the cluster as it stands, whenever that began', async () => {
  await create('first')
  const page = new PageClient(() => served.address)
  pages.push(page)
  expect((await page.client.boot()).startAt).toBe(made.startAt)
  expect([has(page, 'first'), page.mirror.rows.nodes.size, page.mirror.now]).toEqual([true, 3, served.cluster.now])
  expect((await page.client.save()).options).toEqual(made)
})

test('what the API is asked to do comes to every page by itself, and what a page does is in the API', async () => {
  const [one, two] = [await aPage(), await aPage()]
  await create('second')
  await eventually(() => has(one, 'second') && has(two, 'second'), 'both pages have the pod')
  await one.client.ask<'kubectl'>({ ask: 'kubectl', line: 'kubectl delete pod second --force --wait=false', files: [] })
  expect((await fetch(`${served.address}/api/v1/namespaces/default/pods/second`)).status).toBe(404)
  await eventually(() => !has(two, 'second'), 'the other page has lost it')
  // Text is printed where it was asked for.
  expect([one.printed.includes('second'), two.printed]).toEqual([true, ''])
})

test('a command line that waits sees what others do', async () => {
  const page = await aPage()
  const { running } = await page.client.ask<'kubectl'>({ ask: 'kubectl', line: 'kubectl wait --for=condition=Ready pod/third --timeout=60s', files: [] })
  expect(page.printed).toContain('NotFound')
  await create('third')
  const again = await page.client.ask<'kubectl'>({ ask: 'kubectl', line: 'kubectl wait --for=condition=Ready pod/third --timeout=60s', files: [] })
  expect(again.running).toBeGreaterThan(running)
  served.skip(20_000)
  await eventually(() => page.printed.includes('pod/third condition met'), 'the wait is over')
})

test('the clock is everybody’s', async () => {
  const [one, two] = [await aPage(), await aPage()]
  one.client.setClock({ playing: true, speed: 30 })
  await eventually(() => two.clock?.playing === true && two.clock.speed === 30, 'the other page knows of it')
  const from = two.mirror.now
  await eventually(() => two.mirror.now > from + 1000, 'time goes on in the other page')
  await two.client.ask<'travel'>({ ask: 'travel', to: { forMs: 1 } })
  await eventually(() => one.clock?.playing === false, 'who takes time into his hands stops the clock')
  expect(one.mirror.now).toBeLessThanOrEqual(served.cluster.now)
})

test('going back ends outside watches once, and a future that is cut off can be brought back from any page', async () => {
  const [one, two] = [await aPage(), await aPage()]
  const before = served.cluster.world.position
  await create('late')
  served.skip(2000)
  const watch = await fetch(`${served.address}/api/v1/pods?watch=true`)
  await one.client.ask<'travel'>({ ask: 'travel', to: { toFrame: before } })
  const lines = (await watch.text()).trim().split('\n').map(l => JSON.parse(l))
  expect(lines.filter(l => l.type === 'ERROR').map(l => l.object.code)).toEqual([410])
  await eventually(() => !has(two, 'late'), 'the other page went back too')
  await create('instead')
  await eventually(() => one.mirror.canUndoFork && two.mirror.canUndoFork, 'both know what was cut off')
  expect(two.deltas.some(d => (d.cutFrames ?? 0) > 0)).toBe(true)
  await two.client.ask<'undo-fork'>({ ask: 'undo-fork' })
  await two.client.ask<'travel'>({ ask: 'travel', to: { toFrame: two.mirror.end } })
  await eventually(() => has(one, 'late') && !has(one, 'instead'), 'the future is back')
  await eventually(() => !one.mirror.canUndoFork, 'and is no longer to be brought back')
})

test('whoever went back by a page and lists again gets the past', async () => {
  const page = await aPage()
  const before = served.cluster.world.position
  await create('gone')
  await page.client.ask<'travel'>({ ask: 'travel', to: { toFrame: before } })
  const list = await (await fetch(`${served.address}/api/v1/namespaces/default/pods`)).json() as any
  expect(list.items.map((p: any) => p.metadata.name)).not.toContain('gone')
})

test('a server that goes is missed, and found again with the cluster that it has then', async () => {
  const first = await serve(made, { port: 0, speed: 0 })
  let { address } = first
  const page = new PageClient(() => address)
  pages.push(page)
  await page.client.boot()
  const port = Number(new URL(address).port)
  await first.close()
  await eventually(() => page.news.includes('away'), 'it is missed')
  await expect(page.client.ask<'snapshot'>({ ask: 'snapshot' })).rejects.toThrow('cannot be reached')
  const second = await serve({ ...made, nodes: 1 }, { port, speed: 0 })
  address = second.address
  await eventually(() => page.news.includes('back'), 'it is found again')
  expect(page.mirror.rows.nodes.size).toBe(2)
  page.leave()
  await second.close()
})

test('the channel is for the page itself: another origin, no origin, or another name of this machine gets nothing', async () => {
  const { port } = new URL(served.address)
  for (const headers of [{ origin: 'http://example.com' }, {}, { origin: 'null' }, { origin: `http://evil.test:${port}`, host: `evil.test:${port}` }, { origin: served.address, 'sec-fetch-site': 'cross-site' }] as Record<string, string>[]) {
    expect(await openChannel(served.address, headers), JSON.stringify(headers)).toBeUndefined()
  }
  expect((await fetch(`${served.address}/api/v1/pods`, { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } })).status).toBe(403)
})

test.each([
  ['no question', masked('{"id":1}')], ['no JSON', masked('{')], ['not masked', Buffer.from([0x81, 2, 0x7b, 0x7d])], ['too long', Buffer.from([0x81, 0xff, 0, 0, 0, 0x40, 0, 0, 0, 0, 1, 2, 3, 4])], ['bits nobody agreed on', Buffer.from([0xf1, 0x80, 1, 2, 3, 4])],
])('what is %s ends the connection, and nothing else', async (_what, bytes) => {
  const socket = (await openChannel(served.address, { origin: served.address }))!
  const ended = new Promise<void>(done => socket.once('close', () => done()))
  socket.on('data', () => {})
  socket.on('error', () => {})
  socket.write(bytes)
  await ended
  expect((await fetch(`${served.address}/healthz`)).status).toBe(200)
})
