// What a link from a stranger may hold: lines, scripts, programs and manifests that want all memory or all time. Each is refused in words,
// or bounded: nothing here may take for ever, whatever the machine. They all meet one cluster, which must stand as it stood afterwards.
import { expect, test } from 'vitest'
import { createCluster } from '../../engine/index.ts'
import { startLine } from '../../kubectl/index.ts'
import { editorOf, filesWith, GROUND, GROUND_MS } from './ground.ts'

const cluster = createCluster({ seed: 3, nodes: 2 })
const { world } = cluster
function typed(line: string, manifest = GROUND) {
  const running = startLine(line, { client: cluster.client(), files: filesWith(manifest), inPage: true, editor: editorOf(1) })
  running.advance()
  return running
}
world.travel({ forMs: 1000 })
typed('kubectl create -f x.yaml')
world.travel({ forMs: GROUND_MS })
world.travel({ toFrame: world.position - 1 })
world.travel({ toFrame: world.end })
const START = world.position

/** What it said and how it ended; 'waits': somebody has to press Ctrl-C. */
function answerTo(line: string, manifest?: string): string {
  const running = typed(line, manifest)
  world.travel({ forMs: 1000 }, { maxFrames: 300 })
  running.advance()
  const said = running.output.map(c => c.text).join('')
  const told = `${running.exitCode ?? 'waits'} ${said.slice(0, 3000)}`
  if (running.exitCode === undefined) running.interrupt()
  world.travel({ toFrame: START })
  return told
}

const A = 'a'.repeat(60)
test.each<[string, string, RegExp]>([
  ['a range without end', 'echo {1..1000000000}', /^0 \{1\.\.1000000000\}/],
  ['a range in a range', 'echo {1..9999}{1..9999} | wc -c', /^0 /],
  ['numbers without end', 'seq 1000000000 | tail -1', /^(137|waits) /],
  ['… of which one is wanted', 'seq 1000000000 | head -1', /^0 1\n/],
  ['a number as wide as all memory', 'printf %1000000000d 1', /^137 /],
  ['more zeros than there is memory', 'head -c 10G /dev/zero | wc -c', /^137 /],
  ['chance without end', 'base64 < /dev/urandom | tail -1', /^137 /],
  ['yes, for ever, kept', 'x=$(yes)', /^(137|waits) /],
  ['a text that doubles', 'x=a; while :; do x=$x$x; done', /^137 /],
  ['files that double', 'echo a > f; while :; do cat f f > g; cat g g > f; done', /^(waits|1) /],
  ['a function that calls itself', 'f() { f; }; f', /^139 /],
  ['a fork bomb', ':(){ :|:& };:', /^0 /],
  ['a loop without end', 'for ((i=0;i<1000000000;i++)); do :; done', /^waits /],
  ['a field far away', "echo a | awk '{$1000000000=\"x\"}'", /^137 /],
  ['fields that are split for ever', "awk 'BEGIN{x=sprintf(\"%100000s\",\"a\"); for(;;) n=split(x,a,\" *\")}'", /^waits /],
  ['a line that grows in sed', "echo a | sed ':a;s/$/aaaa/;ta'", /^(waits|137) /],
  ['a jump on the spot in sed', "echo a | sed ':a;ba'", /^0 a/],
  ['an expression that backtracks: grep', `echo ${A}b | grep -E '(a+)+$'`, /^1 /],
  ['… sed', `echo ${A}b | sed -E 's/(a|a)*$/x/'`, /^0 a+bx\n/],
  ['… awk', `echo ${A}b | awk '/(a+)+$/'`, /^0 /],
  ['… [[ ]]', `[[ ${A}b =~ ^(a+)+$ ]] || echo no`, /^0 no/],
  ['… case', `case ${A} in ${'*a'.repeat(25)}*b) echo y;; *) echo n;; esac`, /^0 n/],
  ['an expression that is too big', "echo a | grep -E '(a{1,1000000}){1,100000}'", /^2 grep: Regular expression too big/],
  ['brackets without end', '('.repeat(20_000), /^2 bash: syntax error/],
  ['braces in braces of a patch', `kubectl patch cm cm -p '${'{"a":'.repeat(20_000)}'`, /^1 Error from server \(BadRequest\): exceeded max depth/],
  ['replicas: more than there are numbers', 'kubectl scale deploy web --replicas=99999999999', /^1 (error|Error)/],
  ['… as many as there are numbers', 'kubectl scale deploy web --replicas=2147483647', /^0 deployment.apps\/web scaled/],
  ['an annotation that is too long', 'kubectl annotate cm cm a="$(printf %0300000d 1)"', /^1 The ConfigMap "cm" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes/],
  ['a template that calls itself', 'kubectl get cm cm -o go-template=\'{{define "a"}}{{template "a" .}}{{end}}{{template "a" .}}\'', /^1 /],
  ['ranges in ranges', `kubectl get pods -A -o jsonpath='{..*..*..*..*..*}' | wc -c`, /^(0|137|waits) /],
])('a line: %s', { timeout: 200_000 }, (_what, line, answer) => expect(answerTo(line)).toMatch(answer))

const withContainer = (container: object) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'h' }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', ...container }] } })
const job = (spec: object) => JSON.stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'h' }, spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'nope' }] } }, ...spec } })
test.each<[string, string, RegExp]>([
  ['brackets without end', '['.repeat(200_000), /^1 error/],
  ['names of names of names', `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from('bcdefghij', (name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(',')}]`).join('\n')}`, /^1 error/],
  ['five megabytes in one object', `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: h}\ndata: {a: ${'x'.repeat(5_000_000)}}`, /^1 /],
  ['a billion at a time', job({ parallelism: 1_000_000_000, completions: 1_000_000_000 }), /^0 job.batch\/h created/],
  ['… each with an index', job({ parallelism: 1_000_000_000, completions: 1_000_000_000, completionMode: 'Indexed' }), /^1 The Job "h" is invalid: spec.parallelism: Invalid value: 1000000000: must be less than or equal to 100000/],
  ['a hundred thousand containers', JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'h' }, spec: { containers: Array.from({ length: 100_000 }, (_, i) => ({ name: `c${i}`, image: 'nginx' })) } }), /^1 /],
  ['variables that double', withContainer({ image: 'busybox', command: ['env'], env: Array.from({ length: 60 }, (_, i) => ({ name: `A${i}`, value: i ? `$(A${i - 1})$(A${i - 1})` : 'xxxxxxxx' })) }), /^0 pod\/h created/],
  ['a shell that computes for ever', withContainer({ image: 'busybox', command: ['sh', '-c', 'while :; do :; done'] }), /^0 /],
  ['Python: a list that doubles', withContainer({ image: 'python:3.12', command: ['python3', '-c', 'x=[1]\nwhile True: x=x+x'] }), /^0 /],
  ['… a number with ten million digits', withContainer({ image: 'python:3.12', command: ['python3', '-c', 'print(int("9"*10000000)%7)'] }), /^0 /],
  ['… a number that is squared for ever', withContainer({ image: 'python:3.12', command: ['python3', '-c', 'x=3\nwhile True: x=x*x'] }), /^0 /],
  ['JavaScript: two timers for each', withContainer({ image: 'node:22', command: ['node', '-e', 'function f(){setTimeout(f,0);setTimeout(f,0)} f()'] }), /^0 /],
  ['Perl: a text that doubles', withContainer({ image: 'perl:5.34', command: ['perl', '-e', 'my $x="a"; $x .= $x while 1'] }), /^0 /],
])('a manifest: %s', { timeout: 200_000 }, (_what, manifest, answer) => {
  const told = typed('kubectl create -f x.yaml', manifest)
  expect(`${told.exitCode} ${told.output.map(c => c.text).join('').slice(0, 3000)}`).toMatch(answer)
  world.travel({ forMs: 20_000 }, { maxFrames: 300 })
  world.travel({ toFrame: START })
})
