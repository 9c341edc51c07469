import { expect, test, type App } from './app.ts'

/** Selects a pod where it stands: on its node, or in the tray of those that wait. */
async function choose(app: App, kind: string, name: string): Promise<void> {
  await app.page.locator(`[data-pane=stage] [data-mark][aria-label*="${kind} ${name}"]`).last().click()
  await expect(app.pane('inspector')).toContainText(name)
}

test.beforeEach(async ({ app }) => {
  await app.page.emulateMedia({ reducedMotion: 'reduce' })
  await app.open()
  await app.still()
})

test('a pod’s chain of causes ends at the line of the manifest', async ({ app }) => {
  await app.apply()
  await app.forward(3)
  const [pod] = await app.rows('pods')
  await choose(app, 'Pod', pod![0]!)
  const inspector = app.pane('inspector')
  await expect(inspector).toContainText('para-job.yaml, line 2')
  await expect(inspector).toContainText('wants min(3, 8) = 3 active, sees 0: creates 3')
  await inspector.getByRole('button', { name: /steps in between/ }).click()
  await expect(inspector).toContainText('binds it to node-')
  // What the scheduler saw of every node.
  await expect(inspector).toContainText('control-plane')

  await inspector.getByRole('tab', { name: app.words.inspector.tabs.yaml }).click()
  await expect(inspector).toContainText('ownerReferences')
  await inspector.getByRole('tab', { name: app.words.inspector.tabs.events }).click()
  await expect(inspector).toContainText('Successfully assigned default/')
  await inspector.getByRole('tab', { name: app.words.inspector.tabs.logs }).click()
  await expect(inspector).toContainText('3.14159')
})

test('a pod that finds no node says why, node by node', async ({ app }) => {
  await app.write('apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: big\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - name: c\n        image: busybox\n        resources:\n          requests:\n            cpu: 100\n')
  await expect(app.verdict).toContainText('valid')
  await app.apply()
  await app.forward(3)
  const [pod] = await app.rows('pods')
  expect(pod![2]).toBe('Pending')
  expect(await app.kubectl(`describe pod ${pod![0]}`)).toContain('0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu.')
  await choose(app, 'Pod', pod![0]!)
  const inspector = app.pane('inspector')
  await inspector.getByRole('tab', { name: app.words.inspector.tabs.status }).click()
  await expect(inspector).toContainText('Insufficient cpu')
})

test('the status speaks in plain words, in both languages', async ({ app }) => {
  await app.example('testjobv4.yaml')
  await app.apply()
  await app.forward(8)
  const [pod] = await app.rows('pods')
  await choose(app, 'Pod', pod![0]!)
  const inspector = app.pane('inspector')
  await inspector.getByRole('tab', { name: app.words.inspector.tabs.status }).click()
  await expect(inspector).toContainText(/before the next try|waits/i)
  await app.language('zh')
  await expect(inspector).toContainText(/秒/)
})

test('the Job controller’s loop can be seen: its queue, what it hears, what it writes', async ({ app }) => {
  await app.page.getByRole('tab', { name: app.words.stage.views.loop }).click()
  await app.apply()
  // The list of what happened holds the newest sixty frames alone: after one second the first sync is among them, after two it may not be.
  await app.forward(1)
  const stage = app.pane('stage')
  for (const actor of ['API server', 'Job controller', 'Scheduler', 'kubelets']) await expect(stage.getByText(actor).first()).toBeVisible()
  await expect(stage).toContainText('wants min(3, 8) = 3 active')
})

test('every view shows the Job', async ({ app }) => {
  await app.apply()
  await app.forward(5)
  for (const view of ['timeline', 'owners', 'cluster'] as const) {
    await app.page.getByRole('tab', { name: app.words.stage.views[view] }).click()
    await expect(app.pane('stage')).toContainText('calculate-pi')
  }
})
