// The documents that kubestep grew from teach by manifests and terminal sessions. One test for each of their rows about Jobs: it does
// in the page what the document does.
import { example, expect, test, type App } from './app.ts'

test.beforeEach(async ({ app }) => {
  await app.open()
  await app.still()
})

const complete = (app: App, job: string) => expect.poll(() => app.kubectl(`get job ${job}`), { timeout: 20_000 })
const events = (printed: string) => printed.split('\n').map(line => line.trim().split(/ {2,}/))

test('job', async ({ app }) => {
  await app.example('pi-job.yaml')
  expect(await app.kubectl('create -f pi-job.yaml')).toBe('job.batch/pi created')
  await app.travel('done')
  await complete(app, 'pi').toMatch(/NAME +STATUS +COMPLETIONS +DURATION +AGE\npi +Complete +1\/1/)
  const [pod] = await app.rows('pods')
  expect(pod![0]).toMatch(/^pi-[a-z0-9]{5}$/)
  expect(await app.kubectl(`get pod ${pod![0]} -o jsonpath={.metadata.ownerReferences[0].kind}/{.metadata.ownerReferences[0].name}`)).toBe('Job/pi')
  expect(await app.kubectl('get pods --selector=job-name=pi -o jsonpath={.items[*].metadata.name}')).toBe(pod![0])
  const described = await app.kubectl('describe job pi')
  expect(described).toMatch(/Selector: +batch\.kubernetes\.io\/controller-uid=/)
  expect(described).toMatch(/Labels: +batch\.kubernetes\.io\/controller-uid=.*\n +batch\.kubernetes\.io\/job-name=pi\n/)
  expect(described).toContain(`Created pod: ${pod![0]}`)
  const digits = (await app.kubectl(`logs ${pod![0]}`)).replace(/\s/g, '')
  expect(digits).toMatch(/^3\.14159265358979323846/)
  expect(digits).toHaveLength(2001)
})

test('job: the program of an image', async ({ app }) => {
  await app.example('calculate-pi.yaml')
  expect(await app.kubectl('apply -f calculate-pi.yaml')).toBe('job.batch/calculate-pi created')
  await app.travel('done')
  await complete(app, 'calculate-pi').toMatch(/Complete +1\/1/)
  expect(await app.kubectl('logs job/calculate-pi')).toContain('3.141592653589793')
})

test('serial job', async ({ app }) => {
  await app.example('testjobv2.yaml')
  await app.kubectl('apply -f testjobv2.yaml')
  await app.travel('ended')
  await expect.poll(async () => (await app.rows('pods')).filter(([, , status]) => status === 'Completed').length).toBe(1)
  await app.forward(3)
  expect((await app.rows('pods')).filter(([, , status]) => status !== 'Completed')).toHaveLength(1)
  await app.travel('done')
  await complete(app, 'testjobv2').toMatch(/Complete +5\/5/)
  // One after the other: no two were created at the same moment.
  const born = (await app.kubectl('get pods -o jsonpath={.items[*].metadata.creationTimestamp}')).split(' ')
  expect(new Set(born).size).toBe(5)
})

test('parallel job', async ({ app }) => {
  await app.example('paral-8x2.yaml')
  await app.kubectl('apply -f paral-8x2.yaml')
  for (let n = 0; n < 6; n++) {
    await app.forward(9)
    expect((await app.rows('pods')).filter(([, , status]) => status !== 'Completed').length).toBeLessThanOrEqual(2)
  }
  await app.travel('done')
  await complete(app, 'paral-1').toMatch(/Complete +8\/8/)
  await app.expectPods({ succeeded: 8 })
})

test('parallel job: parallelism without completions', async ({ app }) => {
  await app.example('testjobv3.yaml')
  await app.kubectl('apply -f testjobv3.yaml')
  await app.travel('done')
  const job = /name: (\S+)/.exec(example('testjobv3.yaml'))![1]!
  await complete(app, job).toMatch(/Complete/)
})

test('many Jobs from a folder', async ({ app }) => {
  for (const digits of [2000, 3000, 4000, 5000]) {
    await app.file(`pi-${digits}.yaml`, example('pi-job.yaml').replace('name: pi\n', `name: pi-${digits}\n`).replace('bpi(2000)', `bpi(${digits})`))
  }
  await app.page.getByRole('tab', { name: 'para-job.yaml' }).click()
  await app.page.keyboard.press('Delete')
  await expect(app.page.getByRole('tab', { name: 'para-job.yaml' })).toBeHidden()
  const created = await app.kubectl('create -f .')
  expect(created.split('\n')).toEqual([2000, 3000, 4000, 5000].map(n => `job.batch/pi-${n} created`))
  await app.until('get jobs', /(pi-\d+ +Complete +1\/1[^\n]*\n?){4}/, { within: 300, stride: 20 })
  expect((await app.kubectl('logs job/pi-5000')).replace(/\s/g, '')).toHaveLength(5001)
})

test('restartPolicy and backoffLimit: OnFailure restarts in place', async ({ app }) => {
  await app.example('testjobv4.yaml')
  await app.kubectl('apply -f testjobv4.yaml')
  // 1.36 leaves the status at Error during the back-off; CrashLoopBackOff is seen for a moment before the next try.
  await app.type('kubectl get pods -w')
  await app.until('get pods', /Error +3 \(/, { within: 90, stride: 10 })
  await app.commandLine.focus()
  await app.page.keyboard.press('Control+c')
  await expect(app.output).toContainText('CrashLoopBackOff   2')
  expect(await app.rows('pods')).toHaveLength(1)
  await app.travel('done')
  await complete(app, 'testjobv4').toMatch(/Failed +0\/1/)
  // The event follows the status.
  await app.forward(1)
  const described = await app.kubectl('describe job testjobv4')
  expect(events(described).some(([, reason, , , message]) => reason === 'BackoffLimitExceeded' && message === 'Job has reached the specified backoff limit')).toBe(true)
  // The pod goes with the Job's failure.
  expect(described).toContain('0 Active (0 Ready) / 0 Succeeded / 1 Failed')
})

test('restartPolicy and backoffLimit: Never makes new pods', async ({ app }) => {
  await app.example('testjobv5.yaml')
  await app.kubectl('apply -f testjobv5.yaml')
  await app.travel('done')
  await complete(app, 'testjobv5').toMatch(/Failed +0\/1/)
  // The first try and six more; all are kept to be looked at.
  const pods = await app.rows('pods')
  expect(pods).toHaveLength(7)
  expect(new Set(pods.map(([, , status]) => status))).toEqual(new Set(['Error']))
})

test('deadline', async ({ app }) => {
  await app.example('testjobv6.yaml')
  await app.kubectl('apply -f testjobv6.yaml')
  await app.forward(8)
  expect(await app.kubectl('get pods')).toContain('Running')
  await app.travel('done')
  await complete(app, 'testjobv6').toMatch(/Failed/)
  await app.forward(1)
  expect(await app.kubectl('describe job testjobv6')).toMatch(/Warning +DeadlineExceeded +\S+ +job-controller +Job was active longer than specified deadline/)
})

test('clean-up', async ({ app }) => {
  await app.example('testjobv1.yaml')
  await app.kubectl('apply -f testjobv1.yaml')
  await app.travel('done')
  await complete(app, 'testjobv1').toMatch(/Complete +1\/1/)
  await app.forward(25)
  expect(await app.kubectl('get jobs')).toContain('testjobv1')
  await app.forward(10)
  expect(await app.kubectl('get jobs')).toBe('No resources found in default namespace.')
  expect(await app.kubectl('get pods')).toBe('No resources found in default namespace.')
})

test('suspend', async ({ app }) => {
  await app.example('paral-8x2.yaml')
  await app.kubectl('apply -f paral-8x2.yaml')
  await app.forward(8)
  expect(await app.rows('pods')).toHaveLength(2)
  await app.kubectl(`patch job/paral-1 --type=strategic --patch '{"spec":{"suspend":true}}'`)
  await app.until('get pods', /No resources found/, { within: 60 })
  expect(await app.kubectl('get job paral-1')).toMatch(/Suspended +0\/8/)
  await app.kubectl(`patch job/paral-1 --type=strategic --patch '{"spec":{"suspend":false}}'`)
  await app.travel('done')
  await complete(app, 'paral-1').toMatch(/Complete +8\/8/)
  const described = await app.kubectl('describe job paral-1')
  expect(described).toMatch(/Suspended +.*Job suspended/)
  expect(described).toMatch(/Resumed +.*Job resumed/)
})

test('keeping and cleaning', async ({ app }) => {
  await app.kubectl('apply -f para-job.yaml')
  await app.travel('done')
  await complete(app, 'calculate-pi').toMatch(/Complete +8\/8/)
  await app.forward(300)
  await app.expectPods({ succeeded: 8 })
  expect(await app.kubectl('delete pods -l job-name=calculate-pi --wait=false')).toMatch(/^(pod "calculate-pi-\w{5}" deleted from default namespace\n?){8}$/)
  await app.forward(2)
  expect(await app.kubectl('get pods')).toBe('No resources found in default namespace.')
  expect(await app.kubectl('delete job -l job-name=calculate-pi')).toBe('job.batch "calculate-pi" deleted from default namespace')
  await app.forward(2)
  expect(await app.kubectl('get jobs,pods')).toBe('No resources found in default namespace.')
})
