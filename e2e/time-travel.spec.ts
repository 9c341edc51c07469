import { expect, test, type App } from './app.ts'

/** Names, states and homes of the pods, without their ages: the end of what is known is the last frame, not the last idle second. */
const pods = async (app: App) => (await app.rows('pods -o wide')).map(([name, ready, status, restarts, , ip, node]) => [name, ready, status, restarts, ip, node])

test('back takes pods and text away, forward brings them back the same', async ({ app }) => {
  await app.open()
  await app.still()
  await app.apply()
  await app.forward(6)
  const then = await pods(app)
  expect(then.length).toBeGreaterThan(3)

  await app.back(5)
  await expect(app.output).not.toContainText('Completed')
  expect(await app.rows('pods')).toHaveLength(3)
  await app.toStart()
  await expect(app.output).not.toContainText('created')
  await app.toEnd()
  await expect(app.output).toContainText('job.batch/calculate-pi created')
  expect(await pods(app)).toEqual(then)
})

test('one frame at a time, both ways', async ({ app }) => {
  await app.open()
  await app.still()
  await app.apply()
  const job = () => app.kubectl('get job calculate-pi -o yaml')
  const before = await job()
  let steps = 0
  for (; (await app.rows('pods')).length < 2; steps += 4) await app.step(4)
  await app.stepBack(steps)
  expect(await app.rows('pods')).toHaveLength(0)
  expect(await job()).toBe(before)
})

test('going on from the past cuts the future off, says so, and can be undone', async ({ app }) => {
  await app.open()
  await app.still()
  await app.apply()
  await app.forward(12)
  const end = await pods(app)
  await app.back(8)
  await app.kubectl('delete job calculate-pi')
  await expect(app.notices).toContainText(/later frames were cut off/)
  expect(await app.kubectl('get jobs')).toBe('No resources found in default namespace.')

  await app.notices.getByRole('button', { name: app.words.notices.undo }).click()
  await expect(app.notices).toContainText(app.words.notices.undone)
  expect(await app.kubectl('get jobs')).toContain('calculate-pi')
  await app.toEnd()
  expect(await pods(app)).toEqual(end)
})

test('a watch follows virtual time, and its text is taken back with it', async ({ app }) => {
  await app.open()
  await app.still()
  await app.type('kubectl get pods --watch')
  await app.apply()
  await app.forward(4)
  await expect(app.output).toContainText('ContainerCreating')
  await expect(app.output).toContainText('Completed')
  await app.back(3)
  await expect(app.output).not.toContainText('Completed')
  await app.forward(3)
  await expect(app.output).toContainText('Completed')
})
