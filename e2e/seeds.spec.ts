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

test('CronJob', async ({ app }) => {
  await app.example('cronjob-hello.yaml')
  expect(await app.kubectl('apply -f cronjob-hello.yaml')).toBe('cronjob.batch/hello created')
  expect(await app.kubectl('get cronjob hello')).toMatch(/NAME +SCHEDULE +TIMEZONE +SUSPEND +ACTIVE +LAST SCHEDULE +AGE\nhello +\*\/1 \* \* \* \* +<none> +False +0 +<none>/)
  const jobs = await app.until('get jobs', /hello-\d+ +Complete +1\/1/, { within: 120, stride: 20 })
  const [, minute] = /hello-(\d+)/.exec(jobs)!
  expect(await app.kubectl(`logs job/hello-${minute}`)).toMatch(/Hello from the Kubernetes cluster$/)
  // A Job a minute, and only three that succeeded are kept.
  await app.until('get jobs', new RegExp(`^(?![\\s\\S]*hello-${minute}\\b)[\\s\\S]*Complete`), { within: 400, stride: 60 })
  expect((await app.rows('jobs')).filter(([, status]) => status === 'Complete').length).toBeLessThanOrEqual(3)
})

test('ReplicaSet', async ({ app }) => {
  await app.example('my-nginx.yaml')
  await app.kubectl('apply -f my-nginx.yaml')
  const printed = await app.until('get rs -o wide', /my-nginx-\w+ +2 +2 +2 /, { within: 60 })
  expect(printed).toMatch(/NAME +DESIRED +CURRENT +READY +AGE +CONTAINERS +IMAGES +SELECTOR/)
  const [set] = (await app.rows('rs'))[0]!
  const [pod] = (await app.rows('pods'))[0]!
  expect(await app.kubectl(`get pod ${pod} -o jsonpath={.metadata.ownerReferences[0].kind}/{.metadata.ownerReferences[0].name}`)).toBe(`ReplicaSet/${set}`)
  await app.kubectl(`delete pod ${pod} --wait=false`)
  await app.forward(3)
  await app.until('get rs', /my-nginx-\w+ +2 +2 +2 /, { within: 60 })
  expect((await app.rows('pods')).map(([name]) => name)).not.toContain(pod)
})

test('Deployment', async ({ app }) => {
  expect(await app.kubectl('create deployment web --image=nginx')).toBe('deployment.apps/web created')
  await app.example('testdeployment.yaml')
  await app.kubectl('apply -f testdeployment.yaml')
  await app.until('get deployment testdeployment', /testdeployment +3\/3 +3 +3/, { within: 60 })
  const hash = /pod-template-hash=(\w+)/.exec(await app.kubectl('get pods -l example=deploymentnginx --show-labels'))![1]!
  expect((await app.rows('pods -l example=deploymentnginx')).every(([name]) => name!.startsWith(`testdeployment-${hash}-`))).toBe(true)
  expect(await app.kubectl('describe deployment testdeployment')).toMatch(/Replicas: +3 desired \| 3 updated \| 3 total \| 3 available \| 0 unavailable/)
  expect(await app.kubectl('scale deployment testdeployment --replicas=5')).toBe('deployment.apps/testdeployment scaled')
  await app.until('get deployment testdeployment', /5\/5/, { within: 60 })
  await app.kubectl('apply -f testdeployment.yaml')
  await app.until('get deployment testdeployment', /3\/3/, { within: 60 })
})

test('Deployment updates', async ({ app }) => {
  await app.example('testdeployment.yaml')
  await app.example('testdeployment2.yaml')
  await app.example('testdeployment3.yaml')
  await app.kubectl('apply -f testdeployment.yaml')
  await app.until('get deployment testdeployment', /3\/3/, { within: 60 })
  // Recreate: for a while there is none.
  await app.kubectl('apply -f testdeployment2.yaml')
  await app.until('get deployment testdeployment', /0\/5/, { within: 30, stride: 1 })
  await app.until('get deployment testdeployment', /5\/5 +5 +5/, { within: 90 })
  await app.kubectl('apply -f testdeployment3.yaml')
  expect(await app.kubectl('set image deployment/testdeployment nginx=nginx:1.9.1')).toBe('deployment.apps/testdeployment image updated')
  expect(await app.kubectl('rollout pause deployment/testdeployment')).toBe('deployment.apps/testdeployment paused')
  await app.forward(5)
  expect(await app.kubectl('rollout resume deployment/testdeployment')).toBe('deployment.apps/testdeployment resumed')
  // One by one: never fewer than two are available, never more than three are there.
  await app.type('kubectl rollout status deployment/testdeployment')
  for (let n = 0; n < 60 && !(await app.output.innerText()).includes('successfully rolled out'); n += 3) {
    await app.forward(3)
    const [, ready] = (await app.rows('deployment testdeployment'))[0]!
    expect(Number(ready!.split('/')[0])).toBeGreaterThanOrEqual(2)
  }
  await expect(app.output).toContainText('deployment "testdeployment" successfully rolled out')
})

test('Deployment rollback', async ({ app }) => {
  await app.example('testdeployment.yaml')
  await app.example('testdeployment3.yaml')
  expect(await app.kubectl('apply -f testdeployment.yaml --record')).toContain('Flag --record has been deprecated, --record will be removed in the future')
  await app.until('get deployment testdeployment', /3\/3/, { within: 60 })
  await app.kubectl('apply -f testdeployment3.yaml --record')
  await app.until('rollout status deployment/testdeployment --watch=false', /successfully rolled out/, { within: 120 })
  await app.kubectl('set image deployment/testdeployment nginx=nginx:1.9.1 --record')
  await app.until('rollout status deployment/testdeployment --watch=false', /successfully rolled out/, { within: 120 })
  expect(await app.kubectl('rollout history deployment/testdeployment')).toMatch(/REVISION +CHANGE-CAUSE\n1 +kubectl apply .*testdeployment\.yaml.*\n2 +kubectl apply .*testdeployment3\.yaml.*\n3 +kubectl set image/)
  expect(await app.kubectl('rollout undo deployment/testdeployment --to-revision=2')).toContain('deployment.apps/testdeployment rolled back')
  await app.until('rollout status deployment/testdeployment --watch=false', /successfully rolled out/, { within: 120 })
  // Revision 2 is now the fourth; the sets of old stay, at 0.
  expect(await app.kubectl('rollout history deployment/testdeployment')).toMatch(/\n1 [^\n]*\n3 [^\n]*\n4 /)
  expect((await app.rows('rs')).map(([, desired]) => desired).toSorted()).toEqual(['0', '0', '3'])
})

test('nodes', async ({ app }) => {
  expect(await app.kubectl('describe node control-plane')).toMatch(/Taints: +node-role\.kubernetes\.io\/control-plane:NoSchedule/)
  expect(await app.kubectl('taint nodes --all node-role.kubernetes.io/control-plane-')).toContain('node/control-plane untainted')
  await app.kubectl('cordon node-1')
  expect(await app.kubectl('get node node-1')).toContain('Ready,SchedulingDisabled')
  await app.kubectl('uncordon node-1')
  await app.example('my-nginx.yaml')
  await app.kubectl('apply -f my-nginx.yaml')
  await app.until('get deployment my-nginx', /2\/2/, { within: 60 })
  await app.join()
  await app.until('get nodes', /node-4 +Ready/, { within: 60 })
  const home = (await app.rows('pods -o wide'))[0]![6]!
  await app.node('drain', home)
  await app.forward(20)
  await expect(app.output).toContainText(`node/${home} drained`)
  await app.kubectl(`uncordon ${home}`)
  await app.until('get deployment my-nginx', /2\/2/, { within: 60 })
  const other = (await app.rows('pods -o wide'))[0]![6]!
  await app.node('powerOff', other)
  await app.until('get nodes', new RegExp(`${other} +NotReady`), { within: 90, stride: 10 })
  await app.until('get pods', /Terminating/, { within: 400, stride: 30 })
  await app.until('get deployment my-nginx', /2\/2/, { within: 90 })
})

test('older or wrong: a CronJob of batch/v1beta1 is refused, and repaired', async ({ app }) => {
  await app.example('cronjob-hello-v1beta1.yaml')
  await expect(await app.problems()).toContainText([/no matches for kind "CronJob" in version "batch\/v1beta1"/])
  expect(await app.kubectl('apply -f cronjob-hello-v1beta1.yaml')).toContain('no matches for kind "CronJob" in version "batch/v1beta1"')
  await app.fix()
  await expect(app.verdict).toContainText('batch/v1 CronJob')
  expect(await app.kubectl('apply -f cronjob-hello-v1beta1.yaml')).toBe('cronjob.batch/hello created')
})

test('older or wrong: the broken DaemonSet is repaired, fault by fault', async ({ app }) => {
  await app.example('fluentd-broken.yaml')
  await expect(await app.problems()).toContainText([/line 19: mapping values are not allowed in this context/])
  await app.fix()
  await expect(await app.problems()).toContainText([/unknown field "spec.template.metadata.spec"/])
  await app.fix()
  await expect(app.verdict).toContainText('apps/v1 DaemonSet')
  expect(await app.kubectl('apply -f fluentd-broken.yaml')).toBe('daemonset.apps/fluentd-elasticsearch created')
})

test('older or wrong: a Job with restartPolicy Always', async ({ app }) => {
  await app.file('always.yaml', example('pi-job.yaml').replace(/restartPolicy: \w+/, 'restartPolicy: Always'))
  await expect(await app.problems()).toContainText([/spec\.template\.spec\.restartPolicy: Required value: valid values: "OnFailure", "Never".*must end some day/s])
  await app.fix()
  await expect(app.verdict).toContainText('batch/v1 Job')
})

test('older or wrong: the old taint of the control plane', async ({ app }) => {
  await app.example('fluentd.yaml')
  await expect(await app.problems()).toContainText([/no node of this cluster has the taint node-role\.kubernetes\.io\/master.*now it is node-role\.kubernetes\.io\/control-plane/s])
  await app.fix()
  await expect(app.verdict).toContainText('valid')
})
