// `kubestep serve` shows the page on the cluster that it serves: what kubectl does from outside is seen on the stage, what is typed in the page
// is seen by the API, and the clock is everybody's.
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { App, expect, test } from './app.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A served cluster, as somebody at a shell starts it. */
class Server {
  address = ''
  #process: ChildProcess | undefined

  async start(port = 0): Promise<void> {
    const child = spawn(process.execPath, ['src/headless/bin.mjs', 'serve', '--port', String(port), '--speed', '1'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    this.#process = child
    this.address = await new Promise((resolve, reject) => {
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const found = /API: (http:\S+)/.exec(said)
        if (found) resolve(found[1]!)
      })
      child.once('exit', code => reject(new Error(`serve ended with ${code}`)))
    })
  }

  get port(): number { return Number(new URL(this.address).port) }

  async stop(): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null) return
    const ended = new Promise(done => child.once('exit', done))
    child.kill('SIGTERM')
    await ended
  }

  async api(method: string, path: string, body?: unknown, type = 'application/json'): Promise<any> {
    const response = await fetch(`${this.address}${path}`, { method, headers: { 'content-type': type }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return response.json()
  }
}

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'
const deployment = (name: string, replicas: number) => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } } },
})

const server = new Server()
test.beforeAll(() => server.start())
test.afterAll(() => server.stop())

const open = async (app: App) => {
  await app.openAt(`${server.address}/`)
  await expect(app.notices).toContainText(app.words.notices.served)
}

test('what kubectl does outside is on the stage, and what is typed in the page is in the API', async ({ app }) => {
  await open(app)
  await server.api('POST', DEPLOYMENTS, deployment('outside', 3))
  await expect(app.pane('stage').getByRole('button', { name: /pods?.*outside-/i }).first()).toBeVisible()
  expect(await app.kubectl('scale deployment outside --replicas=2')).toContain('deployment.apps/outside scaled')
  expect((await server.api('GET', `${DEPLOYMENTS}/outside`)).spec.replicas).toBe(2)
  // The clock goes by itself: nobody in the page has pressed anything.
  expect(await app.kubectl('rollout status deployment outside')).toContain('successfully rolled out')
})

test('the clock is everybody’s: who stops it or goes back does so for all pages, and an outside watch ends there', async ({ app, context }) => {
  await open(app)
  const other = new App(await context.newPage())
  await open(other)
  await app.pause()
  const clock = (a: App) => a.pane('transport').locator('b.mono').innerText()
  await expect(other.pane('transport').getByRole('button', { name: other.words.time.play, exact: true })).toBeVisible()
  const stood = await clock(other)
  await server.api('POST', DEPLOYMENTS, deployment('late', 1))
  await expect.poll(() => other.kubectl('get deployments')).toContain('late')
  expect(await clock(other)).toBe(stood)
  const watch = await fetch(`${server.address}/api/v1/pods?watch=true`)
  const told = watch.text()
  await app.back(1)
  await expect.poll(() => clock(other)).not.toBe(stood)
  expect(await other.kubectl('get deployments')).not.toContain('late')
  expect(await told).toContain('"code":410')
  // Somebody outside goes on from there: the future is cut off for every page, and can be brought back from any.
  await server.api('POST', DEPLOYMENTS, deployment('instead', 1))
  for (const a of [app, other]) await expect(a.notices).toContainText(a.words.notices.forked(1).split(':')[0]!)
  await other.notices.getByRole('button', { name: other.words.notices.undo }).click()
  await expect(other.notices).toContainText(other.words.notices.undone)
  await other.toEnd()
  await expect.poll(() => app.kubectl('get deployments -o name')).toMatch(/late/)
  expect(await app.kubectl('get deployments -o name')).not.toContain('instead')
  await other.page.close()
})

test('a server that goes is missed, and found again', async ({ app }) => {
  await open(app)
  const { port } = server
  await server.stop()
  await expect(app.notices).toContainText(app.words.notices.away)
  await server.start(port)
  await expect(app.notices).toContainText(app.words.notices.back)
  await server.api('POST', DEPLOYMENTS, deployment('after', 1))
  expect(await app.kubectl('get deployments -o name')).toBe('deployment.apps/after')
  // That nobody answered for a while stands in the browser's log.
  app.faults.length = 0
})
