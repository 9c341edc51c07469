// The modules of Python's library that small programs import.
import { dateText } from '../../applets/clock.ts'
import { ask } from '../../applets/ask.ts'
import { resolvePath } from '../../machine/files.ts'
import { readAll } from '../../machine/io.ts'
import { Exit, type Doing } from '../../machine/process.ts'
import { signalCalled, signalNames, signalNumber } from '../../machine/signals.ts'
import { Unreadable } from '../lexer.ts'
import type { Python } from './evaluate.ts'
import { leave, lengthOf, native, simple } from './native.ts'
import { raise } from './exceptions.ts'
import { PyDict, repr } from './keyed.ts'
import { textOf } from './texts.ts'
import { PyList, PyModule, PyTuple, type Value } from './values.ts'

const made = new WeakMap<Python, Map<string, PyModule>>()
/** Parts of the standard library that real programs have and this one lacks: no ModuleNotFoundError for them. */
const BEYOND = new Set(['subprocess', 'threading', 'multiprocessing', 'asyncio', 'logging', 'argparse', 'collections', 'itertools', 'functools', 're', 'pathlib', 'shutil', 'tempfile', 'urllib', 'http', 'socketserver', 'unittest', 'typing', 'dataclasses', 'enum', 'hashlib', 'base64', 'csv', 'sqlite3', 'ssl', 'struct', 'copy', 'traceback', 'queue', 'concurrent', 'contextlib', 'decimal', 'fractions', 'statistics', 'string', 'textwrap', 'io', 'glob', 'zlib', 'gzip', 'pickle', 'heapq', 'bisect', 'operator', 'secrets', 'getpass', 'gc', 'resource', 'ctypes', 'inspect', 'types', 'weakref', 'select'])

export function importModule(py: Python, name: string): PyModule {
  let own = made.get(py)
  if (!own) {
    own = new Map()
    made.set(py, own)
  }
  let module = own.get(name)
  if (!module) {
    const make = MODULES[name]
    if (!make) {
      if (BEYOND.has(name.split('.')[0]!)) throw new Unreadable(`import ${name}: not in the small library`, 0)
      return raise('ModuleNotFoundError', `No module named '${name}'`)
    }
    module = make(py)
    own.set(name, module)
  }
  return module
}

const number = (v: Value | undefined): number => (typeof v === 'bigint' || typeof v === 'number' || typeof v === 'boolean' ? Number(v) : raise('TypeError', 'must be real number'))
const real = (name: string, f: (...n: number[]) => number): readonly [string, Value] => simple(name, (...args) => {
  const value = f(...args.map(number))
  return Number.isNaN(value) ? raise('ValueError', 'math domain error') : value
})

function* pause(py: Python, seconds: number): Doing<Value> {
  if (seconds < 0) return raise('ValueError', 'sleep length must be non-negative')
  const untilUs = py.proc.kernel.nowUs + seconds * 1e6
  while (py.proc.kernel.nowUs < untilUs) {
    yield { us: untilUs - py.proc.kernel.nowUs }
    if (py.proc.pending.length > 0) yield* py.signals()
  }
  return null
}

const MODULES: Readonly<Record<string, (py: Python) => PyModule>> = {
  time: (py) => new PyModule('time', [
    native('sleep', (args) => pause(py, number(args[0]))),
    simple('time', () => py.proc.kernel.start.startedAt / 1000 + py.proc.kernel.nowUs / 1e6), simple('monotonic', () => py.proc.kernel.nowUs / 1e6), simple('perf_counter', () => py.proc.kernel.nowUs / 1e6),
    simple('ctime', () => dateText(py.proc.kernel.clockMs, '%a %b %e %H:%M:%S %Y')), simple('strftime', (f) => dateText(py.proc.kernel.clockMs, textOf(f!))),
  ]),
  sys: (py) => new PyModule('sys', [
    native('exit', leave), ['argv', new PyList([...py.argv])], ['version', '3.12.3 (main) [GCC 12.2.0]'], ['platform', 'linux'], ['maxsize', 2n ** 63n - 1n], ['executable', '/usr/local/bin/python3'],
    ['version_info', new PyTuple([3n, 12n, 3n, 'final', 0n])],
    ['stdout', new PyModule('sys.stdout', [native('write', function* (args) {
      yield* py.out(textOf(args[0]!))
      return BigInt(textOf(args[0]!).length)
    }), native('flush', function* () {
      yield* py.flush()
      return null
    })])],
    ['stderr', new PyModule('sys.stderr', [simple('write', (v) => {
      py.proc.fds[2]?.write(textOf(v!))
      return BigInt(textOf(v!).length)
    }), simple('flush', () => null)])],
    ['stdin', new PyModule('sys.stdin', [native('read', function* () {
      return py.proc.fds[0] ? yield* readAll(py.proc, py.proc.fds[0]) : ''
    })])],
    simple('getsizeof', (v) => BigInt(typeof v === 'string' ? 49 + v.length : 56 + 8 * (typeof v === 'bigint' || typeof v === 'number' || v === null || typeof v === 'boolean' ? 0 : lengthOf(v!)))),
  ]),
  os: (py) => {
    const environ = new PyDict()
    for (const [k, v] of py.proc.env) environ.set(k, v)
    const at = (v: Value | undefined) => resolvePath(py.proc.cwd, textOf(v ?? '.'))
    const { files } = py.proc.kernel
    return new PyModule('os', [
      ['environ', environ], simple('getenv', (k, other) => environ.get(k!) ?? other ?? null), simple('getpid', () => BigInt(py.proc.pid)), simple('getppid', () => BigInt(py.proc.parent)), simple('getcwd', () => py.proc.cwd),
      simple('cpu_count', () => 2n), simple('getuid', () => 0n), ['sep', '/'], ['linesep', '\n'], ['name', 'posix'], simple('listdir', (p) => new PyList(files.list(at(p)) ?? raise('FileNotFoundError', `[Errno 2] No such file or directory: ${repr(p ?? '.')}`))),
      native('_exit', function* (args) {
        throw new Exit(Number(args[0]) & 255)
      }),
      native('abort', function* () {
        py.proc.endedBy = undefined
        throw new Exit(134)
      }),
      simple('kill', (pid, signal) => {
        const name = signalCalled(String(signal))
        if (name && !py.proc.kernel.signal(Number(pid), name)) return raise('OSError', '[Errno 3] No such process')
        return null
      }),
      simple('remove', (p) => (files.remove(at(p)) ? raise('FileNotFoundError', `[Errno 2] No such file or directory: ${repr(p!)}`) : null)), simple('mkdir', (p) => {
        files.makeDirectory(at(p), py.proc.kernel.nowUs)
        return null
      }), simple('makedirs', (p) => {
        files.makeDirectory(at(p), py.proc.kernel.nowUs)
        return null
      }),
      simple('uname', () => new PyTuple(['Linux', py.proc.kernel.start.hostname, '6.18.44', '#1 SMP', 'x86_64'])),
      ['path', importModule(py, 'os.path')],
    ])
  },
  'os.path': (py) => {
    const at = (v: Value | undefined) => resolvePath(py.proc.cwd, textOf(v!))
    const { files } = py.proc.kernel
    return new PyModule('posixpath', [
      simple('exists', (p) => files.stat(at(p)) !== undefined), simple('isfile', (p) => files.stat(at(p))?.kind === 'file'), simple('isdir', (p) => files.stat(at(p))?.kind === 'dir'),
      simple('join', (...parts) => parts.map(textOf).reduce((a, b) => (b.startsWith('/') ? b : a.endsWith('/') || a === '' ? a + b : `${a}/${b}`))), simple('basename', (p) => textOf(p!).split('/').pop()!), simple('abspath', (p) => at(p)),
      simple('dirname', (p) => textOf(p!).slice(0, Math.max(0, textOf(p!).lastIndexOf('/')))), simple('getsize', (p) => BigInt(files.text(at(p))?.length ?? 0)),
    ])
  },
  math: () => new PyModule('math', [
    ['pi', Math.PI], ['e', Math.E], ['inf', Infinity], ['nan', Number.NaN], ['tau', 2 * Math.PI], real('sqrt', Math.sqrt), real('sin', Math.sin), real('cos', Math.cos), real('tan', Math.tan), real('atan', Math.atan), real('atan2', (a = 0, b = 0) => Math.atan2(a, b)), real('acos', Math.acos), real('asin', Math.asin),
    real('exp', Math.exp), real('log', (x = 0, base) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base))), real('log2', Math.log2), real('log10', Math.log10), real('pow', (a = 0, b = 0) => a ** b), real('hypot', Math.hypot), real('fabs', Math.abs), real('radians', (d = 0) => (d * Math.PI) / 180), real('degrees', (r = 0) => (r * 180) / Math.PI),
    simple('floor', (v) => BigInt(Math.floor(number(v)))), simple('ceil', (v) => BigInt(Math.ceil(number(v)))), simple('trunc', (v) => BigInt(Math.trunc(number(v)))), simple('isqrt', (v) => BigInt(Math.floor(Math.sqrt(number(v))))), simple('isnan', (v) => Number.isNaN(number(v))),
    simple('gcd', (a, b) => {
      let [x, y] = [BigInt(a as bigint), BigInt(b as bigint)]
      while (y) [x, y] = [y, x % y]
      return x < 0n ? -x : x
    }),
    simple('factorial', (v) => {
      let n = 1n
      for (let i = 2n; i <= BigInt(v as bigint) && i < 20_000n; i++) n *= i
      return n
    }),
  ]),
  random: (py) => {
    const random = () => py.proc.kernel.random()
    const whole = (a: Value | undefined, b: Value | undefined) => BigInt(a as bigint) + BigInt(Math.floor(random() * (number(b) - number(a) + 1)))
    const itemsOf = (v: Value | undefined) => (v instanceof PyList || v instanceof PyTuple ? [...v.items] : typeof v === 'string' ? [...v] : raise('TypeError', 'object of this type has no len()'))
    const shuffled = (all: Value[]) => {
      for (let i = all.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1))
        ;[all[i], all[j]] = [all[j]!, all[i]!]
      }
      return all
    }
    return new PyModule('random', [
      simple('random', random), simple('randint', whole), simple('randrange', (a, b) => (b === undefined ? whole(0n, BigInt(a as bigint) - 1n) : whole(a, BigInt(b as bigint) - 1n))), simple('uniform', (a, b) => number(a) + random() * (number(b) - number(a))), simple('seed', () => null),
      simple('choice', (v) => {
        const all = itemsOf(v)
        return all[Math.floor(random() * all.length)] ?? raise('IndexError', 'Cannot choose from an empty sequence')
      }),
      simple('shuffle', (v) => {
        if (v instanceof PyList) v.items = shuffled([...v.items])
        return null
      }), simple('sample', (v, k) => new PyList(shuffled(itemsOf(v)).slice(0, Number(k)))),
    ])
  },
  socket: (py) => new PyModule('socket', [simple('gethostname', () => py.proc.kernel.start.hostname), native('gethostbyname', function* (args) {
    const answer = yield* ask(py.proc, { kind: 'dns', host: textOf(args[0]!), port: 53 })
    return answer.address ?? raise('OSError', '[Errno -2] Name or service not known')
  })]),
  platform: (py) => new PyModule('platform', [simple('node', () => py.proc.kernel.start.hostname), simple('system', () => 'Linux'), simple('python_version', () => '3.12.3'), simple('machine', () => 'x86_64')]),
  signal: (py) => new PyModule('signal', [
    ...signalNames().map((name) => [`SIG${name}`, BigInt(signalNumber(name))] as const), ['SIG_IGN', 1n], ['SIG_DFL', 0n],
    simple('signal', (signal, handler) => {
      const name = signalCalled(String(signal))
      if (!name) return raise('ValueError', 'signal number out of range')
      if (handler === 0n) py.proc.handlers.delete(name)
      else {
        py.proc.handlers.set(name, handler === 1n ? 'ignore' : 'catch')
        py.handlers.set(name, handler!)
      }
      return null
    }),
    native('pause', function* () {
      while (py.proc.pending.length === 0) yield {}
      yield* py.signals()
      return null
    }),
  ]),
  json: () => new PyModule('json', [simple('dumps', (v) => json(v!)), simple('loads', (v) => {
    try {
      return fromJson(JSON.parse(textOf(v!)))
    } catch {
      return raise('ValueError', 'Expecting value: line 1 column 1 (char 0)')
    }
  })]),
  datetime: (py) => {
    const clock = new PyModule('datetime.datetime', [simple('now', () => stamp(py)), simple('utcnow', () => stamp(py)), simple('today', () => stamp(py))])
    return new PyModule('datetime', [['datetime', clock], ['date', new PyModule('datetime.date', [simple('today', () => dateText(py.proc.kernel.clockMs, '%Y-%m-%d'))])]])
  },
}

function stamp(py: Python): Value {
  const ms = py.proc.kernel.clockMs
  const text = `${dateText(ms, '%Y-%m-%d %H:%M:%S')}.${String(ms % 1000).padStart(3, '0')}000`
  return new PyModule(text, [simple('isoformat', () => text.replace(' ', 'T')), simple('strftime', (f) => dateText(ms, textOf(f!))), simple('timestamp', () => ms / 1000)])
}

function json(v: Value): string {
  if (v === null) return 'null'
  if (typeof v === 'string') return JSON.stringify(v)
  if (typeof v === 'boolean' || typeof v === 'bigint') return String(v)
  if (typeof v === 'number') return repr(v)
  if (v instanceof PyList || v instanceof PyTuple) return `[${v.items.map(json).join(', ')}]`
  if (v instanceof PyDict) return `{${[...v.map.values()].map(([k, x]) => `${JSON.stringify(textOf(k))}: ${json(x)}`).join(', ')}}`
  return raise('TypeError', `Object is not JSON serializable`)
}

function fromJson(v: unknown): Value {
  if (v === null || typeof v === 'boolean' || typeof v === 'string') return v
  if (typeof v === 'number') return Number.isInteger(v) ? BigInt(v) : v
  if (Array.isArray(v)) return new PyList(v.map(fromJson))
  const dict = new PyDict()
  for (const [k, x] of Object.entries(v as object)) dict.set(k, fromJson(x))
  return dict
}
