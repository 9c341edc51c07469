// Whatever is typed: kubectl and its shell answer with text and an exit code or wait, and throw nothing; nor does completion.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCluster } from '../engine/index.ts'
import { kinds } from '../kube/kinds.ts'
import { commands } from './commands/registry.ts'
import { globalFlags } from './parse/globals.ts'
import { complete, startLine } from './index.ts'
import { filesFrom } from './testing/console.ts'

const SEED = 20_260_101
const RUNS = Number(process.env.KUBECTL_FUZZ_RUNS ?? 1200)
/** Far more than any line needs; a hang is a failure and not a time-out. */
const MOST_MS = 1500

const cluster = createCluster({ seed: 3 })
cluster.world.travel({ forMs: 1000 })
const files = filesFrom({
  'job.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: pi\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - {name: c, image: busybox}\n',
  'bad.yaml': 'a: [1, {b\n- c: :', 'list.json': '{"kind":"List","items":[null, 3, {"kind":"Pod"}]}',
})
const options = { client: cluster.client(), files, inPage: true }
startLine('kubectl create deployment web --image=nginx --replicas=2; kubectl apply -f job.yaml', options)
cluster.world.travel({ forMs: 5000 })

const flags = [...commands.flatMap(c => c.flags ?? []), ...globalFlags]
const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...commands.flatMap(c => c.path.split(' '))) },
  { weight: 4, arbitrary: fc.constantFrom(...kinds.flatMap(k => [k.plural, k.kind, ...k.shortNames])) },
  { weight: 4, arbitrary: fc.constantFrom(...flags.flatMap(f => [`--${f.name}`, ...(f.short ? [`-${f.short}`] : [])])) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...flags), fc.oneof(fc.string({ maxLength: 12 }), fc.integer().map(String), fc.constantFrom('1m', '{.items[*]', 'yaml', 'jsonpath={range', 'a=b,c!=', '3x', 'null'))).map(([f, v]) => `--${f.name}=${v}`) },
  { weight: 3, arbitrary: fc.constantFrom('web', 'pi', 'job/pi', 'deploy/web', 'pods/', '/x', 'all', 'pods,jobs', 'node-1', '-', '--', '.', 'job.yaml', 'bad.yaml', 'list.json', 'a=b', 'a-', 'c=nginx:1', '{"spec":{}}', '[{"op":"x"}]') },
  { weight: 2, arbitrary: fc.constantFrom('|', '||', '&&', ';', '$(', ')', '"', "'", '`', '$x', 'x=1', '2>&1', '>', '#', '\\', 'grep', 'wc', '-l', 'head', '-n', 'awk', "'{print $1}'", 'sort', 'cut', 'tr', 'tail') },
  { weight: 1, arbitrary: fc.string({ maxLength: 10, unit: 'binary' }) },
)
const line = fc.tuple(fc.constantFrom('kubectl', 'k', ''), fc.array(word, { maxLength: 8 })).map(([head, words]) => [head, ...words].join(' ').trim())

test('any line is answered', () => {
  fc.assert(fc.property(line, text => {
    const began = performance.now()
    const running = startLine(text, options)
    running.advance()
    if (running.exitCode === undefined) running.interrupt()
    expect(Number.isInteger(running.exitCode), `${text} ends with ${running.exitCode}`).toBe(true)
    expect(running.output.every(c => typeof c.text === 'string')).toBe(true)
    expect(performance.now() - began, text).toBeLessThan(MOST_MS)
  }), { seed: SEED, numRuns: RUNS })
}, 120_000)

test('any line is completed or not, at any place', () => {
  fc.assert(fc.property(line, fc.nat(120), (text, at) => {
    const cursor = Math.min(at, text.length)
    const { from, to, choices } = complete(text, cursor, options)
    expect(from <= to && to === cursor && from >= 0, `${text} at ${cursor}: ${from}–${to}`).toBe(true)
    expect(choices.every(c => typeof c.text === 'string')).toBe(true)
  }), { seed: SEED, numRuns: RUNS })
}, 120_000)
