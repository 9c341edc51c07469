// What the drawings of workloads let a person see: a rollout between its bounds, runs of a CronJob and those that never were.
import { expect, test, type App } from './app.ts'

const mark = (app: App, name: RegExp) => app.pane('stage').getByRole('button', { name })

test('a rolling update is seen', async ({ app }) => {
  await app.open()
  await app.still()
  await app.forward(2)
  await app.kubectl('create deployment web --image=nginx:1.27 --replicas=4')
  await app.forward(15)
  await expect(mark(app, /^Deployment web: rolled out · 4 of 4 updated/)).toBeVisible()
  await expect(mark(app, /^rev 1, new, \w+: 4 of 4 ready$/)).toBeVisible()

  await app.kubectl('set image deployment/web nginx=nginx:1.28')
  await app.forward(1)
  // Two ReplicaSets stand side by side, and what must stay available is told.
  await expect(mark(app, /^rev 2, new, \w+: \d of \d ready$/)).toBeVisible()
  await expect(mark(app, /^rev 1, \w+: \d of \d ready$/)).toBeVisible()
  await expect(app.pane('stage').getByRole('img', { name: /at least 3 while it rolls, at most 5 pods/ })).toBeVisible()
  await app.until('rollout status deployment/web --watch=false', /successfully rolled out/, { stride: 3 })
  await app.forward(40)
  await expect(mark(app, /^Deployment web: rolled out · 4 of 4 updated · 4 available · 4 pods/)).toBeVisible()
  await expect(mark(app, /^rev 1, /)).toHaveCount(0)

  // The way back shows the old one again.
  await app.travel('inputBack')
  await expect(mark(app, /^rev 1, new, \w+: 4 of 4 ready$/)).toBeVisible()
})

test('a rollout that hangs says which pod it waits for', async ({ app }) => {
  await app.open()
  await app.still()
  await app.forward(2)
  await app.kubectl('create deployment web --image=nginx:1.27 --replicas=2')
  await app.forward(10)
  await app.kubectl(`set image deployment/web 'nginx=nginx: broken'`)
  await app.forward(30)
  await mark(app, /^Deployment web: /).click()
  await app.pane('inspector').getByRole('tab', { name: app.words.inspector.tabs.status }).click()
  await expect(app.pane('inspector')).toContainText(/May take no more of the old pods until web-\w+-\w+ \(InvalidImageName\) is available: 2 must stay available, and 2 are/)
  await expect(app.pane('inspector')).toContainText('spec.strategy.rollingUpdate.maxUnavailable')
})

const HELLO = `apiVersion: batch/v1
kind: CronJob
metadata: {name: hello}
spec:
  schedule: "*/1 * * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        metadata: {annotations: {kubestep.dev/run-seconds: '130'}}
        spec:
          restartPolicy: Never
          containers: [{name: hello, image: 'busybox:1.36'}]
`

test('a skipped run is seen', async ({ app }) => {
  await app.open()
  await app.still()
  await app.forward(2)
  await app.file('hello.yaml', HELLO)
  await app.apply()
  await app.forward(70)
  await expect(mark(app, /^CronJob hello: \*\/1 \* \* \* \* · next run in/)).toBeVisible()
  await expect(mark(app, /^Run of \d\d:\d\d: hello-\d+, running/)).toBeVisible()
  await app.forward(60)
  await expect(mark(app, /^Run of \d\d:\d\d: skipped, because hello-\d+ still ran \(concurrencyPolicy: Forbid\)$/)).toBeVisible()
  await expect(mark(app, /^CronJob hello: .*the last was skipped: hello-\d+ still ran \(Forbid\)/)).toBeVisible()
  // The run's own lanes stand below the calendar.
  await expect(mark(app, /^Job hello-\d+: /)).toBeVisible()
  await app.pane('stage').getByRole('tab', { name: app.words.stage.views.timeline }).click()
  await expect(mark(app, /^CronJob hello · 1 pod, 1 run not started/)).toBeVisible()
})

test('a suspended CronJob starts nothing, and shows it', async ({ app }) => {
  await app.open()
  await app.still()
  await app.forward(2)
  await app.file('hello.yaml', HELLO)
  await app.apply()
  await app.forward(5)
  await app.kubectl(`patch cronjob hello -p '{"spec":{"suspend":true}}'`)
  await app.forward(70)
  await expect(mark(app, /^CronJob hello: .*suspended/)).toBeVisible()
  await expect(mark(app, /^Run of \d\d:\d\d: not started: suspended$/).first()).toBeVisible()
})
