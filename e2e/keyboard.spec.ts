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

  // For a room: the stage alone, larger.
  await to('stage')
  await press('p')
  await expect(app.pane('editor')).toBeHidden()
  expect(await app.pane('stage').evaluate(e => e.getBoundingClientRect().width / (e as HTMLElement).offsetWidth)).toBeGreaterThan(1.15)
  await press('Escape')
  await expect(app.pane('editor')).toBeVisible()

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

  // The edges between the panes move by key, as far as the panes can be made, and stay where they are put.
  const width = async () => Math.round((await app.pane('editor').boundingBox())!.width)
  const edge = page.getByRole('separator', { name: app.words.panes.resize(app.words.panes.editor) })
  const before = await width()
  await edge.focus()
  await press('ArrowRight')
  await press('ArrowRight')
  expect(await width() - before).toBeGreaterThan(30)
  await press('Home')
  expect(await width()).toBe(220)
  await app.reload()
  expect(await width()).toBe(220)
})

test('Escape, then Tab leaves the editor', async ({ app }) => {
  await app.open()
  await app.editorStands()
  await app.editor.focus()
  await app.page.keyboard.press('Escape')
  await app.page.keyboard.press('Tab')
  expect(await app.page.evaluate(() => document.activeElement?.closest('.monaco-editor') === null)).toBe(true)
})
