// Programs as the kubelet meets them: pure timelines, signals, memory, probes, the network.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProgramStart, Signal } from './program.ts'
import { commandLine } from './boot.ts'
import { runExec } from './exec.ts'
import { forgetCourses, runProgram } from './run.ts'

const START = Date.UTC(2026, 10, 20, 10, 46, 0)
const start = (image: string, command?: readonly string[], more: Partial<ProgramStart> = {}): ProgramStart =>
  ({ image, ...(command ? { command } : {}), env: {}, hostname: 'web-0', startedAt: START, seed: 'seed', restartCount: 0, ...more })
const sh = (script: string, more: Partial<ProgramStart> = {}) => start('busybox:1.36', ['sh', '-c', script], more)
const DAY = 86_400_000
const log = (s: ProgramStart, signals: readonly Signal[] = [], horizonMs = DAY) => runProgram(s, signals, horizonMs).output.map((o) => o.text).join('')
const end = (s: ProgramStart, signals: readonly Signal[] = [], horizonMs = DAY) => runProgram(s, signals, horizonMs).end

describe('as recorded from a real cluster', () => {
  test.each<[string, ProgramStart, string, number]>([
    ['a serial job', start('busybox', ['sh', '-c'], { args: ['echo "start Job!"; sleep 30; echo "Job Done!"'] }), 'start Job!\nJob Done!\n', 0],
    ['a wrong command', start('busybox', ['sh', '-c'], { args: ['This is erro command!!!'] }), 'sh: This: not found\n', 127],
    ['a CronJob', start('busybox:1.28', ['/bin/sh', '-c', 'date; echo Hello from the Kubernetes cluster']), 'Fri Nov 20 10:46:00 UTC 2026\nHello from the Kubernetes cluster\n', 0],
    ['a date after a while', start('ubuntu', ['/bin/bash', '-c', 'sleep 30; date']), 'Fri Nov 20 10:46:30 UTC 2026\n', 0],
    ['an index', sh('items="foo bar baz qux xyz"; i=0; for x in $items; do [ $i = $JOB_COMPLETION_INDEX ] && echo index $i: $x; i=$((i+1)); done; hostname; sleep 5', { env: { JOB_COMPLETION_INDEX: '2' }, hostname: 'indexed-job-2' }), 'index 2: baz\nindexed-job-2\n', 0],
    ['an odd index succeeds', sh('echo index $JOB_COMPLETION_INDEX; sleep 2; [ $((JOB_COMPLETION_INDEX % 2)) = 1 ]', { env: { JOB_COMPLETION_INDEX: '3' } }), 'index 3\n', 0],
    ['an even index fails', sh('echo index $JOB_COMPLETION_INDEX; sleep 2; [ $((JOB_COMPLETION_INDEX % 2)) = 1 ]', { env: { JOB_COMPLETION_INDEX: '2' } }), 'index 2\n', 1],
    ['a code of its own', sh('echo "Hello world!" && sleep 5 && exit 42'), 'Hello world!\n', 42],
    ['a script of a config map', start('python:3.6', ['python', '/script/main.py'], { env: { POD: 'vol-1', SECONDS_TO_WORK: '3' }, files: { '/script/main.py': 'import os,time\nprint("pod",os.environ["POD"]); time.sleep(int(os.environ["SECONDS_TO_WORK"])); print("done")\n' } }), 'pod vol-1\ndone\n', 0],
    ...([['-f', 'web-0.nginx.default.svc.cluster.local\n'], ['-d', 'nginx.default.svc.cluster.local\n'], ['-s', 'web-0\n'], ['-i', '10.244.1.5 \n']] as const).map(([flag, out]) =>
      [`hostname ${flag} of a pod with a subdomain`, sh(`hostname ${flag}`, { podIP: '10.244.1.5', files: { '/etc/hosts': '# Kubernetes-managed\n127.0.0.1\tlocalhost\n10.244.1.5\tweb-0.nginx.default.svc.cluster.local\tweb-0\n' } }), out, 0] as [string, ProgramStart, string, number]),
    ['a product of the largest numbers', start('python:3', ['python', '-c', 'x = 1\nfor i in range(3000): x = (i * i) % 7 * 3\nprint(x)\ntry:\n  y = -(2 ** 1999999) * 4 * 4\nexcept MemoryError: print("too large")']), '6\ntoo large\n', 0],
    ['hostname -f of one without', sh('hostname -f; hostname -d', { files: { '/etc/hosts': '10.244.1.5\tweb-0\n' } }), 'web-0\n', 0],
    ['a missing applet', sh('n=$(hostname | cksum | cut -c1); sleep $((4+n)); echo done', { lacking: ['cksum'] }), 'sh: cksum: not found\ndone\n', 0],
    ['python without a command', start('python:3.6', undefined, { args: ['python', '-c', "print('hello world')"] }), 'hello world\n', 0],
    ['the image pi', start('pi'), '3.141592653589793\n', 0],
  ])('%s', (_name, s, text, code) => {
    expect(log(s)).toBe(text)
    expect(end(s)?.exitCode).toBe(code)
  })

  test('perl takes 5 s for pi and prints it to 2000 digits', () => {
    const t = runProgram(start('perl:5.34.0', ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)']), [], DAY)
    expect(t.output).toHaveLength(1)
    expect(t.output[0]!.text).toMatch(/^3\.14159265358979323846264338327950288419716939937510\d+\n$/)
    expect(t.output[0]!.text).toHaveLength(2002)
    // Feynman's six nines, and the last digits as they were recorded.
    expect(t.output[0]!.text.slice(763, 769)).toBe('999999')
    expect(t.output[0]!.text).toMatch(/4780275901\n$/)
    expect(t.end!.atMs).toBeGreaterThanOrEqual(5000)
    expect(t.end!.atMs).toBeLessThan(5100)
  })

  test('nginx says its lines, answers probes and ends gracefully', () => {
    const incoming = [{ atMs: 500, port: 80, kind: 'http' as const, from: '10.244.3.1', path: '/', userAgent: 'kube-probe/1.36' }, { atMs: 700, port: 80, kind: 'http' as const, from: '10.244.3.1', path: '/healthz', userAgent: 'kube-probe/1.36', host: '10.244.3.43:80' }]
    const t = runProgram(start('nginx:1.9.1', undefined, { incoming }), [{ atMs: 8000, name: 'QUIT' }], 20_000)
    const lines = t.output.map((o) => o.text)
    expect(lines[0]).toBe('2026/11/20 10:46:00 [notice] 1#1: using the "epoll" event method\n')
    expect(lines).toContain('10.244.3.1 - - [20/Nov/2026:10:46:00 +0000] "GET / HTTP/1.1" 200 121 "-" "kube-probe/1.36"\n')
    expect(lines).toContain('10.244.3.1 - - [20/Nov/2026:10:46:00 +0000] "GET /healthz HTTP/1.1" 404 153 "-" "kube-probe/1.36"\n')
    expect(lines).toContain('2026/11/20 10:46:08 [notice] 1#1: signal 3 (SIGQUIT) received, shutting down\n')
    expect(t.responses.map((r) => r.status)).toEqual([200, 404])
    expect(t.end!.exitCode).toBe(0)
    expect(t.end!.atMs).toBeGreaterThan(8000)
    expect(t.end!.atMs).toBeLessThan(8150)
  })
})

describe('the first process', () => {
  const stop: Signal[] = [{ atMs: 5000, name: 'TERM' }, { atMs: 35_000, name: 'KILL' }]
  test.each<[string, ProgramStart, number, number]>([
    ['does not hear TERM without a handler', start('busybox', ['sleep', '3600']), 35_000, 137],
    ['nor does a shell', sh('sleep 300'), 35_000, 137],
    ['nor an image that nobody knows', start('my.registry/app:v1'), 35_000, 137],
    ['a trap runs after the command in the foreground', sh("trap 'exit 143' TERM; for i in $(seq 40); do sleep 1; done"), 5010, 143],
    ['a trap may take its time', sh('trap "sleep 4; exit 1" TERM; while true; do sleep 1; done'), 9010, 1],
    ['a long command holds the trap up', sh('trap "exit 0" TERM; sleep 600'), 35_000, 137],
    ['wait does not', sh('trap "exit 0" TERM; sleep 600 & wait'), 5000, 0],
    ['an ignored TERM stays ignored', sh("trap '' TERM; sleep 20; exit 4"), 20_000, 4],
    ['exec hands the place on', sh('exec sleep 10'), 10_000, 0],
    ['python without a handler', start('python:3', ['python', '-c', 'import time; time.sleep(100)']), 35_000, 137],
    ['python with a handler', start('python:3', ['python', '-c', 'import signal,sys,time\ndef bye(s,f): sys.exit(3)\nsignal.signal(signal.SIGTERM, bye)\ntime.sleep(100)']), 5000, 3],
  ])('%s', (_name, s, atMs, code) => {
    const e = end(s, stop)!
    expect(e.exitCode).toBe(code)
    expect(Math.abs(e.atMs - atMs)).toBeLessThan(1010)
    expect(e.signal).toBe(code === 137 ? 9 : undefined)
  })

  test.each([
    [['/no/such/binary'], 'exec: "/no/such/binary": stat /no/such/binary: no such file or directory'],
    [['nosuch'], 'exec: "nosuch": executable file not found in $PATH'],
    [['/etc/passwd'], 'exec: "/etc/passwd": permission denied'],
  ])('%j cannot start', (command, why) => {
    expect(end(start('busybox', command))).toEqual({
      atMs: 0, exitCode: 128, reason: 'StartError',
      message: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${why}`,
    })
  })

  test('entrypoint and arguments as Kubernetes combines them', () => {
    expect(commandLine(start('nginx'))).toEqual(['nginx', '-g', 'daemon off;'])
    expect(commandLine(start('nginx', undefined, { args: ['sleep', '1'] }))).toEqual(['sleep', '1'])
    expect(commandLine(start('registry.k8s.io/e2e-test-images/agnhost:2.40', undefined, { args: ['netexec'] }))).toEqual(['/agnhost', 'netexec'])
    expect(commandLine(start('nginx', ['sh'], {}))).toEqual(['sh'])
  })

  test('a shell without standard input, and python likewise, end at once', () => {
    for (const image of ['busybox', 'alpine:3.20', 'ubuntu', 'debian:12', 'python:3.12']) expect(end(start(image))).toMatchObject({ exitCode: 0 })
  })
})

describe('memory', () => {
  const MiB = 1024 ** 2
  test.each<[string, ProgramStart, boolean]>([
    ['python that grows', start('python:3.6', ['python3', '-c', 'a=[]\nwhile True: a.append(bytearray(10**6))'], { memoryLimitBytes: 50 * MiB }), true],
    ['python that takes much at once', start('python:3.6', ['python3', '-c', "a=bytearray(10**8); a[::4096]=b'x'*len(a[::4096])"], { memoryLimitBytes: 30 * MiB }), true],
    ['the same with enough', start('python:3.6', ['python3', '-c', "a=bytearray(10**8); a[::4096]=b'x'*len(a[::4096])"], { memoryLimitBytes: 300 * MiB }), false],
    ['stress beyond its limit', start('polinux/stress', ['stress'], { args: ['--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1'], memoryLimitBytes: 100 * MiB }), true],
    ['stress within its limit', start('polinux/stress', ['stress'], { args: ['--vm', '1', '--vm-bytes', '150M', '--timeout', '20s'], memoryLimitBytes: 200 * MiB }), false],
    ['dd with a large block', start('busybox', ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=100M', 'count=1'], { memoryLimitBytes: 20 * MiB }), true],
    ['a shell variable that doubles', sh('x=aaaaaaaa; while true; do x=$x$x; done', { memoryLimitBytes: 20 * MiB }), true],
    ['an annotation', start('nginx', undefined, { annotations: { 'kubestep.dev/oom-after-seconds': '10' } }), true],
  ])('%s', (_name, s, killed) => {
    const e = end(s)!
    if (killed) expect(e).toMatchObject({ exitCode: 137, signal: 9, reason: 'OOMKilled' })
    else expect(e).toMatchObject({ exitCode: 0 })
  })
})

describe('time travel', () => {
  const programs: ProgramStart[] = [
    sh('i=0; while true; do echo line $i $RANDOM; i=$((i+1)); sleep 1; done'), sh('trap "echo bye; exit 3" TERM; (sleep 2; echo bg) & while true; do sleep 1; done'),
    start('nginx'), start('busybox', ['sleep', '5']), sh('touch /tmp/a; sleep 3; rm /tmp/a; yes | head -3; sleep 100'), start('python:3', ['python', '-uc', 'import time\nfor i in range(9):\n print(i); time.sleep(1.5)']),
  ]
  const signals: Signal[] = [{ atMs: 4200, name: 'TERM' }, { atMs: 9000, name: 'KILL' }]

  test('a shorter horizon is a prefix of a longer one, kept machine or not', () => {
    for (const s of programs) {
      forgetCourses()
      const whole = runProgram(s, signals, 12_000)
      for (const at of [0, 700, 2000, 4199, 4200, 5000, 9000, 11_000, 3000, 100]) {
        if (at % 2 === 0) forgetCourses()
        const part = runProgram(s, signals.filter((x) => x.atMs <= at), at)
        expect(part.output).toEqual(whole.output.filter((o) => o.atMs <= at))
        expect(part.files).toEqual(whole.files.filter((f) => f.atMs <= at))
        expect(part.end).toEqual(whole.end && whole.end.atMs <= at ? whole.end : undefined)
      }
    }
  })

  test('going on step by step by nextAtMs misses nothing', () => {
    for (const s of programs) {
      forgetCourses()
      const seen: string[] = []
      let count = 0
      for (let at: number | undefined = 0; at !== undefined && at <= 8000 && count++ < 100; ) {
        const t = runProgram(s, [], at)
        const news = t.output.slice(seen.length)
        for (const line of news) {
          expect(line.atMs).toBe(at)
          seen.push(line.text)
        }
        if (t.nextAtMs !== undefined) expect(t.nextAtMs).toBeGreaterThan(at)
        at = t.nextAtMs
      }
      forgetCourses()
      expect(runProgram(s, [], 8000).output.map((o) => o.text)).toEqual(seen)
    }
  })

  test('chance hangs on the seed and the restart alone', () => {
    const s = sh('echo $RANDOM $RANDOM; shuf -i 1-9 | tr "\\n" " "')
    expect(log(s)).toBe(log({ ...s, env: {} }))
    expect(log(s)).not.toBe(log({ ...s, seed: 'other' }))
    expect(log(s)).not.toBe(log({ ...s, restartCount: 1 }))
  })

  test('requests that are added one by one are answered as if they had been known', () => {
    const all = Array.from({ length: 20 }, (_, i) => ({ atMs: 100 + 250 * i, port: 80, kind: 'http' as const, from: '10.0.0.9', path: i % 3 === 0 ? '/no' : '/' }))
    forgetCourses()
    for (let i = 0; i <= all.length; i++) runProgram(start('nginx', undefined, { incoming: all.slice(0, i) }), [], 100 + 250 * i)
    const grown = runProgram(start('nginx', undefined, { incoming: all }), [], 9000)
    forgetCourses()
    expect(runProgram(start('nginx', undefined, { incoming: all }), [], 9000)).toEqual(grown)
  })
})

describe('commands in a container', () => {
  const healthy = sh('touch /tmp/healthy; sleep 30; rm -rf /tmp/healthy; sleep 600')
  test('see its files as they are at the time', () => {
    expect(runExec(healthy, [], 10_000, ['cat', '/tmp/healthy'])).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
    expect(runExec(healthy, [], 31_000, ['cat', '/tmp/healthy'])).toMatchObject({ exitCode: 1, stderr: "cat: can't open '/tmp/healthy': No such file or directory\n" })
    expect(runExec(healthy, [], 10_000, ['cat', '/tmp/healthy'])).toMatchObject({ exitCode: 0 })
  })
  test('end with their code, and are cut off in time', () => {
    expect(runExec(healthy, [], 5, ['sh', '-c', 'exit 3'])).toMatchObject({ exitCode: 3, timedOut: false })
    expect(runExec(healthy, [], 5, ['sleep', '10'], { timeoutMs: 1000 })).toMatchObject({ timedOut: true, durationMs: 1000 })
    expect(runExec(healthy, [], 5, ['nosuch'])).toMatchObject({ exitCode: 127, startError: 'OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH' })
  })
  test('change its files and send it signals', () => {
    const done = runExec(start('nginx'), [], 1000, ['sh', '-c', 'echo hello > /usr/share/nginx/html/index.html'])
    expect(done.fileChanges.at(-1)).toEqual({ atMs: 1000, path: '/usr/share/nginx/html/index.html', text: 'hello\n' })
    const incoming = [{ atMs: 2000, port: 80, kind: 'http' as const, from: '10.0.0.1', path: '/' }]
    expect(runProgram(start('nginx', undefined, { fileChanges: done.fileChanges, incoming }), [], 3000).responses[0]!.body).toBe('hello\n')
    expect(runExec(start('nginx'), [], 1000, ['kill', '-QUIT', '1']).signals).toEqual([{ atMs: 1000, name: 'QUIT' }])
  })
  test('meet its servers on its own address', () => {
    expect(runExec(start('nginx'), [], 1000, ['curl', '-s', 'http://localhost/']).stdout).toContain('Welcome to nginx!')
    expect(runExec(start('nginx'), [], 1000, ['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', 'http://127.0.0.1/nope']).stdout).toBe('404')
    expect(runExec(healthy, [], 1000, ['wget', '-qO-', 'http://127.0.0.1/'])).toMatchObject({ exitCode: 1, stderr: "wget: can't connect to remote host (127.0.0.1): Connection refused\n" })
    expect(runExec(healthy, [], 1000, ['wget', '-qO-', 'http://web'])).toMatchObject({ exitCode: 1, stderr: "wget: bad address 'web'\n" })
  })
  test('see themselves and the first process', () => {
    expect(runExec(healthy, [], 1000, ['ps']).stdout).toContain('    1 root      0:00 sh -c touch /tmp/healthy')
    expect(runExec(start('busybox', ['sleep', '9'], { podIP: '10.244.1.41' }), [], 1000, ['cat', '/etc/hosts']).stdout).toContain('10.244.1.41\tweb-0\n')
  })
})

describe('the network', () => {
  test('a program waits for its answer', () => {
    const s = sh('wget -qO- http://web/x; echo done', { network: { answers: [] } })
    const asked = runProgram(s, [], 5000)
    expect(asked.requests).toEqual([{ atMs: expect.any(Number), kind: 'http', host: 'web', port: 80, method: 'GET', path: '/x', userAgent: 'Wget', patienceMs: 900_000 }])
    expect(asked.end).toBeUndefined()
    const answered = runProgram({ ...s, network: { answers: [{ request: 0, atMs: 6000, body: 'hi\n' }] } }, [], 10_000)
    expect(answered.output).toMatchObject([{ atMs: 6000, text: 'hi\n' }, { atMs: 6000, text: 'done\n' }])
  })
  test('a queue of work: two workers take what there is', () => {
    const push = { atMs: 100, port: 6379, kind: 'redis' as const, from: '10.0.0.1', body: 'RPUSH job2 apple banana' }
    const pop = (atMs: number) => ({ ...push, atMs, body: 'RPOP job2' })
    const t = runProgram(start('redis', undefined, { incoming: [push, pop(200), pop(300), pop(400)] }), [], 1000)
    expect(t.responses.map((r) => r.body)).toEqual(['(integer) 2', '"banana"', '"apple"', '(nil)'])
    const worker = start('job-wq-2', undefined, { network: { answers: [{ request: 0, atMs: 10, body: '(integer) 1' }, { request: 1, atMs: 20, body: '"apple"' }, { request: 2, atMs: 30, body: 'OK' }, { request: 3, atMs: 10_040, body: '(integer) 1' }, { request: 4, atMs: 10_050, body: '(integer) 1' }, { request: 5, atMs: 10_060, body: '(nil)' }, { request: 6, atMs: 10_070, body: '(empty array)' }] } })
    expect(log(worker)).toBe('Worker with sessionID: web-0\nInitial queue state: empty=False\nWorking on apple\nQueue empty, exiting\n')
    expect(end(worker)).toMatchObject({ exitCode: 0, atMs: 10_070 })
  })
  test('what a client holds when its connection closes goes back to the head of the queue; what it has acknowledged does not', () => {
    const asked = (atMs: number, body: string, client: string) => ({ atMs, port: 5672, kind: 'amqp' as const, from: '10.0.0.1', body, client })
    const t = runProgram(start('rabbitmq', undefined, {
      annotations: { 'kubestep.dev/queue': 'q=a,b,c' },
      incoming: [asked(9000, 'GET q', 'x'), asked(9001, 'GET q', 'y'), asked(9002, 'ACK q', 'y'), asked(9003, 'CLOSE -', 'x'), asked(9004, 'CLOSE -', 'y'), asked(9005, 'GET q', 'z'), asked(9006, 'GET q', 'z'), asked(9007, 'GET q', 'z')],
    }), [], 10_000)
    expect(t.responses.filter(r => r.body !== '').map(r => r.body)).toEqual(['a', 'b', '1', 'a', 'c'])
  })
  test('a key of redis that may expire is gone then', () => {
    const asked = (atMs: number, body: string) => ({ atMs, port: 6379, kind: 'redis' as const, from: '10.0.0.1', body })
    const t = runProgram(start('redis', undefined, { incoming: [asked(100, 'SETEX a 2 x'), asked(2000, 'TTL a'), asked(2099, 'GET a'), asked(2100, 'EXISTS a'), asked(2200, 'LPUSH l 1 2'), asked(2201, 'LRANGE l 0 -1'), asked(2202, 'GET l')] }), [], 3000)
    expect(t.responses.map(r => r.body)).toEqual(['OK', '(integer) 1', '"x"', '(integer) 0', '(integer) 2', '1) "2"\n2) "1"', expect.stringContaining('WRONGTYPE')])
  })
  test('changes of other containers are seen when they come', () => {
    const s = sh('tail -f /logs/a.log', { files: { '/logs/a.log': 'one\n' }, fileChanges: [{ atMs: 3000, path: '/logs/a.log', text: 'one\ntwo\n' }] })
    expect(runProgram(s, [], 5000).output).toMatchObject([{ text: 'one\n' }, { atMs: 3000, text: 'two\n' }])
    const waiting = sh('while [ ! -f /shared/go ]; do sleep 1; done; echo go', { fileChanges: [{ atMs: 4500, path: '/shared/go', text: '' }] })
    expect(runProgram(waiting, [], 9000).end!.atMs).toBeGreaterThanOrEqual(5000)
    expect(runProgram(waiting, [], 9000).end!.atMs).toBeLessThan(5100)
  })
})

describe('annotations', () => {
  test('stand in for a program', () => {
    expect(end(start('my-app', undefined, { annotations: { 'kubestep.dev/run-seconds': '12.5', 'kubestep.dev/exit-code': '3' } }))).toEqual({ atMs: 12_500, exitCode: 3 })
    expect(end(start('busybox', ['sleep', '2'], { annotations: { 'kubestep.dev/exit-code': '7' } }))).toMatchObject({ exitCode: 7 })
    expect(end(start('busybox', ['sleep', '2'], { annotations: { 'kubestep.dev/exit-code': 'seven' } }))).toMatchObject({ exitCode: 0 })
  })
  test('a failure rate is a share of the runs', () => {
    const failed = Array.from({ length: 1000 }, (_, i) => end(start('x', undefined, { seed: `pod-${i}`, annotations: { 'kubestep.dev/run-seconds': '1', 'kubestep.dev/failure-rate': '0.3' } }))!.exitCode).filter((c) => c === 1).length
    expect(failed).toBeGreaterThan(250)
    expect(failed).toBeLessThan(350)
  })
  test('startup-seconds delays the port', () => {
    expect(runProgram(start('nginx', undefined, { annotations: { 'kubestep.dev/startup-seconds': '8' } }), [], 20_000).ports).toEqual([{ atMs: 8020, port: 80, protocol: 'TCP' }])
  })
})

describe('whatever is asked', () => {
  const word = fc.constantFrom('echo', 'sleep', 'if', 'then', 'fi', 'while', 'do', 'done', 'for', 'in', 'case', 'esac', '$x', '"$x"', "'q'", '$(', ')', '`', '((', '))', '[[', ']]', '{', '}', '|', '&&', '||', ';', '&', '>', '<', '>>', '<<E', '\n', 'E\n', 'x=1', '${x', '${x:-', '}', '1', '2>&1', 'trap', 'exit', 'wait', 'read', 'break', 'return', 'set -e', 'true', 'false', 'cat', 'yes', 'f()', 'f', '*', '~', '\\', '"', 'a[1]=2', '{1..3}', 'exec', 'eval', 'kill $$', 'awk', 'sed', 's/a/b/', '{print}', 'grep', 'seq 9', 'xargs', 'head -1', '$((', '1/0', 'local', 'shift', 'unset')
  test('a shell neither throws nor hangs', () => {
    fc.assert(fc.property(fc.constantFrom('busybox', 'debian'), fc.constantFrom('sh', 'bash'), fc.array(word, { maxLength: 14 }), (image, shell, words) => {
      const t = runProgram(start(image, [image === 'debian' ? shell : 'sh', '-c', words.join(' ')]), [{ atMs: 500, name: 'TERM' }], 20_000)
      expect(t.output.every((o, i) => i === 0 || o.atMs >= t.output[i - 1]!.atMs)).toBe(true)
    }), { numRuns: 1500, seed: 7 })
  })
  test('nor do the other languages', () => {
    const token = fc.constantFrom('print', '(', ')', 'x', '=', '1', '"a"', ':', '\n', '  ', 'for', 'in', 'range(9)', 'while', 'True', 'def', 'f', 'return', '[', ']', '{', '}', ',', '+', '*', '**', '10', 'import time', ';', '$x', 'my', 'sleep', 'exit', 'if', 'else', 'console.log', 'let', '=>', '`', "f'{x}'", 'lambda', 'try', 'except', 'raise', '.', '%')
    fc.assert(fc.property(fc.constantFrom(['python', '-c'], ['perl', '-e'], ['node', '-e'], ['awk'], ['sed']), fc.array(token, { maxLength: 12 }), (command, tokens) => {
      const image = command[0] === 'node' ? 'node:20' : command[0] === 'python' ? 'python:3' : 'debian'
      runProgram(start(image, [...command, tokens.join(' ')]), [], 5000)
    }), { numRuns: 1500, seed: 7 })
  })
  test('a program that the simulator cannot follow says so and ends well', () => {
    const s = start('python:3', ['python', '-c', 'import asyncio\nasync def f(): pass\nasyncio.run(f())'])
    expect(log(s)).toMatch(/^\(kubestep: this Python program is beyond the simulator: /)
    expect(end(s)).toMatchObject({ exitCode: 0 })
  })
})

test('ten thousand small pods are a matter of moments', () => {
  forgetCourses()
  const from = performance.now()
  for (let i = 0; i < 10_000; i++) {
    const s = start('busybox', ['sleep', '5'], { hostname: `p-${i}`, seed: `p-${i}` })
    expect(runProgram(s, [], 0).nextAtMs).toBe(5000)
    runProgram(s, [], 5000)
  }
  expect(performance.now() - from).toBeLessThan(5000)
})

test.each([
  ['nobody knows the way to an address: nothing comes back [svc-endpoints t1]', 'http://10.96.101.249:8080/', 5_000, 'wget: download timed out\n'],
  ['a name is not known', 'http://web/', 0, "wget: bad address 'web'\n"],
])('without a network, %s', (_what, url, afterMs, said) => {
  const t = runProgram(start('busybox', ['wget', '-qO-', '-T', '5', url]), [], 20_000)
  expect(t.output.map(o => o.text).join('')).toBe(said)
  expect(t.end).toMatchObject({ exitCode: 1 })
  expect(t.end!.atMs).toBeGreaterThanOrEqual(afterMs)
  expect(t.end!.atMs).toBeLessThan(afterMs + 200)
})
