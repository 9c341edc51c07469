import { expect, test } from './app.ts'

test('Chinese and back, and it stays after a reload', async ({ app }) => {
  await app.open()
  await app.language('zh')
  await expect(app.pane('editor').getByRole('button', { name: '应用' })).toBeVisible()
  await expect(app.page).toHaveTitle(app.words.app.title)
  await app.still()
  await app.apply()
  // kubectl's text is kubectl's, in every language.
  await expect(app.output).toContainText('job.batch/calculate-pi created')
  await app.page.waitForTimeout(500)
  await app.reload()
  await expect(app.pane('editor').getByRole('button', { name: '应用' })).toBeVisible()
  await app.language('en')
  await expect(app.pane('editor').getByRole('button', { name: 'Apply' })).toBeVisible()
})

test('the findings’ explanations come in Chinese too', async ({ app }) => {
  await app.open({ lang: 'zh' })
  await app.still()
  await app.write('apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\nspec:\n  paralelism: 2\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - name: c\n        image: busybox\n')
  await expect(await app.problems()).toContainText([/unknown field "spec\.paralelism".*这里没有这个字段/])
  await app.fix()
  await expect(app.verdict).toContainText('batch/v1 Job')
})

test('a browser in Chinese begins in Chinese', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto('./')
  await expect(page.locator('[data-pane=editor]').getByRole('button', { name: '应用' })).toBeEnabled()
  await context.close()
})
