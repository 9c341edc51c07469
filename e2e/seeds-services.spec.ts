// Rows of the documents about work queues, Services, autoscaling and the controllers' loops: one test for each, named after the row.
import { en as workloads } from '../src/ui/i18n/workloads/en.ts'
import { expect, test, type App } from './app.ts'

// Minutes of a cluster pass in each of them.
test.describe.configure({ timeout: 240_000 })

test.beforeEach(async ({ app }) => {
  await app.page.emulateMedia({ reducedMotion: 'reduce' })
  await app.open()
  await app.still()
})

const FRUIT = ['apple', 'banana', 'cherry', 'date', 'fig', 'grape', 'lemon', 'melon', 'orange']
const mark = (app: App, name: RegExp) => app.pane('stage').getByRole('button', { name }).first()
const status = async (app: App) => { await app.pane('inspector').getByRole('tab', { name: app.words.inspector.tabs.status }).click() }
const view = async (app: App, name: keyof App['words']['stage']['views']) => { await app.pane('stage').getByRole('tab', { name: app.words.stage.views[name] }).click() }

test('work queue, coarse', async ({ app }) => {
  await app.example('rabbitmq.yaml')
  await app.example('job-wq-1.yaml')
  expect(await app.kubectl('apply -f rabbitmq.yaml')).toBe('service/rabbitmq-service created\ndeployment.apps/rabbitmq created')
  await app.until('get endpoints rabbitmq-service', /\d:5672/, { within: 60 })
  await app.forward(10)
  expect(await app.kubectl('exec deploy/rabbitmq -- amqp-declare-queue -q job1 -d')).toBe('job1')
  await app.type(`kubectl exec deploy/rabbitmq -- sh -c 'for f in ${FRUIT.slice(0, 8).join(' ')}; do amqp-publish -r job1 -p -b $f; done'`)
  await app.kubectl('apply -f job-wq-1.yaml')
  await app.travel('done')
  await app.until('get job job-wq-1', /job-wq-1 +Complete +8\/8/, { within: 60 })
  // One message per pod, each worked on once.
  const pods = await app.rows('pods -l job-name=job-wq-1')
  expect(pods).toHaveLength(8)
  const done: string[] = []
  for (const [pod] of pods) done.push(await app.kubectl(`logs ${pod}`))
  expect(done.toSorted()).toEqual(FRUIT.slice(0, 8))
})

test('work queue, fine', async ({ app }) => {
  await app.example('redis.yaml')
  await app.example('job-wq-2.yaml')
  await app.kubectl('apply -f redis.yaml')
  await app.until('get endpoints redis', /\d:6379/, { within: 60 })
  await app.forward(2)
  expect(await app.kubectl(`exec deploy/redis -- redis-cli rpush job2 ${FRUIT.join(' ')}`)).toBe('(integer) 9')
  await app.kubectl('apply -f job-wq-2.yaml')
  await app.forward(5)
  expect(await app.rows('pods -l job-name=job-wq-2')).toHaveLength(2)
  await app.travel('done')
  await app.until('get job job-wq-2', /job-wq-2 +Complete +2\/1 of 2/, { within: 60 })
  // Two pods took nine items, until none was left.
  const [a, b] = (await app.rows('pods -l job-name=job-wq-2')).map(([name]) => name)
  const logs = `${await app.kubectl(`logs ${a}`)}\n${await app.kubectl(`logs ${b}`)}`
  expect([...logs.matchAll(/Working on (\w+)/g)].map(m => m[1]).toSorted()).toEqual(FRUIT)
  expect(logs.match(/Queue empty, exiting/g)).toHaveLength(2)
})

test('service, autoscaling: expose, and requests that are answered', async ({ app }) => {
  await app.example('testdeployment.yaml')
  await app.kubectl('apply -f testdeployment.yaml')
  await app.until('rollout status deployment/testdeployment --watch=false', /successfully rolled out/, { within: 90 })
  expect(await app.kubectl('expose deployment testdeployment --type=NodePort --port=80')).toBe('service/testdeployment exposed')
  expect(await app.kubectl('get svc testdeployment')).toMatch(/NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE\ntestdeployment +NodePort +10\.96\.\d+\.\d+ +<none> +80:3\d{4}\/TCP/)

  // The proxies have heard of it.
  await app.forward(2)
  // Requests are switched on in its Status; the Service then has a block, and every one is answered.
  await mark(app, /^Service testdeployment: /).click()
  await status(app)
  await app.pane('inspector').getByRole('switch', { name: workloads.controls.send }).click()
  // It turns when the cluster has it.
  await expect(app.pane('inspector').getByRole('switch', { name: workloads.controls.send })).toBeChecked()
  await app.forward(10)
  await expect(app.pane('stage').getByRole('img', { name: /^Requests of the last minute: [45]\d answered, 0 lost$/ })).toBeVisible()
  const rate = app.pane('inspector').getByRole('slider', { name: workloads.controls.rate })
  await rate.focus()
  await app.page.keyboard.press('ArrowRight')
  await expect(rate).toHaveAttribute('aria-valuetext', '10 a second')
  await expect(mark(app, /^Service testdeployment: 3 of 3 endpoints ready · 10 requests a second/)).toBeVisible()
  // A pod that is told to go gets no new ones.
  await app.kubectl('scale deployment testdeployment --replicas=2')
  await app.forward(1)
  await app.until('get endpoints testdeployment', /(\d:80,){1}\d+\.\d+\.\d+\.\d+:80 /, { within: 40, stride: 2 })
  await app.pane('inspector').getByRole('switch', { name: workloads.controls.send }).click()
  await expect(app.pane('inspector').getByRole('switch', { name: workloads.controls.send })).not.toBeChecked()
})

test('service, autoscaling: an autoscaler follows the load', async ({ app }) => {
  await app.example('testdeployment.yaml')
  await app.kubectl('apply -f testdeployment.yaml')
  await app.kubectl('set resources deployment testdeployment --requests=cpu=100m')
  await app.until('rollout status deployment/testdeployment --watch=false', /successfully rolled out/, { within: 90, stride: 10 })
  expect(await app.kubectl('autoscale deployment testdeployment --min=1 --max=10 --cpu=50%')).toBe('horizontalpodautoscaler.autoscaling/testdeployment autoscaled')
  await app.until('get hpa', /testdeployment +Deployment\/testdeployment +cpu: <unknown>\/50% +1 +10 +3 /, { within: 45, stride: 15 })
  // Without a metrics server it is blind; the load brings one.
  await mark(app, /^HorizontalPodAutoscaler testdeployment: /).click()
  await status(app)
  const load = app.pane('inspector').getByRole('slider', { name: workloads.controls.loadOf('Deployment testdeployment') })
  await load.focus()
  for (let n = 0; n < 6; n++) await app.page.keyboard.press('ArrowRight')
  await expect(load).toHaveAttribute('aria-valuetext', '0.3 cores')
  await app.until('get hpa', /cpu: \d+%\/50% +1 +10 +[6-9] /, { within: 180, stride: 15 })
  expect(await app.kubectl('top pods')).toMatch(/NAME +CPU\(cores\) +MEMORY\(bytes\) *\ntestdeployment-\S+ +\d+m +\d+Mi/)
  await expect(app.pane('stage').getByRole('img', { name: /^cpu: \d+ %, target 50 %$/ })).toBeVisible()
  await load.focus()
  await app.page.keyboard.press('Home')
  await expect(load).toHaveAttribute('aria-valuetext', workloads.controls.noLoad)
})

test('kube-system: what the cluster runs for itself answers, and is folded away', async ({ app }) => {
  expect(await app.kubectl('get ds kube-proxy -n kube-system')).toMatch(/kube-proxy +4 +4 +4 +4 +4 +kubernetes\.io\/os=linux /)
  const pods = await app.rows('pods -n kube-system')
  expect(pods.map(([name]) => name)).toEqual(expect.arrayContaining([expect.stringMatching(/^kube-proxy-\w{5}$/), expect.stringMatching(/^coredns-\w+-\w{5}$/), 'etcd-control-plane', 'kube-apiserver-control-plane', 'kube-controller-manager-control-plane', 'kube-scheduler-control-plane']))
  expect(pods.every(([, ready, state]) => ready === '1/1' && state === 'Running')).toBe(true)
  expect(await app.kubectl('get svc -n kube-system')).toMatch(/kube-dns +ClusterIP +10\.96\.0\.10 /)

  // The picture is about what the learner made.
  await expect(mark(app, /^Node control-plane, .*0 pods, 7 pods of kube-system folded/)).toBeVisible()
  await expect(mark(app, /kube-proxy/)).toHaveCount(0)
  const fold = app.pane('stage').getByRole('button', { name: 'kube-system', exact: true })
  await expect(fold).toHaveAttribute('aria-pressed', 'false')
  await fold.click()
  await expect(mark(app, /^DaemonSet kube-proxy: /)).toBeVisible()
  await expect(app.pane('stage').getByRole('button', { name: /^Pod etcd-control-plane, / }).first()).toBeVisible()
  await view(app, 'owners')
  await expect(mark(app, /^ControllerRevision kube-proxy-\w+, revision 1$/)).toBeVisible()
  await fold.click()
  await expect(app.pane('stage').getByText(app.words.stage.owners.none)).toBeVisible()

  // Who deletes a mirror gets it back.
  const uid = () => app.kubectl('get pod -n kube-system kube-scheduler-control-plane -o jsonpath={.metadata.uid}')
  const before = await uid()
  await app.kubectl('delete pod -n kube-system kube-scheduler-control-plane --wait=false')
  await app.forward(2)
  expect(await uid()).not.toBe(before)
  // A node that joins gets its proxy.
  await app.join()
  await app.until('get ds kube-proxy -n kube-system', /kube-proxy +5 +5 +5 /, { within: 90, stride: 10 })
})

test('the Job controller\'s loop', async ({ app }) => {
  await app.kubectl('apply -f para-job.yaml')
  await view(app, 'loop')
  await app.forward(2)
  const loop = app.pane('stage').getByRole('region', { name: app.words.stage.views.loop })
  await expect(loop.getByRole('button', { name: /Job controller synced/ }).first()).toBeVisible()
  await expect(loop.getByRole('button', { name: /Pod created: calculate-pi-\w{5}/ }).first()).toBeVisible()
  // Stopped, it does nothing about what happens; started again, it looks at everything once more.
  const controller = loop.locator('section').filter({ hasText: 'Job controller' })
  await controller.getByRole('button', { name: app.words.stage.loop.stop, exact: true }).click()
  await expect(controller).toContainText(app.words.stage.rail.stopped)
  await app.kubectl('delete pods -l job-name=calculate-pi --wait=false')
  await app.forward(5)
  const stopped = await app.rows('pods')
  expect(stopped.every(([, , state]) => state === 'Terminating' || state === 'Completed' || state === 'Running')).toBe(true)
  await controller.getByRole('button', { name: app.words.stage.loop.start, exact: true }).click()
  await app.travel('done')
  await app.until('get job calculate-pi', /Complete +8\/8/, { within: 60 })
})

test('the DaemonSet controller\'s loop', async ({ app }) => {
  await app.example('testdaemonset.yaml')
  await app.kubectl('apply -f testdaemonset.yaml')
  await view(app, 'loop')
  await app.forward(1)
  const loop = app.pane('stage').getByRole('region', { name: app.words.stage.views.loop })
  await expect(loop.getByRole('button', { name: /DaemonSet controller/ }).first()).toBeVisible()
  await app.until('get ds testdaemonset', /testdaemonset +3 +3 +3 /, { within: 60, stride: 10 })
  // It watches nodes as well: one that is labelled or joins wakes it.
  await app.join()
  await app.until('get ds testdaemonset', /testdaemonset +4 /, { within: 60, stride: 1 })
  await expect(loop.getByRole('button', { name: /DaemonSet controller/ }).first()).toBeVisible()
})

test('older or wrong: Jobs have no batches, and a back-off ends at the limit of the Job', async ({ app }) => {
  // Of three at a time each makes room for the next as soon as it ends: the eight are not created in three moments.
  await app.kubectl('apply -f para-job.yaml')
  await app.travel('done')
  await app.until('get job calculate-pi', /Complete +8\/8/, { within: 60 })
  await view(app, 'timeline')
  await expect(app.pane('stage').getByRole('button', { name: /^▾? ?Job calculate-pi · 8 pods/ })).toBeVisible()
  // Pods that failed are kept, and each next one waits twice as long.
  await app.example('testjobv5.yaml')
  await app.kubectl('apply -f testjobv5.yaml')
  await app.travel('done')
  // The way there is ten minutes long: it is over when the Job is.
  await expect.poll(() => app.kubectl('get job testjobv5')).toMatch(/testjobv5 +Failed/)
  const born = (await app.kubectl('get pods -l job-name=testjobv5 --sort-by=.metadata.creationTimestamp -o jsonpath={.items[*].metadata.creationTimestamp}')).split(' ').map(time => Date.parse(time) / 1000)
  const waits = born.slice(1).map((at, i) => at - born[i]!)
  expect(born).toHaveLength(7)
  for (const [i, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(10 * 2 ** i)
  expect(waits.at(-1)).toBeLessThan(10 * 2 ** 5 * 1.5)
})
