// House rules that a machine can check: who may import whom, words that would smuggle the outside into the engine, files that nobody
// uses, files that do not say what they are for. Each message says what to do instead. Nothing here is about taste.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const src = dirname(fileURLToPath(import.meta.url))

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesUnder(path) : [path]
  })
}

interface Import { readonly to: string; readonly typeOnly: boolean }
interface Source { readonly path: string; readonly text: string; readonly imports: readonly Import[] }

// `import … from '…'`, `export … from '…'`, `import '…'`, `import('…')`, `new URL('….ts', …)`; comments do not import.
const IMPORTS = /(?:^|[\n;])\s*(import|export)\s+(type\s)?([^'"`;]*?\sfrom\s+)?['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)|new URL\(\s*['"](\.[^'"]+\.tsx?)['"]/g

const sources = new Map<string, Source>()
for (const file of filesUnder(src)) {
  const path = relative(src, file).split(sep).join('/')
  if (!/\.tsx?$/.test(path) || path.endsWith('.d.ts')) continue
  const text = readFileSync(file, 'utf8')
  const imports = [...text.matchAll(IMPORTS)].map(m => ({
    to: relative(src, join(dirname(file), (m[4] ?? m[5] ?? m[6])!.replace(/\?.*$/, ''))).split(sep).join('/'),
    // `import { type A, type B }` is as good as `import type`.
    typeOnly: m[2] !== undefined || (/^\{.*\}\s+from\s+$/s.test(m[3]?.trim().concat(' ') ?? '') && m[3]!.replace(/^\s*\{|\}\s+from\s+$/g, '').split(',').map(s => s.trim()).filter(Boolean).every(s => s.startsWith('type '))),
  }))
  sources.set(path, { path, text, imports })
}
const isTest = (path: string) => /\.test\.tsx?$|\/testing\/|\/testObjects\.ts$|\/testBed\.ts$|\/vectors\/(failing|apiBed)\.ts$/.test(path)
/** The program itself: what is neither a test nor made for tests. */
const program = [...sources.values()].filter(s => !isTest(s.path))

const under = (...folders: string[]) => (path: string) => folders.some(f => (/\.tsx?$/.test(f) ? path === f : path.startsWith(`${f}/`)))

/** The room a file stands in, as far as the rules know rooms. */
const CONTROLLER_COMMON = /^engine\/controllers\/[^/]+\.ts$/
/** Of those, what runs controllers or lists them: controllers know nothing of it. */
const CONTROLLER_MACHINERY = under('engine/controllers/runner.ts', 'engine/controllers/workQueue.ts', 'engine/controllers/flight.ts', 'engine/controllers/carry.ts', 'engine/controllers/registry.ts', 'engine/controllers/reasons.ts')

interface Rule {
  readonly of: (path: string) => boolean
  /** What files of this room may import. */
  readonly may: (to: string, from: string, typeOnly: boolean) => boolean
  readonly instead: string
}

const controllerOf = (path: string) => /^engine\/controllers\/([^/]+)\//.exec(path)?.[1]

const rules: readonly Rule[] = [
  { of: under('kube'), may: under('kube'), instead: 'src/kube imports nothing: it is the vocabulary everyone may speak. Move what needs more to the room that needs it.' },
  {
    of: under('engine/world'), may: (to, _from, typeOnly) => under('engine/world')(to) || (typeOnly && under('kube/object.ts')(to)),
    instead: 'engine/world knows nothing of Kubernetes. What does belongs to engine/api, or is handed in as data.',
  },
  {
    of: under('engine/api'), may: under('kube', 'engine/world', 'engine/api'),
    instead: 'engine/api stands on engine/world and src/kube only. What it must call it gets at assembly (engine/cluster.ts).',
  },
  {
    of: under('engine/informers'), may: (to, _from, typeOnly) => under('kube', 'engine/world', 'engine/api', 'engine/informers', 'engine/latency.ts')(to) || (typeOnly && under('engine/controllers/controller.ts')(to)),
    instead: 'engine/informers stands on engine/world and engine/api.',
  },
  {
    of: path => under('engine/controllers')(path) && !CONTROLLER_COMMON.test(path),
    may: (to, from, typeOnly) => under('kube')(to) || under(`engine/controllers/${controllerOf(from)}`)(to) || (CONTROLLER_COMMON.test(to) && !CONTROLLER_MACHINERY(to)) ||
      (typeOnly && under('engine/world/frame.ts')(to)),
    instead: 'a controller imports src/kube, its own folder and what all controllers share (files beside controllers/controller.ts, the runner apart). Controllers meet only through objects.',
  },
  {
    of: path => CONTROLLER_COMMON.test(path),
    may: (to, _from, typeOnly) => under('kube', 'engine/world', 'engine/api', 'engine/informers', 'engine/controllers', 'engine/latency.ts')(to) || (typeOnly && under('engine/parts.ts')(to)),
    instead: 'what all controllers share stands on world, api and informers, never on the scheduler or the kubelets.',
  },
  {
    of: under('engine/scheduler'), may: (to, _from, typeOnly) => under('kube', 'engine/world', 'engine/api', 'engine/informers', 'engine/scheduler', 'engine/latency.ts')(to) || (typeOnly && under('engine/parts.ts', 'engine/controllers/controller.ts')(to)),
    instead: 'the scheduler never imports controllers or kubelets: they meet only through objects.',
  },
  {
    of: under('engine/kubelet'), may: (to, _from, typeOnly) => under('kube', 'engine/world', 'engine/api', 'engine/informers', 'engine/kubelet', 'engine/latency.ts')(to) || (typeOnly && under('engine/parts.ts', 'engine/nodes.ts', 'engine/controllers/controller.ts')(to)),
    instead: 'kubelets never import controllers or the scheduler: they meet only through objects.',
  },
  {
    of: under('engine/network'), may: (to, _from, typeOnly) => under('kube', 'engine/world', 'engine/api', 'engine/informers', 'engine/network', 'engine/latency.ts')(to) || (typeOnly && under('engine/parts.ts', 'engine/kubelet')(to)),
    instead: 'the network knows addresses and rules; who lives at an address it asks through Hosts, which it is given at assembly.',
  },
  { of: under('engine'), may: under('kube', 'engine'), instead: 'the engine imports src/kube and itself. It knows neither kubectl, nor the worker, nor the page.' },
  {
    of: under('kubectl'), may: under('kube', 'kubectl', 'engine/index.ts', 'engine/api/client.ts', 'engine/api/errors.ts'),
    instead: 'kubectl uses the engine’s door (engine/index.ts, api/client.ts, api/errors.ts), never a room behind it.',
  },
  {
    of: under('worker/protocol.ts', 'worker/rows.ts', 'worker/rows'), may: (to, _from, typeOnly) => under('kube', 'worker/protocol.ts', 'worker/rows.ts', 'worker/rows')(to) || typeOnly,
    instead: 'the protocol is types only: both sides of the wall import it, and it may bring nothing along.',
  },
  {
    of: under('worker'), may: under('kube', 'engine', 'kubectl', 'worker'),
    instead: 'the worker never imports the page: what the page must know crosses in worker/protocol.ts.',
  },
  {
    of: under('ui', 'main.tsx'),
    may: (to, _from, typeOnly) => under('kube', 'ui', 'examples', 'lessons', 'share', 'worker/client.ts', 'worker/servedClient.ts', 'worker/served.ts', 'worker/protocol.ts', 'worker/rows.ts', 'worker/pace.ts', 'worker/spawn.ts')(to) ||
      (typeOnly && /(^|\/)reasons\.ts$|^engine\/world\/frame\.ts$/.test(to)),
    instead: 'the page never imports engine or kubectl (types of reasons apart). If it needs something, that crosses in worker/protocol.ts.',
  },
  { of: under('headless', 'bench'), may: under('kube', 'engine', 'kubectl', 'headless', 'bench', 'worker'), instead: 'the headless face runs without the page.' },
]

/** Real exceptions, each with its reason. */
const EXCEPTIONS: readonly (readonly [from: RegExp, to: RegExp, because: string])[] = []

describe('who may import whom', () => {
  test.each(program.map(s => [s.path, s] as const))('%s', (path, source) => {
    const rule = rules.find(r => r.of(path))
    for (const { to, typeOnly } of source.imports) {
      if (to.endsWith('.css') || to.endsWith('.svg')) continue
      expect(existsSync(join(src, to)), `${path} imports ${to}, which does not exist`).toBe(true)
      if (EXCEPTIONS.some(([from, target]) => from.test(path) && target.test(to))) continue
      if (rule && !rule.may(to, path, typeOnly)) expect.fail(`${path} imports ${to}: ${rule.instead}`)
    }
  })

  test('an exception that nobody needs is taken out', () => {
    const idle = EXCEPTIONS.filter(([from, to]) => !program.some(s => from.test(s.path) && s.imports.some(i => to.test(i.to))))
    expect(idle.map(([from, to]) => `${from} → ${to}`)).toEqual([])
  })

  test('nothing but tests, the headless face and benchmarks imports engine/testing', () => {
    const wrong = program.filter(s => !/^(headless|bench)\//.test(s.path)).flatMap(s => s.imports.filter(i => i.to.startsWith('engine/testing/')).map(i => `${s.path} → ${i.to}`))
    expect(wrong, 'what pretends and what watches never runs in the page').toEqual([])
  })
})

describe('words that bring in the outside', () => {
  const BANNED: readonly (readonly [RegExp, string])[] = [
    [/\bnew Date\b|\bDate\.(now|parse|UTC)\b/, 'take the time from world.now; read and write RFC 3339 with kube/rfc3339.ts'],
    [/\bMath\.random\b/, 'ask world.chance, by purpose'],
    [/\b(setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame)\b/, 'put it on the agenda: world.schedule'],
    [/\bperformance\.\w/, 'the engine has no other clock than world.now'],
    [/\bcrypto\.\w/, 'ids come from world.chance'],
    [/\bIntl\.\w|\.toLocale\w*\(|\.localeCompare\(/, 'the engine speaks Kubernetes’ own words in ASCII order; languages are the page’s'],
    [/\bnew Promise\b|\bPromise\.\w|\basync\s+(function|\()|\bawait\s/, 'write a decision as data; waiting is an agenda item'],
    [/\bXMLHttpRequest\b|\blocalStorage\b|\bnavigator\.|\bdocument\.(create|query|get)/, 'there is no page in here'],
  ]
  /** Dates of proleptic calendars and programs of other languages say these words as text, not as code. */
  const strip = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '').replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''").replace(/\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgimsuvy]*(?=[.,;)\s])/g, '0')

  test.each(program.filter(s => /^(engine|kube|kubectl)\//.test(s.path)).map(s => [s.path, s] as const))('%s', (path, { text }) => {
    const code = strip(text)
    for (const [word, instead] of BANNED) {
      const line = code.split('\n').find(l => word.test(l))
      if (line !== undefined) expect.fail(`${path} says "${line.trim().slice(0, 120)}": ${instead}`)
    }
  })
})

describe('every file earns its place', () => {
  /** The types of the whole API are made at once, whether or not something speaks of them yet. */
  const GENERATED = /^\/\/ Made by scripts\/kube-types\.mjs/
  test('files that nobody uses', () => {
    const roots = [...sources.keys()].filter(p => p === 'main.tsx' || p === 'worker/worker.ts' || p === 'headless/main.ts' || /\.test\.tsx?$/.test(p))
    const seen = new Set<string>()
    const visit = (path: string) => {
      const source = sources.get(path)
      if (!source || seen.has(path)) return
      seen.add(path)
      for (const { to } of source.imports) visit(to)
    }
    roots.forEach(visit)
    expect([...sources.values()].filter(s => !seen.has(s.path) && !GENERATED.test(s.text)).map(s => s.path), 'import them where they belong, or delete them').toEqual([])
  })

  test('code that only tests use stands where tests stand', () => {
    const seen = new Set<string>()
    const visit = (path: string) => {
      const source = sources.get(path)
      if (!source || seen.has(path)) return
      seen.add(path)
      for (const { to } of source.imports) visit(to)
    }
    for (const root of ['main.tsx', 'worker/worker.ts', 'headless/main.ts']) visit(root)
    const idle = program.filter(s => !seen.has(s.path) && !GENERATED.test(s.text) && !/(^|\/)reasons\.ts$/.test(s.path)).map(s => s.path)
    expect(idle, 'a file that nothing but a test imports is dead, or belongs into a testing folder').toEqual([])
  })

  test('every file says what it is for', () => {
    // In its first line; a component may say it where it is exported.
    const says = (s: Source) => /^\s*(\/\/ ?\S|\/\*)/.test(s.text) || (s.path.endsWith('.tsx') && /^\/\*\*[\s\S]*?\*\/\nexport/m.test(s.text))
    expect(program.filter(s => !says(s)).map(s => s.path), 'begin with a comment: what this file answers').toEqual([])
  })

  test.each(readdirSync(join(src, 'engine/controllers'), { withFileTypes: true }).filter(d => d.isDirectory() && d.name !== 'shared').map(d => d.name))('controller %s has its SPEC', name => {
    const folder = join(src, 'engine/controllers', name)
    expect(existsSync(join(folder, 'SPEC.md')), `write engine/controllers/${name}/SPEC.md: the rules, each with an id, and what is left out`).toBe(true)
    expect(readFileSync(join(folder, 'SPEC.md'), 'utf8'), 'rules have ids: "- **J1** …"').toMatch(/\*\*[A-Z]+\d+\*\*/)
    expect(existsSync(join(folder, 'index.ts')), 'index.ts is the door').toBe(true)
  })

  test('rules that tests name exist', () => {
    // A test may lean on the rules of a controller next door.
    const specs = filesUnder(join(src, 'engine/controllers')).filter(f => f.endsWith('SPEC.md')).map(f => readFileSync(f, 'utf8')).join('\n')
    const known = new Set([...specs.matchAll(/\*\*([A-Z]+\d+)\*\*/g)].map(m => m[1]))
    const missing = [...sources].filter(([path]) => controllerOf(path) && path.endsWith('.test.ts'))
      .flatMap(([path, { text }]) => [...text.matchAll(/\[([A-Z]{1,3}\d+)\]/g)].map(m => m[1]!).filter(id => !known.has(id) && !/^E\d$/.test(id)).map(id => `${path}: [${id}]`))
    expect(missing, 'a test names a rule that no SPEC has').toEqual([])
  })
})
