// Rows of the documents about DaemonSets and StatefulSets: one test for each, named after the row. It does in the page what the
// document does, and looks at the drawing too.
import { en } from '../src/ui/i18n/workloads/en.ts'
import { expect, manifest, test, type App } from './app.ts'

// Minutes of a cluster pass in each of them.
test.describe.configure({ timeout: 240_000 })

test.beforeEach(async ({ app }) => {
  await app.page.emulateMedia({ reducedMotion: 'reduce' })
  await app.open()
  await app.still()
})

/** The numbers of a DaemonSet: DESIRED, CURRENT, READY, UP-TO-DATE, AVAILABLE. */
const numbers = async (app: App, name: string, options = '') => (await app.rows(`ds ${name} ${options}`.trim()))[0]!.slice(1, 6).join(' ')
/** A node's place on the ring, by what is said of it. */
const spoke = (app: App, node: string, words: RegExp) => app.pane('stage').getByRole('button', { name: new RegExp(`^Node ${node}: .*${words.source}`) })
const ordinal = (app: App, name: string) => app.pane('stage').getByRole('button', { name: new RegExp(`^Pod ${name}, `) }).first()
const select = async (app: App, title: string) => { await app.pane('stage').getByRole('button', { name: new RegExp(`^${title}: `) }).click() }
const status = async (app: App) => { await app.pane('inspector').getByRole('tab', { name: app.words.inspector.tabs.status }).click() }

test('DaemonSet', async ({ app }) => {
  await app.file('testdaemonset.yaml', manifest('testdaemonset.yaml'))
  expect(await app.kubectl('create -f testdaemonset.yaml')).toBe('daemonset.apps/testdaemonset created')
  await app.until('get ds testdaemonset', /NAME +DESIRED +CURRENT +READY +UP-TO-DATE +AVAILABLE +NODE SELECTOR +AGE\ntestdaemonset +3 +3 +3 +3 +3 +<none>/, { within: 60, stride: 10 })
  for (const node of ['node-1', 'node-2', 'node-3']) await expect(spoke(app, node, /ready/)).toBeVisible()
  await expect(spoke(app, 'control-plane', /taint not tolerated: node-role\.kubernetes\.io\/control-plane:NoSchedule/)).toBeVisible()
  // Its port is the node's own.
  expect(await app.kubectl('get pods -l example=deploymenthttp -o jsonpath={.items[*].spec.containers[0].ports[0].hostPort}')).toBe('8081 8081 8081')

  // A node joins.
  await app.join()
  await app.until('get ds testdaemonset', /testdaemonset +4 +4 +4 /, { within: 90, stride: 10 })
  await expect(spoke(app, 'node-4', /ready/)).toBeVisible()

  // A pod that is deleted comes back on its node.
  const on2 = () => app.kubectl('get pods --field-selector=spec.nodeName=node-2 -o jsonpath={.items[0].metadata.name}')
  const before = await on2()
  await app.kubectl(`delete pod ${before} --wait=false`)
  await app.forward(5)
  await app.until('get ds testdaemonset', /testdaemonset +4 +4 +4 /, { within: 60, stride: 10 })
  expect(await on2()).not.toBe(before)

  // A taint keeps new ones away and drives none out; with NoExecute the pod goes.
  await app.kubectl('taint node node-3 dedicated=gpu:NoExecute')
  await app.forward(10)
  await expect(spoke(app, 'node-3', /taint not tolerated: dedicated=gpu:NoExecute/)).toBeVisible()
  expect(await numbers(app, 'testdaemonset')).toBe('3 3 3 3 3')
})

test('DaemonSet updates', async ({ app }) => {
  await app.file('testdaemonset.yaml', manifest('testdaemonset.yaml'))
  await app.file('testdaemonset-ondelete.yaml', manifest('testdaemonset-ondelete.yaml'))
  await app.kubectl('apply -f testdaemonset.yaml')
  await app.until('get ds testdaemonset', /testdaemonset +3 +3 +3 /, { within: 60, stride: 10 })
  await select(app, 'DaemonSet testdaemonset')
  await status(app)

  // One by one: while it rolls, new pods are on the outer track and old ones on the inner.
  await app.kubectl('set image daemonset/testdaemonset httpd=httpd:2.4')
  await app.forward(2)
  await expect(app.pane('stage').getByText(en.daemon.newest(2))).toBeVisible()
  await expect(app.pane('stage').getByText(en.daemon.older)).toBeVisible()
  await expect(app.pane('inspector')).toContainText('At most 1 node may be without a pod')
  await app.until('rollout status daemonset/testdaemonset --watch=false', /successfully rolled out/, { within: 120, stride: 10 })
  await expect(app.pane('stage').getByText(en.daemon.older)).toHaveCount(0)

  // OnDelete: nothing happens until somebody deletes a pod.
  await app.kubectl('set image daemonset/testdaemonset httpd=httpd:2.2')
  await app.until('rollout status daemonset/testdaemonset --watch=false', /successfully rolled out/, { within: 120, stride: 10 })
  await app.kubectl('apply -f testdaemonset-ondelete.yaml')
  await app.forward(20)
  expect(await numbers(app, 'testdaemonset')).toBe('3 3 3 0 3')
  await expect(app.pane('inspector')).toContainText('3 pods of the old template: OnDelete replaces each only when you delete it.')
  await expect(app.pane('inspector')).toContainText('spec.updateStrategy.type')
  const [first] = await app.rows('pods')
  await app.kubectl(`delete pod ${first![0]} --wait=false`)
  await app.forward(5)
  await app.until('get ds testdaemonset', /testdaemonset +3 +3 +3 +1 +3 /, { within: 60, stride: 10 })
})

test('DaemonSet scheduling', async ({ app }) => {
  await app.file('fluentd.yaml', manifest('fluentd.yaml'))
  expect(await app.kubectl('apply -f fluentd.yaml')).toBe('daemonset.apps/fluentd-elasticsearch created')
  await app.until('get ds fluentd-elasticsearch -n kube-system', /fluentd-elasticsearch +3 +3 +3 /, { within: 90, stride: 10 })
  const pods = 'get pods -n kube-system -l name=fluentd-elasticsearch'
  // The scheduler binds them, each by an affinity to one node's name, and they tolerate what nodes suffer from.
  expect(await app.kubectl(`${pods} -o jsonpath={.items[0].spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key}`)).toBe('metadata.name')
  expect(await app.kubectl(`${pods} -o jsonpath={.items[0].spec.tolerations[*].key}`)).toContain('node.kubernetes.io/unschedulable')

  // Left without an owner, the pods are taken over by a DaemonSet that selects them.
  const names = await app.kubectl(`${pods} -o jsonpath={.items[*].metadata.name}`)
  // kubectl waits until it is gone, which takes time.
  await app.type('kubectl delete ds fluentd-elasticsearch -n kube-system --cascade=orphan')
  await expect(app.output).toContainText('daemonset.apps "fluentd-elasticsearch" deleted')
  await app.forward(3)
  expect(await app.kubectl(`${pods} -o jsonpath={.items[*].metadata.name}`)).toBe(names)
  await app.kubectl('apply -f fluentd.yaml')
  await app.forward(5)
  expect(await app.kubectl(`${pods} -o jsonpath={.items[*].metadata.name}`)).toBe(names)

  // nodeSelector: only nodes that have the label; a label brings one. What the control plane's taint was called once tolerates nothing.
  await app.kubectl(`patch ds fluentd-elasticsearch -n kube-system -p '{"spec":{"template":{"spec":{"nodeSelector":{"disk":"ssd"}}}}}'`)
  await app.forward(10)
  expect((await numbers(app, 'fluentd-elasticsearch', '-n kube-system')).split(' ')[0]).toBe('0')
  await app.kubectl('label node node-1 disk=ssd')
  await app.until('get ds fluentd-elasticsearch -n kube-system', /fluentd-elasticsearch +1 +1 +1 +1 +1 +disk=ssd/, { within: 60, stride: 10 })
})

test('StatefulSet', async ({ app }) => {
  await app.file('statefulset-web.yaml', manifest('statefulset-web.yaml'))
  expect(await app.kubectl('apply -f statefulset-web.yaml')).toContain('statefulset.apps/web created')
  await app.until('get pods', /web-0 +1\/1 +Running/, { within: 30, stride: 2 })
  // The next waits until the one before has been Ready for minReadySeconds.
  await expect(app.pane('stage')).toContainText(/until web-0 is available,/)
  await expect(app.pane('stage')).toContainText(/then makes web-1/)
  await select(app, 'StatefulSet web')
  await status(app)
  await expect(app.pane('inspector')).toContainText(/Waits for web-0 to be Ready for minReadySeconds .* before it makes web-1\./)
  await app.until('get sts web', /NAME +READY +AGE\nweb +3\/3 /, { within: 120, stride: 10 })
  for (const name of ['web-0', 'web-1', 'web-2']) await expect(ordinal(app, name)).toBeVisible()
  expect((await app.rows('pvc')).map(([name, phase]) => `${name} ${phase}`)).toEqual(['www-web-0 Bound', 'www-web-1 Bound', 'www-web-2 Bound'])
  const volume = async (n: number) => app.kubectl(`get pvc www-web-${n} -o jsonpath={.spec.volumeName}`)
  const of2 = await volume(2)

  // A pod that is deleted comes back under its name, with its claim.
  await app.kubectl('delete pod web-1 --wait=false')
  await app.forward(5)
  await app.until('get sts web', /web +3\/3 /, { within: 90, stride: 10 })
  expect((await app.rows('pods')).map(([name]) => name)).toEqual(['web-0', 'web-1', 'web-2'])

  // Claims are kept when it is scaled down, and found again.
  await app.forward(15)
  await app.kubectl('scale statefulset web --replicas=1')
  await app.until('get pods', /^(?![\s\S]*web-1)/, { within: 120, stride: 10 })
  await expect(app.pane('inspector')).toContainText('Keeps 2 claims of pods that were scaled away, with their data: www-web-1, www-web-2.')
  await expect(app.pane('stage').getByRole('button', { name: en.stateful.claim('www-web-2', en.stateful.keptClaim) })).toBeVisible()
  await app.kubectl('scale statefulset web --replicas=3')
  await app.until('get sts web', /web +3\/3 /, { within: 120, stride: 10 })
  expect(await volume(2)).toBe(of2)
})
