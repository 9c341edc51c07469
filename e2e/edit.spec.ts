import { expect, test } from './app.ts'

test.beforeEach(async ({ app }) => {
  await app.open()
  await app.still()
  await app.editorStands()
  await app.kubectl('create deployment web --image=nginx --replicas=2')
})

test('kubectl edit opens the object beside the files, and what is saved changes it', async ({ app }) => {
  await app.type('kubectl edit deployment web')
  const tab = app.page.getByRole('tab', { name: /kubectl-edit-\d+\.yaml/ })
  await expect(tab).toHaveAttribute('aria-selected', 'true')
  await expect(app.pane('terminal').getByText('kubectl edit deployment web is running')).toBeVisible()
  await expect(app.pane('editor')).toContainText('Please edit the object below')
  // By keys alone: the cursor stands in the text.
  await expect(app.editor).toBeFocused()
  await app.page.keyboard.press('ControlOrMeta+a')
  await app.page.keyboard.press('ControlOrMeta+c')
  const text = await app.page.evaluate(() => navigator.clipboard.readText())
  await app.write(text.replace('replicas: 2', 'replicas: -1'))
  await app.page.keyboard.press('ControlOrMeta+Enter')
  await expect(app.output).toContainText('error: deployments.apps "web" is invalid')
  await expect(app.pane('editor')).toContainText('spec.replicas: Invalid value: -1')
  await app.write(text.replace('replicas: 2', 'replicas: 3'))
  await app.page.keyboard.press('ControlOrMeta+Enter')
  await expect(app.output).toContainText('deployment.apps/web edited')
  await expect(tab).toBeHidden()
  await expect(app.commandLine).toBeFocused()
  expect(await app.kubectl('get deployment web -o jsonpath={.spec.replicas}')).toBe('3')
})

test('closing the tab changes nothing', async ({ app }) => {
  await app.type('kubectl edit deployment web')
  await app.pane('editor').getByRole('button', { name: app.words.editor.editCancel, exact: true }).click()
  await expect(app.output).toContainText('Edit cancelled, no changes made.')
  await expect(app.page.getByRole('tab', { name: /kubectl-edit/ })).toBeHidden()
})

test('time takes it back', async ({ app }) => {
  await app.forward(2)
  await app.type('kubectl edit deployment web')
  const tab = app.page.getByRole('tab', { name: /kubectl-edit/ })
  await expect(tab).toBeVisible()
  await app.back(1)
  await expect(tab).toBeHidden()
  await expect(app.pane('terminal').getByText('kubectl edit deployment web is running')).toBeHidden()
})
