import { execFileSync } from 'node:child_process'
import { expect, test } from './app.ts'

// What a browser kept from earlier would be in the way here.
test.use({ coldBrowser: true })

/** What the page fetched so far, without its workers, Monaco and pictures. */
const fetched = (page: import('@playwright/test').Page, beforeMark: boolean) => page.evaluate(before => {
  const mark = performance.getEntriesByName('kubestep:first-load')[0]?.startTime
  if (mark === undefined) throw new Error('the cluster does not stand')
  return performance.getEntriesByType('resource')
    .filter(r => /\/assets\/.*\.(js|css)$/.test(r.name) && (!before || r.startTime < mark))
    .map(r => r.name.slice(r.name.lastIndexOf('/') + 1))
}, beforeMark)

for (const lang of ['en', 'zh'] as const) {
  test(`the first load is what scripts/size.mjs weighs: ${lang}`, async ({ app }) => {
    await app.open({ lang })
    await app.page.waitForFunction(() => performance.getEntriesByName('kubestep:first-load').length > 0)
    const weighed = execFileSync('node', ['scripts/size.mjs'], { encoding: 'utf8' })
    // Monaco and the engine are counted apart; reasons (and the words of faults and of kinds that are not simulated, which both languages share) come after the first paint.
    const LATER = /^(monaco|CodeEditor|editor|zh-cn|codicon|worker)/
    const strange = (await fetched(app.page, true)).filter(name => !LATER.test(name) && !weighed.includes(name) && !/^(en|zh|faults|foreign)-/.test(name))
    expect(strange, 'fetched before the cluster stood, and not in the list of scripts/size.mjs').toEqual([])
  })
}

test('what is not needed at first is fetched when the cluster stands, and works without a network then', async ({ app, context }) => {
  await app.open()
  await app.editorStands()
  await expect.poll(async () => (await fetched(app.page, false)).filter(n => /^(TimelineView|LoopView|OwnersView|HelpDialog|Inspected|exampleTexts|link)/.test(n)).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(7)
  await app.page.waitForLoadState('networkidle')
  await context.setOffline(true)
  await app.language('zh')
  await app.example('pi-job.yaml')
  for (const view of ['timeline', 'loop', 'owners'] as const) {
    await app.pane('stage').getByRole('tab', { name: app.words.stage.views[view] }).click()
    await expect(app.pane('stage').getByRole('tabpanel', { name: app.words.stage.views[view] })).not.toBeEmpty()
  }
  await app.key('F1')
  await expect(app.page.getByRole('dialog', { name: app.laterWords.help.title })).toBeVisible()
})

test('a part that cannot be fetched says so, and comes when the network is back', async ({ app }) => {
  let cut = true
  await app.page.route('**/OwnersView-*.js', route => (cut ? route.abort() : route.continue()))
  await app.open()
  await app.pane('stage').getByRole('tab', { name: app.words.stage.views.owners }).click()
  await expect(app.pane('stage').getByRole('alert')).toContainText(app.words.common.notFetched)
  cut = false
  await app.pane('stage').getByRole('button', { name: app.words.common.again }).click()
  await expect(app.pane('stage').getByRole('alert')).toBeHidden()
  // What could not be fetched is told to the console by the browser itself.
  app.faults.length = 0
})
