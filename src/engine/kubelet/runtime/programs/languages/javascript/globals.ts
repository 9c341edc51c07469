// What a program finds: console, timers, process, Math, JSON, and what it may require.
import { listen } from '../../applets/listening.ts'
import { Coroutine } from '../../machine/coroutine.ts'
import { type Doing, Exit } from '../../machine/process.ts'
import { signalCalled } from '../../machine/signals.ts'
import { Unreadable } from '../lexer.ts'
import type { JavaScript } from './run.ts'
import { Fn, json, native, objectOf, show, type Value } from './values.ts'

export function define(js: JavaScript): void {
  const proc = js.proc
  const out = (fd: number) => new Fn([], function* (args) {
    const stream = proc.fds[fd]
    proc.kernel.burn(proc, 5, 4)
    while (stream && stream.write(`${args.map(show).join(' ')}\n`) === 'full') yield { on: [stream.changed] }
    return undefined
  })
  const timer = (repeats: boolean) => native((f, ms) => {
    const us = Math.max(1, Number(ms ?? 0) || 0) * 1000
    js.timers.push({ id: ++js.timerIds, atUs: proc.kernel.nowUs + us, everyUs: repeats ? us : undefined, f })
    return js.timerIds
  })
  const clear = native((id) => {
    js.timers = js.timers.filter((t) => t.id !== id)
    return undefined
  })
  const log = out(1)
  const names = js.globals.names
  names.set('console', objectOf({ log, info: log, error: out(2), warn: out(2) }))
  names.set('setTimeout', timer(false)).set('setInterval', timer(true)).set('setImmediate', timer(false)).set('clearInterval', clear).set('clearTimeout', clear)
  names.set('process', objectOf({
    exit: new Fn([], function* (args) {
      throw new Exit(Number(args[0] ?? 0) & 255)
    }),
    env: objectOf(Object.fromEntries(proc.env)), argv: ['/usr/local/bin/node'], pid: proc.pid, version: 'v20.11.1', uptime: native(() => proc.kernel.nowUs / 1e6),
    on: native((name, f) => {
      const signal = signalCalled(show(name))
      if (signal) proc.handlers.set(signal, 'catch')
      if (signal) js.handlers.set(`SIG${signal}`, f)
      return undefined
    }),
    stdout: objectOf({ write: native((text) => {
      proc.fds[1]?.write(show(text))
      return true
    }) }),
    memoryUsage: native(() => objectOf({ rss: proc.memory })),
  }))
  names.set('Date', objectOf({ now: native(() => proc.kernel.clockMs) }))
  names.set('Math', objectOf({ PI: Math.PI, E: Math.E, random: native(() => proc.kernel.random()), ...Object.fromEntries((['floor', 'ceil', 'round', 'sqrt', 'abs', 'max', 'min', 'pow', 'sin', 'cos', 'trunc', 'log'] as const).map((f) => [f, native((...args) => (Math[f] as (...n: number[]) => number)(...args.map(Number)))])) }))
  names.set('JSON', objectOf({ stringify: native((v) => json(v)) }))
  names.set('String', native((v) => show(v))).set('Number', native((v) => Number(v))).set('parseInt', native((v) => Number.parseInt(show(v), 10)))
  names.set('Error', native((message) => objectOf({ name: 'Error', message: show(message ?? '') })))
  names.set('require', native((name) => moduleCalled(js, show(name))))
}

function moduleCalled(js: JavaScript, name: string): Value {
  const proc = js.proc
  switch (name.replace(/^node:/, '')) {
    case 'os': return objectOf({ hostname: native(() => proc.kernel.start.hostname), cpus: native(() => [1, 2]), EOL: '\n' })
    case 'http': return objectOf({ createServer: native((handler) => objectOf({
      listen: new Fn([], (args) => listenAt(js, Number(args[0]), handler, args.findLast((a) => a instanceof Fn))), close: native(() => {
        js.listening = false
        return undefined
      }),
    })) })
    default: throw new Unreadable(`require('${name}')`, 0)
  }
}

function* listenAt(js: JavaScript, port: number, handler: Value, ready: Value): Doing<Value> {
  js.listening = true
  const statusOf = { body: '' }
  yield* listen(js.proc, port, (request) => {
    statusOf.body = ''
    const response = objectOf({
      statusCode: 200, setHeader: native(() => undefined), write: native((t) => {
        statusOf.body += show(t)
        return true
      }), end: native((t) => {
        statusOf.body += t === undefined ? '' : show(t)
        return undefined
      }),
    })
    response.names.set('writeHead', native((code) => {
      response.names.set('statusCode', code)
      return response
    }))
    // The handler runs to its end at once: what it would wait for does not count here.
    const run = new Coroutine(js.call(handler, [objectOf({ url: request.path ?? '/', method: request.method ?? 'GET' }), response]))
    for (let i = 0; i < 10_000 && !run.next('change').done; i++);
    return { status: Number(response.names.get('statusCode')), body: statusOf.body }
  })
  if (ready) yield* js.call(ready, [])
  return undefined
}
