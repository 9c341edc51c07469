import { expect, test } from './app.ts'

test('the whole story without a mouse: apply, play, step, go back, read with kubectl, ask why', async ({ app }) => {
  const { page } = app
  const press = (key: string) => page.keyboard.press(key)
  await app.open()
  await app.editorStands()
  /** F6 until the focus is in that pane. */
  const to = async (pane: string) => {
    for (let n = 0; n < 8; n++) {
      if (await page.evaluate(p => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') === p, pane)) return
      await press('F6')
    }
    throw new Error(`F6 does not reach ${pane}`)
  }
  await to('editor')
  await press('Control+Enter')
  await expect(app.output).toContainText('job.batch/calculate-pi created')
  await expect.poll(() => page.getByText(/succeeded|completed/i).count()).toBeGreaterThan(0)

  await to('transport')
  await expect(page.getByRole('button', { name: app.words.time.pause })).toBeFocused()
  await press('Enter')
  await expect(page.getByRole('button', { name: app.words.time.play })).toBeFocused()

  await press('Control+`')
  await expect(app.commandLine).toBeFocused()
  await page.keyboard.type('kubectl get jo')
  await press('Tab')
  await press('Enter')
  await expect(app.output).toContainText('COMPLETIONS')
  await press('Escape')
  await press('Tab')
  await expect(app.commandLine).not.toBeFocused()

  await to('stage')
  // From the rail down to the Job and its pods; Enter selects.
  for (let n = 0; n < 3; n++) await press('ArrowDown')
  await press('Enter')
  await to('inspector')
  await expect(app.pane('inspector')).not.toContainText(app.words.inspector.empty)

  await press('F1')
  await expect(page.getByRole('dialog', { name: app.laterWords.help.title })).toBeVisible()
  await press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  // What is known by name is found without going there.
  await press('/')
  await page.keyboard.type('node-2')
  await expect(page.getByRole('option', { selected: true })).toContainText('Node node-2')
  await press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(app.pane('inspector').getByRole('heading', { name: 'Node node-2' })).toBeVisible()
})

test('Escape, then Tab leaves the editor', async ({ app }) => {
  await app.open()
  await app.editorStands()
  await app.editor.focus()
  await app.page.keyboard.press('Escape')
  await app.page.keyboard.press('Tab')
  expect(await app.page.evaluate(() => document.activeElement?.closest('.monaco-editor') === null)).toBe(true)
})
