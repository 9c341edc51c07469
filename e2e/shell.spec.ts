import { expect, test } from './app.ts'

test.beforeEach(async ({ app }) => {
  await app.open()
  await app.still()
})

test('a loop is typed line by line, and sleeps on the clock of the cluster', async ({ app }) => {
  const prompt = app.pane('terminal').locator('form label')
  await app.type('for i in 1 2 3; do')
  await expect(prompt).toContainText('>')
  await app.type('echo "turn $i"; sleep 10')
  await app.type("done; echo it is o''ver")
  await expect(prompt).not.toContainText('>')
  await expect(app.output).toContainText('turn 1')
  await expect(app.output).not.toContainText('turn 2')
  await app.forward(15)
  await expect(app.output).toContainText('turn 2')
  await expect(app.output).not.toContainText('it is over')
  await app.forward(30)
  await expect(app.output).toContainText('it is over')
  // All of it is one command, as it was typed.
  await app.commandLine.press('ArrowUp')
  await expect(app.commandLine).toHaveValue("done; echo it is o''ver")
  await expect(app.output.getByText('for i in 1 2 3; do')).toHaveCount(2)
})

test('what a command writes to a file is a tab of the editor, and can be applied', async ({ app }) => {
  await app.kubectl('create deployment web --image=nginx --replicas=2 --dry-run=client -o yaml > web.yaml')
  await expect(app.page.getByRole('tab', { name: 'web.yaml' })).toHaveAttribute('aria-selected', 'true')
  expect(await app.kubectl('apply -f web.yaml')).toBe('deployment.apps/web created')
  await app.type("sed -i 's/replicas: 2/replicas: 4/' web.yaml && kubectl apply -f web.yaml && kubectl get deployment web -o jsonpath='{.spec.replicas} wanted'")
  await expect(app.output).toContainText('4 wanted')
})

test('a here-document is pasted and applied', async ({ app }) => {
  await app.commandLine.focus()
  await app.page.evaluate(text => navigator.clipboard.writeText(text), 'kubectl apply -f - <<EOF\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: pasted\nEOF\n')
  await app.page.keyboard.press('ControlOrMeta+v')
  await expect(app.output).toContainText('configmap/pasted created')
  await app.type('cat <<EOF')
  await app.commandLine.press('Control+c')
  expect(await app.kubectl('get cm pasted -o name')).toBe('configmap/pasted')
})

test('watch shows one screen and ends with Ctrl-C', async ({ app }) => {
  await app.kubectl('create deployment web --image=nginx')
  await app.type('watch -n 5 kubectl get deployment web')
  await expect(app.output).toContainText('Every 5.0s: kubectl get deployment web')
  await expect(app.output).toContainText('0/1')
  await app.forward(20)
  await expect(app.output).toContainText('1/1')
  await expect(app.output).not.toContainText('0/1')
  await app.commandLine.press('Control+c')
  await expect(app.pane('terminal').getByText('is running')).toBeHidden()
})
