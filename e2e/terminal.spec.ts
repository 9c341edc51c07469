import { expect, test } from './app.ts'

test.beforeEach(async ({ app }) => {
  await app.open()
  await app.still()
})

test('describe, logs and jsonpath read what the Job did', async ({ app }) => {
  // Where the terminal stands is nothing to the editor.
  await app.commandLine.fill('cd /tmp')
  await app.commandLine.press('Enter')
  await app.apply()
  await app.forward(15)
  const described = await app.kubectl('describe job calculate-pi')
  expect(described).toContain('Pods Statuses:    0 Active (0 Ready) / 8 Succeeded / 0 Failed')
  expect(described).toMatch(/Normal +Completed +\S+ +job-controller +Job completed/)
  expect(await app.kubectl('get pods --selector=job-name=calculate-pi -o jsonpath={.items[*].status.phase}')).toBe(Array(8).fill('Succeeded').join(' '))
  expect(await app.kubectl('logs -l job-name=calculate-pi --tail=1')).toMatch(/3\.14159/)
  // A table that is wider than the pane is scrolled inside it, and takes neither the buttons nor the next line's beginning along.
  await app.kubectl('get pods -o wide --show-labels')
  const pane = app.pane('terminal')
  await expect(pane.getByRole('button', { name: app.words.terminal.copy })).toBeInViewport({ ratio: 1 })
  const view = await pane.getByRole('log').evaluate(({ parentElement: e }) => ({ wider: e!.scrollWidth > e!.clientWidth, left: e!.scrollLeft }))
  expect(view).toEqual({ wider: true, left: 0 })
})

test('Tab completes, ↑ recalls, Ctrl-R searches', async ({ app }) => {
  await app.apply()
  const line = app.commandLine
  await line.fill('kubectl desc')
  await line.press('Tab')
  await expect(line).toHaveValue('kubectl describe ')
  await line.fill('kubectl get job calc')
  await line.press('Tab')
  await expect(line).toHaveValue('kubectl get job calculate-pi ')
  await line.press('Enter')
  await expect(app.output).toContainText('0/8')

  await app.kubectl('get nodes')
  await line.press('ArrowUp')
  await expect(line).toHaveValue('kubectl get nodes')
  await line.press('ArrowUp')
  await expect(line).toHaveValue(/get job/)
  await line.fill('')
  await line.press('Control+r')
  await app.page.keyboard.type('jo')
  await line.press('Enter')
  await expect(line).not.toHaveValue('jo')
})

test('Ctrl-C stops what follows', async ({ app }) => {
  await app.type('kubectl get jobs -w')
  const running = app.pane('terminal').getByText('kubectl get jobs -w is running')
  await expect(running).toBeVisible()
  await app.commandLine.press('Control+c')
  await expect(running).toBeHidden()
  await app.apply()
  await app.forward(2)
  await expect(app.output).not.toContainText('COMPLETIONS')
})

test('what is unknown is answered as kubectl answers', async ({ app }) => {
  expect(await app.kubectl('get thingies')).toBe('error: the server doesn\'t have a resource type "thingies"')
  expect(await app.kubectl('get pod nothing')).toBe('Error from server (NotFound): pods "nothing" not found')
  expect(await app.kubectl('frobnicate')).toContain('unknown command "frobnicate" for "kubectl"')
  expect(await app.kubectl('get pods --frob')).toContain('unknown flag: --frob')
})

test('kubectl wait ends when time has brought what it waits for', async ({ app }) => {
  await app.apply()
  await app.type('kubectl wait --for=condition=complete job/calculate-pi --timeout=60s')
  await expect(app.output).not.toContainText('condition met')
  await app.forward(20)
  await expect(app.output).toContainText('job.batch/calculate-pi condition met')
})
