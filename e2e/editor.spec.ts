import { expect, manifest, test } from './app.ts'

test.beforeEach(async ({ app }) => {
  await app.open()
  await app.still()
})

test('an indentation and an image gone wrong: kubectl’s error at the line, and repairs that work', async ({ app }) => {
  await app.file('fluentd-broken.yaml', manifest('fluentd-broken.yaml'))
  await expect(await app.problems()).toHaveText([/^19:\d+error parsing fluentd-broken\.yaml: error converting YAML to JSON: yaml: line 19: mapping values are not allowed in this context/])
  // The line itself is marked.
  await expect(app.pane('editor').locator('.squiggly-error')).not.toHaveCount(0)
  await app.fix()
  await expect(await app.problems()).toContainText([/^16:7unknown field "spec\.template\.metadata\.spec"/])
  await app.fix()
  await expect(app.verdict).toContainText('valid · apps/v1 DaemonSet')
})

test('an API version of old: kubectl’s words, and the version that came after', async ({ app }) => {
  await app.file('old.yaml', manifest('cronjob-hello-v1beta1.yaml'))
  await expect(await app.problems()).toContainText([/^1:13no matches for kind "CronJob" in version "batch\/v1beta1"/])
  await app.fix()
  await expect(app.verdict).toContainText('valid · batch/v1 CronJob')
})

test('the server’s refusal is put at the line', async ({ app }) => {
  await app.write('apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\nspec:\n  parallelism: -1\n  template:\n    spec:\n      restartPolicy: Always\n      containers:\n      - name: c\n        image: busybox\n')
  const problems = await app.problems()
  await expect(problems).toContainText([/^6:16spec\.parallelism: Invalid value: -1: must be greater than or equal to 0/, /^9:\d+spec\.template\.spec\.restartPolicy: Required value: valid values: "OnFailure", "Never"/])
  await app.apply()
  await expect(app.output).toContainText('The Job "a" is invalid:')
  await expect(app.verdict).toContainText(app.words.editor.refused)
})

test('a misspelt field is named, and mended', async ({ app }) => {
  await app.write('apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\nspec:\n  paralelism: 2\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - name: c\n        image: busybox\n')
  await expect(await app.problems()).toContainText([/^6:3unknown field "spec\.paralelism"/])
  await app.fix()
  await expect(app.verdict).toContainText('valid')
})

test('completion knows the fields of the place', async ({ app }) => {
  await app.editorStands()
  await app.editor.focus()
  await app.page.keyboard.press('ControlOrMeta+End')
  await app.page.keyboard.type('\n')
  await app.page.keyboard.press('Home')
  await app.page.keyboard.type('  backoffLimitPer')
  await expect(app.page.locator('.suggest-widget')).toContainText('backoffLimitPerIndex')
})

test('files: a new one, renamed, closed, and back', async ({ app }) => {
  await app.file('mine.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mine\n')
  await expect(app.verdict).toContainText('valid · v1 ConfigMap')
  await app.page.getByRole('tab', { name: 'mine.yaml' }).press('Delete')
  await expect(app.page.getByRole('tab', { name: 'mine.yaml' })).toBeHidden()
  await app.notices.getByRole('button', { name: app.words.notices.undo }).click()
  await expect(app.page.getByRole('tab', { name: 'mine.yaml' })).toBeVisible()
  expect(await app.kubectl('apply -f .')).toContain('configmap/mine created')
})
