import { readFileSync } from 'node:fs'
import { App, expect, test } from './app.ts'

// A picture is a download, which a browser of its own takes in.
test.use({ coldBrowser: true })

test('a link carries the cluster, the files and the moment', async ({ app, browser }) => {
  await app.open()
  await app.still()
  await app.apply()
  await app.forward(4)
  const pods = await app.kubectl('get pods -o wide')
  await app.page.getByRole('button', { name: app.words.menu.share }).click()
  await expect(app.notices).toContainText(app.words.notices.linkCopied)
  const link = await app.page.evaluate(() => navigator.clipboard.readText())
  expect(link.length).toBeLessThan(2_000)

  // A picture of it stands for itself: names, shapes and colours, and nothing that a style sheet would have to say.
  const saved = app.page.waitForEvent('download')
  await app.page.getByRole('button', { name: app.words.stage.picture.title }).click()
  await app.page.getByRole('menuitem', { name: app.words.stage.picture.svg }).click()
  const picture = readFileSync(await (await saved).path(), 'utf8')
  expect(picture).toContain('Job calculate-pi')
  expect(picture).toMatch(/<path d="[^"]+" fill="rgb/)
  expect(picture).not.toMatch(/ class=| style=|color\(srgb/)
  // A printer gets the picture and the manifest, and none of the page around them.
  await app.page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await app.page.emulateMedia({ media: 'print' })
  await expect(app.page.getByRole('article')).toContainText(/Job calculate-pi.*node-3.*kind: Job/s)
  await expect(app.pane('header')).toBeHidden()
  await app.page.emulateMedia({ media: 'screen' })
  await app.page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await expect(app.pane('header')).toBeVisible()

  const context = await browser.newContext()
  const other = new App(await context.newPage())
  await other.open({ hash: new URL(link).hash })
  await expect(other.notices).toContainText(other.words.notices.linkOpened)
  expect(await other.kubectl('get pods -o wide')).toBe(pods)
  await other.forward(12)
  await other.expectPods({ succeeded: 8 })
  // And the way back to where it all began is in it too.
  await other.toStart()
  expect(await other.kubectl('get jobs')).toBe('No resources found in default namespace.')
  expect(other.faults).toEqual([])
  await context.close()
})

test('work survives a reload: files, cluster, moment, and the history of commands', async ({ app }) => {
  await app.open()
  await app.still()
  await app.apply()
  await app.forward(4)
  const pods = await app.kubectl('get pods -o wide')
  await app.file('mine.yaml', 'kind: mine\n')
  await app.page.waitForTimeout(600)
  await app.reload()
  await expect(app.page.getByRole('tab', { name: 'mine.yaml' })).toBeVisible()
  expect(await app.kubectl('get pods -o wide')).toBe(pods)
  await app.commandLine.press('ArrowUp')
  await app.commandLine.press('ArrowUp')
  await expect(app.commandLine).toHaveValue('kubectl apply -f para-job.yaml')
})
