// What the terminal's text means: columns explain themselves, long output folds, words have colours, names are ways to the stage.
import { en as columns } from '../src/ui/i18n/columns/en.ts'
import { zh as columnsZh } from '../src/ui/i18n/columns/zh.ts'
import { expect, test } from './app.ts'

test('a column says what it means, to the pointer and to the keyboard, in both languages', async ({ app }) => {
  await app.open()
  await app.kubectl('get nodes')
  const roles = () => app.output.getByRole('button', { name: 'ROLES' })
  const help = app.pane('terminal').getByRole('tooltip')
  await roles().hover()
  await expect(help).toHaveText(`ROLES ${columns['nodes.ROLES']}`)
  await app.page.mouse.move(5, 5)
  await expect(help).toHaveCount(0)
  await app.output.getByRole('button', { name: 'NAME' }).focus()
  await app.page.keyboard.press('Tab')
  await expect(help).toHaveText(`STATUS ${columns['nodes.STATUS']}`)
  await app.language('zh')
  await roles().hover()
  await expect(help).toContainText(columnsZh['nodes.ROLES'])
})

test('long output of earlier commands is folded; states have colours; a name leads to its object', async ({ app }) => {
  await app.open()
  await app.still()
  const described = await app.kubectl('describe nodes')
  expect(described.split('\n').length).toBeGreaterThan(100)
  await app.kubectl('apply -f para-job.yaml')
  await app.forward(1)
  await app.kubectl('get jobs')
  const more = app.output.getByRole('button', { name: /more lines$/ })
  await expect(more).toHaveAttribute('aria-expanded', 'false')
  await expect(app.output).not.toContainText('Allocated resources')
  await more.click()
  await expect(app.output).toContainText('Allocated resources')
  await app.output.getByRole('button', { name: app.words.terminal.foldAgain }).click()
  await expect(app.output).not.toContainText('Allocated resources')
  const row = app.output.locator('[data-as=name]', { hasText: /^calculate-pi$/ })
  await row.click()
  await expect(app.pane('inspector')).toContainText('Job calculate-pi')
  await expect(app.output.locator('[data-as=good]', { hasText: 'Running' }).last()).toBeVisible()
  // What is copied is the text alone.
  await app.pane('terminal').getByRole('button', { name: app.words.terminal.copy }).click()
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toContain(described.split('\n')[60]!.trim())
})
