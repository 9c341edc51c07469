// What strangers and slips of the hand may bring: the engine answers all of it in words, in time, and is whole afterwards.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiError, createCluster } from '../engine/index.ts'
import { parseYaml, ParseError } from '../kube/yaml.ts'
import { start } from '../kubectl/index.ts'
import type { AnyObject } from '../kube/object.ts'
import { Host } from './host.ts'
import { SEMANTICS_VERSION, type SavedRun } from './protocol.ts'

const NO_FILES = { read: () => undefined, list: () => undefined }
const wall = () => { let ms = 0; return () => (ms += 0.5) }
const OPTIONS = { seed: 1, startAt: '2026-01-01T09:00:00Z', nodes: 1 }

/** What kubectl says of this file; it must come to an end by itself. */
function applied(text: string) {
  const cluster = createCluster({ nodes: 1 })
  const running = start('kubectl apply -f bad.yaml', { client: cluster.client(), files: { read: path => (path === 'bad.yaml' ? text : undefined), list: () => undefined } })
  return { exitCode: running.exitCode, text: running.output.map(c => c.text).join(''), cluster }
}

const JOB = {
  apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j', labels: { a: 'b' }, annotations: { c: 'd' } },
  spec: {
    completions: 2, parallelism: 1, backoffLimit: 1, completionMode: 'Indexed', suspend: false, activeDeadlineSeconds: 10,
    podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [1] } }] },
    template: {
      metadata: { labels: { x: 'y' } },
      spec: {
        restartPolicy: 'Never', nodeSelector: { a: 'b' }, tolerations: [{ key: 'k', operator: 'Exists' }], volumes: [{ name: 'v', emptyDir: {} }],
        containers: [{ name: 'c', image: 'busybox', command: ['sh'], env: [{ name: 'A', value: 'b' }], resources: { requests: { cpu: '100m' } }, volumeMounts: [{ name: 'v', mountPath: '/v' }], ports: [{ containerPort: 80 }] }],
      },
    },
  },
}

/** Every place of an object, as a path. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, Array.isArray(value) ? Number(key) : key]))]
}
function withAt(value: any, path: readonly (string | number)[], change: unknown): any {
  if (path.length === 0) return change
  const [key, ...rest] = path
  const copy: any = Array.isArray(value) ? [...value] : { ...value }
  copy[key!] = withAt(copy[key!], rest, change)
  return copy
}
const PLACES = places(JOB).filter(p => p.length > 0)
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, -2147483649, '', ' ', 'x', '🦊', '<img src=x onerror=alert(1)>', [], {}, [null], [[]], { '': 1 }, '__proto__', { constructor: 1 }, 'a'.repeat(5000)),
  fc.jsonValue({ maxDepth: 2 }),
)

describe('text that is no manifest', () => {
  test.each([
    ['nothing', ''], ['only a comment', '# hello'], ['an open quote', 'a: "b'], ['tabs', 'a:\n\t- b'], ['a number', '42'], ['binary', '\u0000\u0001\u0002'], ['a lone colon', ':'],
    ['an unknown anchor', 'a: *b'], ['a half document', 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ['], ['JSON cut short', '{"apiVersion": "v1", "kind":'],
    ['a list of nothing', 'apiVersion: v1\nkind: List\nitems: [null, 1, {}]'], ['keys that are objects', '? {a: b}\n: c'], ['a merge of nothing', '<<: 1\nkind: Job'],
  ])('%s', (_name, text) => {
    const { exitCode, text: said } = applied(text)
    expect(exitCode).toBe(1)
    expect(said).toMatch(/^error|no objects passed|Error|^unable to decode/)
  })

  test('aliases that stand for aliases that stand for aliases', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefghij'.split('').map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(', ')}]`)].join('\n')
    const before = process.memoryUsage().heapUsed
    expect(applied(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n${bomb}`).exitCode).toBe(1)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300e6)
  })

  test('5 MB of YAML is refused, and so is as much in many documents', { timeout: 30_000 }, () => {
    for (const text of [`a: ${'x'.repeat(5e6)}`, '- a\n'.repeat(1.25e6), `${'['.repeat(5e6)}`, '---\na: b\n'.repeat(6e5)]) {
      expect(() => parseYaml(text)).toThrow(ParseError)
      expect(applied(text).exitCode).toBe(1)
    }
  })

  test('brackets within brackets are no stack overflow', () => {
    for (const text of ['['.repeat(50_000), '{a: '.repeat(50_000), '- '.repeat(50_000), '? '.repeat(50_000)]) expect(() => parseYaml(text)).toThrow(ParseError)
  })

  test('any text at all gives documents or a ParseError', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.array(fc.constantFrom('a', ':', ' ', '\n', '-', '[', ']', '{', '}', '&a', '*a', '|', '>', '"', "'", '#', '!!', '?', ',', '---', '\t', '%'), { maxLength: 60 }).map(p => p.join(''))), text => {
      try {
        parseYaml(text)
      } catch (error) {
        if (!(error instanceof ParseError)) throw error
      }
    }), { numRuns: 2000, seed: 3 })
  })
})

describe('manifests with the wrong thing in every place', () => {
  test('the API server answers with an ApiError or takes it, and the cluster runs on', { timeout: 60_000 }, () => {
    const cluster = createCluster({ nodes: 1 })
    const client = cluster.client()
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...PLACES), odd), { minLength: 1, maxLength: 3 }), changes => {
      const object = changes.reduce((o, [path, change]) => { try { return withAt(o, path, change) } catch { return o } }, JOB as any)
      try {
        client.create(object as AnyObject, 'default')
        cluster.world.travel({ forMs: 200 })
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        expect(error.code).toBeGreaterThanOrEqual(400)
        expect(error.code).toBeLessThan(500)
        expect(error.message).not.toMatch(/undefined|\[object Object\]/)
      }
    }), { numRuns: 600, seed: 5 })
    cluster.world.travel({ forMs: 5000 })
  })

  test('the learner sees the same through kubectl and the editor, in words', { timeout: 60_000 }, () => {
    const host = new Host(wall())
    host.answer<'boot'>({ ask: 'boot', options: OPTIONS })
    fc.assert(fc.property(fc.constantFrom(...PLACES), odd, (path, change) => {
      const text = JSON.stringify(withAt(JOB, path, change))
      const { findings } = host.answer<'check'>({ ask: 'check', file: { path: 'bad.yaml', text } })
      for (const { message, from } of findings) {
        expect(message).toMatch(/\S/)
        expect(from.line).toBeGreaterThanOrEqual(1)
      }
      host.answer<'kubectl'>({ ask: 'kubectl', line: 'kubectl apply -f bad.yaml --dry-run=server', files: [{ path: 'bad.yaml', text }] })
    }), { numRuns: 200, seed: 6 })
  })

  test('HTML in names is refused by the rules of names; in values it is text', () => {
    const evil = '<img src=x onerror=alert(1)>'
    for (const path of [['metadata', 'name'], ['spec', 'template', 'spec', 'containers', 0, 'name'], ['spec', 'template', 'spec', 'volumes', 0, 'name']]) {
      const { exitCode, text } = applied(JSON.stringify(withAt(JOB, path, evil)))
      expect([path, exitCode]).toEqual([path, 1])
      expect(text).toMatch(/Invalid value/)
    }
    const kept = applied(JSON.stringify(withAt(JOB, ['metadata', 'annotations', 'c'], evil)))
    expect(kept.text).toBe('job.batch/j created\n')
    expect(kept.cluster.objects('jobs')[0]!.metadata.annotations!['c']).toBe(evil)
  })
})

describe('command lines', () => {
  const WORDS = ['kubectl', 'get', 'pods', 'jobs', 'describe', 'delete', 'apply', 'create', 'logs', 'wait', '-f', '-', '-o', 'yaml', 'json', 'jsonpath={.items[*]', "jsonpath='{range'", 'custom-columns=A', '-l', 'a=b,!', '--all', '-A', '-n', 'nowhere', '--for', 'condition', '--timeout', '-1s', '--tail', '99999999999999999999', 'job/', '/x', 'a/b/c', '""', "'", '"', '\\', '$(x)', '|', '>', '--', '---', '--no-such', '-zzz', '<b>', '🦊', 'explain', 'job.spec..x', 'patch', '-p', '{"a":', 'scale', '--replicas', 'x', 'set', 'env', 'rollout', 'exec', 'edit', 'run', 'label', 'a=', 'taint', 'drain', 'top', 'api-resources', '--watch', '-w', 'diff', 'auth', 'config', 'expose', 'cp', 'port-forward', 'completion']
  test('no line of words throws, or never ends when it is interrupted', { timeout: 60_000 }, () => {
    const cluster = createCluster({ nodes: 1 })
    cluster.client().create(JOB as unknown as AnyObject, 'default')
    cluster.world.travel({ forMs: 3000 })
    fc.assert(fc.property(fc.oneof(fc.array(fc.constantFrom(...WORDS), { maxLength: 7 }).map(w => w.join(' ')), fc.string({ maxLength: 60 }).map(s => `kubectl ${s}`)), line => {
      const running = start(line, { client: cluster.client(), files: NO_FILES })
      if (running.exitCode === undefined) {
        running.advance()
        running.interrupt()
      }
      expect(running.exitCode, line).toBeTypeOf('number')
      expect(running.output.map(c => c.text).join(''), line).not.toMatch(/\[object Object\]|TypeError|is not a function|Cannot read prop/)
    }), { numRuns: 1500, seed: 8 })
  })

  test('completion answers wherever the cursor stands', () => {
    const host = new Host(wall())
    host.answer<'boot'>({ ask: 'boot', options: OPTIONS })
    fc.assert(fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }), fc.nat(60), (words, cursor) => {
      const line = words.join(' ')
      const { from, to } = host.answer<'complete'>({ ask: 'complete', line, cursor: Math.min(cursor, line.length), files: ['a.yaml'] })
      expect(from).toBeLessThanOrEqual(to)
    }), { numRuns: 500, seed: 9 })
  })
})

describe('a saved run from a stranger', () => {
  const good = (): SavedRun => {
    const host = new Host(wall())
    host.answer<'boot'>({ ask: 'boot', options: OPTIONS })
    host.answer<'kubectl'>({ ask: 'kubectl', line: 'kubectl create configmap c', files: [] })
    return host.answer<'save'>({ ask: 'save' }).run
  }
  const PAYLOADS: readonly unknown[] = [null, 1, 'x', [], {}, { verb: 'create' }, { verb: 'delete', kind: 'nope', name: 'x', who: 'kubectl' }, { verb: 'patch', kind: 'pods', name: '__proto__', type: 'json', body: 7, who: 'you' }, { verb: 'constructor' }, { do: 'remove-node', name: 'none' }, { name: 'no-such-fault', rate: 'x' }]

  test.each([{ startAt: 'yesterday' }, { startAt: '9999-12-31T23:59:59Z' }, { nodes: -1 }, { seed: NaN }])('a cluster of %j costs the run, not the page', bad => {
    const host = new Host(() => 0)
    const { lost, delta } = host.answer<'boot'>({ ask: 'boot', options: OPTIONS, run: { version: SEMANTICS_VERSION, options: { ...OPTIONS, ...bad }, inputs: [], position: 1, now: 0 } })
    expect(lost).toBe('its cluster cannot be made')
    expect(delta.changes.length).toBeGreaterThan(0)
  })
  test.each(['api', 'act', 'exec', 'type', 'outside', 'fault', 'boot', 'constructor', 'no-such-input'])('an input "%s" with nonsense costs the run, not the page', name => {
    for (const payload of PAYLOADS) {
      const run = good()
      const host = new Host(wall())
      const from = run.inputs.at(-1)!.seq + 1
      const { delta } = host.answer<'boot'>({ ask: 'boot', options: OPTIONS, run: { ...run, inputs: [...run.inputs, { seq: from, at: run.now, name, payload }], position: from } })
      expect(delta.fresh).toBe(true)
      expect(host.answer<'kubectl'>({ ask: 'kubectl', line: 'kubectl get nodes', files: [] }).delta.terminal.map(c => c.text).join('')).toMatch(/node-1/)
    }
  })
})
