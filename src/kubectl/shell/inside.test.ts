// Somebody types into a container: lines go there until it is left, and time that goes back takes them back.
import { beforeEach, describe, expect, test } from 'vitest'
import { createCluster, type Cluster } from '../../engine/index.ts'
import { filesFrom, printed, type Printed } from '../testing/console.ts'
import type { Line } from './line.ts'
import { startLine } from './shell.ts'
import { Shell } from './session.ts'

let cluster: Cluster
let shell: Shell
let live: Line[]

const options = (lang = 'en') => ({ client: cluster.client(), files: filesFrom({}), inPage: true, lang })
const settle = () => { for (const line of live) line.advance() }
const start = (text: string, lang?: string): Line => {
  const line = startLine(text, options(lang), shell)
  live.push(line)
  settle()
  return line
}
const type = (text: string, lang?: string): Printed => printed(start(text, lang))
const prompt = () => shell.insideNow(options())?.prompt
const note = (line: Line) => line.output.filter(c => c.stream === 'note').map(c => c.text).join('')
function later(ms: number): void {
  for (const end = cluster.world.now + ms; cluster.world.now < end;) {
    cluster.world.travel({ forMs: Math.min(250, end - cluster.world.now) })
    settle()
  }
}

beforeEach(() => {
  cluster = createCluster({ seed: 1, nodes: 1 })
  cluster.world.travel({ forMs: 1000 })
  shell = new Shell()
  live = []
  type('kubectl run box --image=busybox -- sleep 3600')
  later(15_000)
})

describe('exec -it', () => {
  test('lines are the shell’s until it is left, and it stands where the last one has left it', () => {
    const opened = start('kubectl exec -it box -- sh')
    expect(printed(opened)).toEqual({ out: '', err: '', code: 0 })
    expect(note(opened)).toMatch(/^What you type goes to box\/box until you leave it/)
    expect(prompt()).toBe('/ # ')
    expect(type('cd /tmp; a="it\'s"; echo one > x')).toEqual({ out: '', err: '', code: 0 })
    expect(prompt()).toBe('/tmp # ')
    expect(type('pwd; echo $a; cat x; hostname').out).toBe('/tmp\nit\'s\none\nbox\n')
    expect(type('false').code).toBe(1)
    expect(type('echo $?').out).toBe('1\n')
    type('f() { echo "f $1 $a"; }; alias hi="echo hi"')
    expect(type('f x; hi you').out).toBe("f x it's\nhi you\n")
    expect(type('env | grep -c "^a="').out).toBe('0\n')
    expect(type('kubectl get pod box -o name').out).toBe('pod/box\n')
    expect(type('exit 3')).toEqual({ out: '', err: 'command terminated with exit code 3\n', code: 3 })
    expect(type('pwd').out).toBe('/home/user\n')
  })

  test('what the shell cannot read does not end it; the end of its pod does', () => {
    expect(note(start('kubectl exec -it box -- /bin/sh', 'zh'))).toMatch(/^接下来输入的内容会送到 box\/box/)
    expect(type('if then')).toEqual({ out: '/bin/sh: syntax error: unexpected "then"\n', err: '', code: 2 })
    expect(type('nosuch')).toEqual({ out: '/bin/sh: nosuch: not found\n', err: '', code: 127 })
    expect(prompt()).toBe('/ # ')
    type('kubectl delete pod box --now --wait=false')
    later(10_000)
    expect(type('pwd').err).toBe('Error from server (NotFound): pods "box" not found\n')
    expect(type('pwd').out).toBe('/home/user\n')
  })

  test('it asks for more where a line is not whole, and what reads is given what is typed next', () => {
    type('kubectl exec -it box -- sh')
    type('for i in 1 2')
    expect(prompt()).toBe('> ')
    type('do echo $i')
    expect(type('done').out).toBe('1\n2\n')
    type('read name')
    expect(prompt()).toBe('')
    type('Ada')
    expect(type('echo "<$name>"').out).toBe('<Ada>\n')
    type('cat > /tmp/file')
    type('typed')
    type('\x04')
    expect(prompt()).toBe('/ # ')
    expect(type('cat /tmp/file').out).toBe('typed\n')
    type('sh')
    type('cd /etc')
    expect([prompt(), type('pwd').out]).toEqual(['/etc # ', '/etc\n'])
    type('exit')
    expect([prompt(), type('pwd').out]).toEqual(['/ # ', '/\n'])
    type('\x04')
    expect(prompt()).toBeUndefined()
  })

  test('a line that takes its time is interrupted by Ctrl-C: what it would have done later is not done', () => {
    type('kubectl exec -it box -- sh')
    const slow = start('sleep 5; echo done > /tmp/done; cd /etc')
    later(1000)
    slow.interrupt()
    expect(printed(slow)).toEqual({ out: '^C\n', err: '', code: 130 })
    expect([prompt(), type('echo $?').out]).toEqual(['/ # ', '130\n'])
    later(10_000)
    expect(type('ls /tmp').out).toBe('')
    const endless = start('while true; do echo again; sleep 1; done')
    later(2500)
    expect(printed(endless)).toEqual({ out: 'again\nagain\nagain\n', err: '', code: undefined })
    endless.interrupt()
    expect(type('pwd').out).toBe('/\n')
    type('sleep 2')
    const next = start('echo next')
    expect(next.exitCode).toBeUndefined()
    later(2500)
    expect(printed(next).out).toBe('next\n')
  })

  test('time that goes back takes back that it was entered, and what was typed', () => {
    const before = cluster.world.position
    later(1000)
    type('kubectl exec -it box -- sh')
    type('cd /tmp; a=1')
    const inside = cluster.world.position
    type('cd /etc; a=2')
    cluster.world.travel({ toFrame: inside })
    expect([prompt(), type('pwd; echo $a').out]).toEqual(['/tmp # ', '/tmp\n1\n'])
    cluster.world.travel({ toFrame: before })
    expect(type('pwd').out).toBe('/home/user\n')
  })

  test('other programs that read lines are typed into as well, and nobody types where a command or a pipe is given', () => {
    type('kubectl exec -it box -- cat')
    expect([prompt(), type('to and fro').out]).toEqual(['', 'to and fro\n'])
    expect(type('\x03')).toEqual({ out: '', err: 'command terminated with exit code 130\n', code: 130 })
    expect(type('kubectl exec -it box -- sh -c "echo hi"').out).toBe('hi\n')
    expect(type('echo pwd | kubectl exec -i box -- sh').out).toBe('/\n')
    expect(type('pwd').out).toBe('/home/user\n')
  })

  test('bash asks in its own way', () => {
    type('kubectl run web --image=nginx')
    later(10_000)
    type('kubectl exec -it web -- bash')
    expect(prompt()).toBe('root@web:/# ')
    type('cd; cd /usr/share')
    expect(prompt()).toBe('root@web:/usr/share# ')
    expect(type('nosuch').out).toBe('bash: nosuch: command not found\n')
    type("PS1='> '")
    expect(prompt()).toBe('> ')
  })
})

const WARNING = 'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n'
const PRESS_ENTER = "If you don't see a command prompt, try pressing enter.\n"

describe('a container’s own program', () => {
  test('run -it --rm: typed into as soon as it runs, logged with its prompts, deleted when it is left', () => {
    const run = start('kubectl run -it --rm tmp --image=busybox -- sh')
    expect(prompt()).toBeUndefined()
    later(6000)
    expect(printed(run)).toEqual({ out: '', err: WARNING + PRESS_ENTER, code: undefined })
    expect(prompt()).toBe('/ # ')
    type('cd /tmp; x=5')
    expect(prompt()).toBe('/tmp # ')
    type('echo $x; nosuch')
    expect(printed(run).out).toBe('5\nsh: nosuch: not found\n')
    later(1000)
    expect(type('kubectl logs tmp').out).toBe('/ # cd /tmp; x=5\n/tmp # echo $x; nosuch\n5\nsh: nosuch: not found\n')
    type('exit 3')
    expect(prompt()).toBeUndefined()
    later(3000)
    expect(printed(run)).toEqual({
      out: "5\nsh: nosuch: not found\nSession ended, resume using 'kubectl attach tmp -c tmp -n default -i -t' command when the pod is running\npod \"tmp\" deleted from default namespace\n",
      err: WARNING + PRESS_ENTER, code: 0,
    })
    expect(type('kubectl get pods -o name').out).toBe('pod/box\n')
  })

  test('its exit code is the command’s where it is not restarted', () => {
    const run = start('kubectl run -it --rm tmp --image=busybox --restart=Never -- sh')
    later(6000)
    type('exit 3')
    later(5000)
    expect(printed(run)).toEqual({ out: 'pod "tmp" deleted from default namespace\n', err: `${WARNING}${PRESS_ENTER}pod default/tmp terminated (Error)\n`, code: 3 })
  })

  test('Ctrl-C is for what runs in it', () => {
    const run = start('kubectl run -it tmp --image=busybox -- sh')
    later(6000)
    type('sleep 100')
    expect(prompt()).toBe('')
    later(1000)
    run.interrupt()
    expect(printed(run)).toMatchObject({ out: '^C\n', code: undefined })
    expect(prompt()).toBe('/ # ')
    type('echo $?')
    expect(printed(run).out).toBe('^C\n130\n')
  })

  test('attach -it: from now on; without stdinOnce the next one finds the shell as it was left', () => {
    const spec = JSON.stringify({ apiVersion: 'v1', spec: { containers: [{ name: 'keep', image: 'busybox', stdin: true, tty: true }] } })
    type(`kubectl run keep --image=busybox --overrides='${spec}'`)
    later(6000)
    const first = start('kubectl attach -it keep')
    type('cd /tmp; echo here')
    expect(printed(first)).toEqual({ out: 'here\n', err: PRESS_ENTER, code: undefined })
    type('\x04')
    expect(printed(first)).toEqual({ out: "here\nSession ended, resume using 'kubectl attach keep -c keep -n default -i -t' command when the pod is running\n", err: PRESS_ENTER, code: 0 })
    expect(prompt()).toBeUndefined()
  })

  test('debug -it: beside the others, and on a node', () => {
    const beside = start('kubectl debug -it box --image=busybox -c dbg --target=box')
    later(5000)
    type('ps')
    expect(printed(beside).out).toMatch(/ 1 root .* sleep 3600\n/)
    type('\x04')
    expect(printed(beside)).toMatchObject({ code: 0, out: expect.stringMatching(/Session ended, the ephemeral container will not be restarted but may be reattached using 'kubectl attach box -c dbg -n default -i -t' if it is still running\n$/) })
    const node = start('kubectl debug node/node-1 -it --image=busybox')
    later(5000)
    type('hostname')
    expect(printed(node).out).toMatch(/\nnode-1\n$/)
    type('exit')
    later(2000)
    expect(node.exitCode).toBe(0)
    expect(prompt()).toBeUndefined()
  })

  test('what comes through a pipe is its input, and with nobody to type it has come to its end', () => {
    const piped = start('echo "echo piped" | kubectl run piped --rm -i --image=busybox --restart=Never -- sh')
    later(10_000)
    expect(printed(piped)).toMatchObject({ out: 'piped\npod "piped" deleted from default namespace\n', code: 0 })
    const alone = startLine('kubectl run alone -it --rm --image=busybox --restart=Never -- sh', { ...options(), inPage: false }, new Shell())
    live.push(alone)
    later(10_000)
    expect(printed(alone)).toMatchObject({ out: '/ # pod "alone" deleted from default namespace\n', code: 0 })
  })

  test('time that goes back takes it back, and a new future goes on from there', () => {
    start('kubectl run -it tmp --image=busybox -- sh')
    later(6000)
    type('a=1')
    const then = cluster.world.position
    type('a=2; cd /etc')
    expect(prompt()).toBe('/etc # ')
    cluster.world.travel({ toFrame: then })
    for (const line of live) line.rewound()
    expect(prompt()).toBe('/ # ')
    const run = live.find(l => l.output.some(c => c.text === PRESS_ENTER || c.text.endsWith(PRESS_ENTER)))!
    type('echo $a')
    expect(printed(run).out.endsWith('1\n')).toBe(true)
  })
})
