import { expect, test } from './app.ts'

test('a newcomer applies the first manifest and watches it run', async ({ app }) => {
  await app.open()
  await expect(app.page.getByRole('tab', { name: 'para-job.yaml' })).toBeVisible()
  await expect(app.verdict).toContainText('valid · batch/v1 Job')
  await app.apply()
  await expect(app.output).toContainText('job.batch/calculate-pi created')
  // The first success sets time going.
  await expect(app.page.getByRole('button', { name: app.words.time.pause })).toBeVisible()
  await app.speed(10)
  await expect.poll(() => app.kubectl('get job calculate-pi'), { timeout: 30_000 }).toMatch(/Complete +8\/8/)
  await app.expectPods({ succeeded: 8 })
  // Whoever does not look hears of it.
  await expect(app.page.locator('[data-aloud]')).toContainText(app.laterWords.aloud.one({ what: 'job', name: 'calculate-pi', how: 'Complete', succeeded: 8, failed: 0 }), { timeout: 15_000 })
})

test('never more pods at once than parallelism', async ({ app }) => {
  await app.open()
  await app.still()
  await app.apply()
  for (let second = 0; second < 15; second++) {
    await app.forward(1)
    const active = (await app.rows('pods')).filter(([, , status]) => status !== 'Completed')
    expect(active.length).toBeLessThanOrEqual(3)
  }
  await app.expectPods({ succeeded: 8 })
})

test('Ctrl-Enter applies from wherever the focus is', async ({ app }) => {
  await app.open()
  await app.still()
  await app.editorStands()
  await app.editor.focus()
  await app.page.keyboard.press('ControlOrMeta+Enter')
  await expect(app.output).toContainText('job.batch/calculate-pi created')
  await app.commandLine.focus()
  await app.page.keyboard.press('ControlOrMeta+Enter')
  await expect(app.output).toContainText('job.batch/calculate-pi unchanged')
})

test('time stands still for whoever has taken it into their own hands', async ({ app }) => {
  await app.open()
  await app.still()
  await app.apply()
  await expect(app.output).toContainText('created')
  await app.page.waitForTimeout(700)
  expect(await app.kubectl('get pods')).toBe('No resources found in default namespace.')
})

test('the diff shows what the cluster has beside the file', async ({ app }) => {
  await app.open()
  await app.still()
  await app.apply()
  await expect(app.output).toContainText('created')
  await app.page.getByRole('button', { name: app.words.editor.diff, exact: true }).click()
  await expect(app.pane('editor').locator('.monaco-diff-editor')).toContainText('controller-uid')
  await app.page.getByRole('button', { name: app.words.editor.diffClose }).click()
  await app.editorStands()
})
