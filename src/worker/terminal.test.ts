// Scripts of the terminal as the page sees them: they wait on the virtual clock, go back with time, and go on in another future.
import { beforeEach, describe, expect, test } from 'vitest'
import { Host } from './host.ts'
import type { Delta, TerminalChunk, WrittenFile } from './protocol.ts'

let host: Host
let chunks: TerminalChunk[] = []
let ended: Map<number, { frame: number; exitCode: number }>
let position = 0
let now = 0
let files: Map<string, string>

function take(delta: Delta): void {
  if (delta.cutFrames) {
    chunks = chunks.filter(c => c.frame <= delta.from)
    ended = new Map([...ended].filter(([, e]) => e.frame <= delta.from))
  }
  if (delta.takeBackFrom !== undefined) {
    chunks = chunks.filter(c => c.frame < delta.takeBackFrom!)
    ended = new Map([...ended].filter(([, e]) => e.frame < delta.takeBackFrom!))
  }
  chunks.push(...delta.terminal)
  for (const { running, frame, exitCode } of delta.ended) ended.set(running, { frame, exitCode })
  for (const { path, text } of delta.files ?? ([] as WrittenFile[])) {
    if (text === undefined) files.delete(path)
    else files.set(path, text)
  }
  position = delta.position
  now = delta.now
}
const type = (line: string): number => {
  const answer = host.answer<'kubectl'>({ ask: 'kubectl', line, files: [...files].map(([path, text]) => ({ path, text })) })
  take(answer.delta)
  return answer.more ? -1 : answer.running
}
/** What may be seen of a run now. */
const seen = (running: number): string => chunks.filter(c => c.running === running && c.frame <= position).map(c => c.text).join('')
const code = (running: number): number | undefined => {
  const end = ended.get(running)
  return end && end.frame <= position ? end.exitCode : undefined
}
const travel = (to: Parameters<typeof host.answer<'travel'>>[0]['to']) => {
  for (let i = 0; i < 10_000; i++) {
    const { delta, done, exhausted } = host.answer<'travel'>({ ask: 'travel', to, budgetMs: 10_000 })
    take(delta)
    if (done || exhausted) return
  }
}
const after = (ms: number) => travel({ toAt: now + ms })
const says = (line: string): string => seen(type(line))

beforeEach(() => {
  host = new Host(() => 0)
  chunks = []
  ended = new Map()
  files = new Map()
  take(host.answer<'boot'>({ ask: 'boot', options: { seed: 7, startAt: '2026-11-20T09:00:00Z', nodes: 2 } }).delta)
  after(2000)
})

const THREE = 'for i in 1 2 3; do kubectl create job j$i --image=busybox -- sleep 5; sleep 10; done; echo all'

describe('a script waits on the clock of the cluster', () => {
  test('a loop that sleeps goes on as time passes, to the millisecond', () => {
    const began = now
    const run = type(THREE)
    expect(seen(run)).toBe('job.batch/j1 created\n')
    after(9_999)
    expect(seen(run)).toBe('job.batch/j1 created\n')
    after(1)
    expect(seen(run)).toBe('job.batch/j1 created\njob.batch/j2 created\n')
    after(60_000)
    expect([seen(run), code(run)]).toEqual(['job.batch/j1 created\njob.batch/j2 created\njob.batch/j3 created\nall\n', 0])
    expect(chunks.at(-1)!.at).toBe(began + 30_000)
  })
  test('while asks until a Job is complete', () => {
    type('kubectl create job pi --image=busybox -- sleep 3')
    const run = type("while ! kubectl get job pi -o jsonpath='{.status.conditions[*].type}' | grep -q Complete; do sleep 1; done; date +%T")
    after(30_000)
    expect(code(run)).toBe(0)
    expect(seen(run)).toMatch(/^09:00:\d\d\n$/)
  })
  test('Ctrl-C ends a script wherever it is', () => {
    const run = type('while true; do kubectl get nodes -o name | head -1; sleep 1; done')
    after(2_500)
    expect(seen(run)).toBe('node/control-plane\n'.repeat(3))
    take(host.answer<'interrupt'>({ ask: 'interrupt', running: run }).delta)
    expect(code(run)).toBe(130)
    after(5_000)
    expect(seen(run)).toBe('node/control-plane\n'.repeat(3))
  })
  test('a loop without an end keeps nobody waiting', () => {
    const began = process.cpuUsage()
    const run = type('while true; do :; done')
    after(10_000)
    const { user } = process.cpuUsage(began)
    expect(code(run)).toBeUndefined()
    expect(user / 1000).toBeLessThan(5_000)
    expect(says('echo still here')).toBe('still here\n')
  })
  test('watch shows the newest screen, and what it showed before where time goes back', () => {
    type('kubectl create deployment web --image=nginx')
    const run = type('watch -t -n 5 kubectl get deployment web --no-headers')
    const screen = () => seen(run).split('\x1b[H\x1b[J').at(-1)!
    expect(screen()).toMatch(/^web +0\/1/)
    after(20_000)
    expect(screen()).toMatch(/^web +1\/1/)
    after(-19_000)
    expect(screen()).toMatch(/^web +0\/1/)
  })
})

describe('time goes back behind a script', () => {
  test('what it printed later is hidden, is seen again on the way forward, and nothing is done twice', () => {
    const run = type(THREE)
    after(40_000)
    const end = position
    const whole = seen(run)
    after(-25_000)
    expect(seen(run)).toBe('job.batch/j1 created\njob.batch/j2 created\n')
    expect(code(run)).toBeUndefined()
    travel({ toFrame: end })
    expect([seen(run), code(run), position]).toEqual([whole, 0, end])
  })
  test('a script that has not ended rests until time is there again', () => {
    const run = type(THREE)
    after(15_000)
    after(-12_000)
    expect(seen(run)).toBe('job.batch/j1 created\n')
    after(40_000)
    expect(seen(run)).toBe('job.batch/j1 created\njob.batch/j2 created\njob.batch/j3 created\nall\n')
    expect(says('kubectl get jobs -o name')).toBe('job.batch/j1\njob.batch/j2\njob.batch/j3\n')
  })
  test('in a new future it goes on from where it stood, with its variables', () => {
    const run = type('n=0; for i in a b c; do n=$((n+1)); kubectl create cm $i-$n >/dev/null; echo $n of $(kubectl get cm -o name | grep -c /[abcz]-); sleep 10; done')
    after(40_000)
    expect(seen(run)).toBe('1 of 1\n2 of 2\n3 of 3\n')
    after(-27_000)
    expect(seen(run)).toBe('1 of 1\n2 of 2\n')
    type('kubectl create cm z-0')
    expect([seen(run), code(run)]).toEqual(['1 of 1\n2 of 2\n', undefined])
    after(40_000)
    expect([seen(run), code(run)]).toEqual(['1 of 1\n2 of 2\n3 of 4\n', 0])
  })
  test('a wait that was over waits again in a new future', () => {
    type('kubectl create job pi --image=busybox -- sleep 20')
    const run = type('kubectl wait --for=condition=Complete job/pi --timeout=60s && kubectl create cm done')
    after(40_000)
    expect(seen(run)).toBe('job.batch/pi condition met\nconfigmap/done created\n')
    after(-35_000)
    type('kubectl delete job pi --wait=false')
    after(90_000)
    expect(seen(run)).toContain('NotFound')
    expect(code(run)).toBe(1)
    expect(says('kubectl get cm -o name')).not.toContain('done')
  })
  test('the future that was cut off comes back with what was printed in it', () => {
    const run = type(THREE)
    after(40_000)
    const [end, whole] = [position, seen(run)]
    after(-27_000)
    type('kubectl create cm other')
    take(host.answer<'undo-fork'>({ ask: 'undo-fork' }).delta)
    travel({ toFrame: end })
    expect([seen(run), code(run)]).toEqual([whole, 0])
  })
  test('variables, functions and the folder are those of the moment', () => {
    type('x=1; f() { echo old; }')
    after(5_000)
    type('x=2; f() { echo new; }; cd /tmp')
    expect(says('echo $x; f; pwd')).toBe('2\nnew\n/tmp\n')
    after(-3_000)
    expect(says('echo $x; f; pwd')).toBe('1\nold\n/home/user\n')
  })
})

describe('files', () => {
  test('what tutorials type: a dry run into a file, and the file applied', () => {
    expect(says('kubectl create deployment web --image=nginx --dry-run=client -o yaml > web.yaml')).toBe('')
    expect(files.get('web.yaml')).toContain('kind: Deployment')
    expect(says('kubectl apply -f web.yaml')).toBe('deployment.apps/web created\n')
    expect(says("sed -i 's/replicas: 1/replicas: 3/' web.yaml && kubectl apply -f web.yaml")).toBe('deployment.apps/web configured\n')
    expect(files.get('web.yaml')).toContain('replicas: 3')
    type('rm web.yaml')
    expect([...files.keys()]).toEqual([])
  })
  test('what is no manifest stays in the terminal, from line to line', () => {
    type('kubectl get nodes -o name > nodes.txt; mkdir sub; echo hi > sub/x.yaml')
    expect([...files.keys()]).toEqual([])
    expect(says('wc -l < nodes.txt; cat sub/x.yaml; ls')).toBe('3\nhi\nnodes.txt\nsub\n')
  })
  test('a here-document is read to its end before anything runs', () => {
    const lines = ['kubectl apply -f - <<EOF', 'apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: here}']
    for (let i = 1; i <= lines.length; i++) expect(type(lines.slice(0, i).join('\n'))).toBe(-1)
    expect(says([...lines, 'EOF'].join('\n'))).toBe('configmap/here created\n')
  })
  test.each(['for i in 1 2', 'for i in 1 2; do', 'if true; then', "echo 'a", 'echo "a', 'echo $(ls', 'ls |', 'true &&', 'echo a \\', 'f() {', 'case x in', 'cat <<-X', '{ echo a;'])('%s wants more', line => expect(type(line)).toBe(-1))
  test.each(['echo "a"', 'fi', 'echo )', 'for', 'cat <<X\na\nX', 'echo a; # for'])('%s does not', line => expect(type(line)).toBeGreaterThan(0))
})
