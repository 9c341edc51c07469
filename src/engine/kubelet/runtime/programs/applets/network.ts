// Programs that ask over the network: wget, curl, nc, nslookup, ping, redis-cli and the workers of queues.
import { print, readAll, write } from '../machine/io.ts'
import type { Doing, Process } from '../machine/process.ts'
import type { NetworkAnswer } from '../program.ts'
import { resolvePath } from '../machine/files.ts'
import { share, TextStream } from '../machine/streams.ts'
import { ask, isAddress, target } from './ask.ts'
import { type Applet, called, fail, options } from './applet.ts'
import { bytesOf } from './bytes.ts'
import { WORKERS } from './workers.ts'

const STATUS: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 204: 'No Content', 301: 'Moved Permanently', 302: 'Found', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Time-out' }

const wget: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'qO:ST:t:cP:U:', { quiet: 'q', 'output-document': 'O', spider: 's', timeout: 'T', tries: 't', 'post-data': 'd', header: 'h', 'no-check-certificate': 'n', 'user-agent': 'U' })
  const args = rest.filter((r) => !argv.includes(`--header=${r}`))
  const url = args.at(-1)
  if (url === undefined) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? 'missing URL' : 'no URL')
  const { host, port, path } = target(url)
  const quiet = on.has('q')
  const busybox = proc.kernel.flavour === 'busybox'
  const answer = yield* ask(proc, { kind: 'http', host, port, method: on.has('d') ? 'POST' : 'GET', path, userAgent: on.get('U') ?? (busybox ? 'Wget' : 'Wget/1.21.3'), ...(on.has('d') ? { body: on.get('d')! } : {}) }, on.has('T') ? Number(on.get('T')) * 1e6 : 900e6)
  const address = answer.address ?? (isAddress(host) ? host : '127.0.0.1')
  const spoken = `${host} (${address}:${port})`
  if (busybox) {
    if (answer.fault === 'bad-address') return yield* fail(proc, argv, `bad address '${host}${port === 80 ? '' : `:${port}`}'`)
    if (!quiet) yield* write(proc, 2, `Connecting to ${spoken}\n`)
    if (answer.fault === 'timeout') return yield* fail(proc, argv, 'download timed out')
    if (answer.fault) return yield* fail(proc, argv, `can't connect to remote host${isAddress(host) || host === 'localhost' ? ` (${address})` : ` (${address})`}: ${answer.fault === 'refused' ? 'Connection refused' : answer.fault === 'unreachable' ? 'No route to host' : 'Connection reset by peer'}`)
  } else {
    if (answer.fault === 'bad-address') {
      if (!quiet) yield* write(proc, 2, `Resolving ${host} (${host})... failed: Name or service not known.\n`)
      return yield* fail(proc, argv, `unable to resolve host address ‘${host}’`, 4)
    }
    if (answer.fault) {
      if (!quiet) yield* write(proc, 2, `Connecting to ${host} (${host})|${address}|:${port}... failed: ${answer.fault === 'refused' ? 'Connection refused' : 'Connection timed out'}.\n`)
      return 4
    }
  }
  const status = answer.status ?? 200
  if (status >= 400) return yield* fail(proc, argv, busybox ? `server returned error: HTTP/1.1 ${status} ${STATUS[status] ?? ''}` : `ERROR ${status}: ${STATUS[status] ?? ''}.`, busybox ? 1 : 8)
  if (on.has('s')) {
    if (!quiet) yield* write(proc, 2, 'remote file exists\n')
    return 0
  }
  const body = answer.body ?? ''
  const out = on.get('O') ?? (path.split('?')[0]!.split('/').pop() || 'index.html')
  if (out === '-') {
    if (!quiet && busybox) yield* write(proc, 2, 'writing to stdout\n')
    yield* print(proc, body)
    if (!quiet && busybox) yield* write(proc, 2, `-                    100% |********************************| ${String(bytesOf(body)).padStart(5)}  0:00:00 ETA\nwritten to stdout\n`)
    return 0
  }
  const full = resolvePath(proc.cwd, out)
  if (full !== '/dev/null') proc.kernel.files.write(full, body, proc.kernel.nowUs)
  if (!quiet && busybox) yield* write(proc, 2, `saving to '${out}'\n${out.padEnd(20).slice(0, 20)} 100% |********************************| ${String(bytesOf(body)).padStart(5)}  0:00:00 ETA\n'${out}' saved\n`)
  return 0
}

const curl: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'sSfo:w:X:d:H:m:iILkvOA:u:E:', { cacert: 'E', cert: 'E', key: 'E', capath: 'E', silent: 's', 'show-error': 'S', fail: 'f', output: 'o', 'write-out': 'w', request: 'X', data: 'd', header: 'H', 'max-time': 'm', 'connect-timeout': 'm', include: 'i', head: 'I', location: 'L', insecure: 'k', verbose: 'v', 'user-agent': 'A', retry: 'r' })
  const url = rest[0]
  if (url === undefined) {
    yield* write(proc, 2, "curl: try 'curl --help' or 'curl --manual' for more information\n")
    return 2
  }
  const { host, port, path } = target(url)
  const loud = !on.has('s') || on.has('S')
  const patience = on.has('m') ? Number(on.get('m')) * 1e6 : 300e6
  const answer = yield* ask(proc, { kind: 'http', host, port, method: on.get('X') ?? (on.has('d') ? 'POST' : on.has('I') ? 'HEAD' : 'GET'), path, userAgent: on.get('A') ?? 'curl/8.5.0', ...(on.has('d') ? { body: on.get('d')! } : {}) }, patience)
  if (answer.fault) {
    const [code, text] = answer.fault === 'bad-address' ? [6, `Could not resolve host: ${host}`]
      : answer.fault === 'timeout' ? [28, `Connection timed out after ${Math.round(patience / 1000)} milliseconds`]
      : answer.fault === 'reset' ? [56, 'Recv failure: Connection reset by peer']
      : [7, `Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`]
    if (on.has('w')) yield* print(proc, writeOut(on.get('w')!, 0, 0))
    if (loud) yield* write(proc, 2, `curl: (${code}) ${text}\n`)
    return code as number
  }
  const status = answer.status ?? 200
  const body = on.has('I') ? '' : (answer.body ?? '')
  if (on.has('f') && status >= 400) {
    if (loud) yield* write(proc, 2, `curl: (22) The requested URL returned error: ${status}\n`)
    return 22
  }
  const shown = on.has('i') || on.has('I') ? `HTTP/1.1 ${status} ${STATUS[status] ?? ''}\r\nContent-Length: ${bytesOf(answer.body ?? '')}\r\n\r\n${body}` : body
  const out = on.get('o') ?? (on.has('O') ? path.split('/').pop()! : undefined)
  if (out !== undefined && out !== '-') {
    if (out !== '/dev/null') proc.kernel.files.write(resolvePath(proc.cwd, out), shown, proc.kernel.nowUs)
  } else yield* print(proc, shown)
  if (on.has('w')) yield* print(proc, writeOut(on.get('w')!, status, bytesOf(body)))
  return 0
}

const writeOut = (format: string, status: number, size: number): string =>
  format.replace(/%\{(\w+)\}/g, (_, name: string) => (name === 'http_code' || name === 'response_code' ? String(status).padStart(3, '0') : name === 'size_download' ? String(size) : name.startsWith('time_') ? '0.001000' : ''))
    .replaceAll('\\n', '\n').replaceAll('\\t', '\t')

const nc: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'zvw:lp:nukq:e:', {}, false)
  if (on.has('l')) {
    const port = Number(on.get('p') ?? rest[0] ?? rest[1])
    proc.kernel.listeners.set(port, (request) => {
      if (request.body) proc.fds[1]?.write(request.body)
      return { status: 200, body: '' }
    })
    proc.kernel.record.ports.push({ atMs: proc.kernel.nowMs, port, protocol: 'TCP' })
    for (;;) yield {}
  }
  const [host = '', port = ''] = rest
  const body = on.has('z') || !proc.fds[0] ? '' : yield* readAll(proc, proc.fds[0])
  const answer = yield* ask(proc, { kind: 'tcp', host, port: Number(port), body }, on.has('w') ? Number(on.get('w')) * 1e6 : 60e6)
  const gnu = proc.kernel.flavour === 'gnu'
  if (answer.fault === 'bad-address') return yield* fail(proc, argv, gnu ? `getaddrinfo for host "${host}" port ${port}: Name or service not known` : `bad address '${host}'`)
  if (answer.fault === 'timeout') return on.has('v') || !gnu ? yield* fail(proc, argv, 'timed out') : 1
  if (answer.fault) return on.has('v') || !on.has('z') ? yield* fail(proc, argv, gnu ? `connect to ${host} port ${port} (tcp) failed: Connection refused` : `${host} (${answer.address ?? host}:${port}): Connection refused`) : 1
  if (on.has('v')) yield* write(proc, 2, gnu ? `Connection to ${host} ${port} port [tcp/*] succeeded!\n` : `${host} (${answer.address ?? host}:${port}) open\n`)
  yield* print(proc, answer.body ?? '')
  return 0
}

/** As busybox said it until 1.28, which the documentation's pages use: with the name that each address has. */
function* oldNslookup(proc: Process, argv: readonly string[], host: string, { fault, address, body = '' }: NetworkAnswer): Doing<number> {
  yield* print(proc, 'Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\n')
  if (fault || address === undefined) return yield* fail(proc, argv, `can't resolve '${host}'`)
  yield* print(proc, `Name:      ${host}\n`)
  const all = address.split(',')
  for (const [n, ip] of all.entries()) {
    const isOwn = SERVICE_ADDRESS.test(ip) || body.split('.').length === 6
    yield* print(proc, `Address ${n + 1}: ${ip}${isOwn ? ` ${body}` : ''}\n`)
  }
  return 0
}

const nslookup: Applet = function* (proc, argv) {
  const host = argv.slice(1).find((a) => !a.startsWith('-')) ?? ''
  const answer = yield* ask(proc, { kind: 'dns', host, port: 53 })
  if (/(^|\/)busybox:1\.(1\d|2[0-8])\b/.test(proc.kernel.start.image)) return yield* oldNslookup(proc, argv, host, answer)
  yield* print(proc, 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n')
  if (answer.fault || answer.address === undefined) {
    yield* print(proc, `** server can't find ${host}: NXDOMAIN\n\n`)
    return 1
  }
  for (const address of answer.address.split(',')) yield* print(proc, `Name:\t${answer.body ?? host}\nAddress: ${address}\n\n`)
  return 0
}

/** Addresses of services are rules, not machines: nobody there answers a ping. */
const SERVICE_ADDRESS = /^10\.(9[6-9]|10\d|11[01])\./

const ping: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'c:i:w:W:qn46')
  const host = rest[0] ?? ''
  const answer = yield* ask(proc, { kind: 'dns', host, port: 53 })
  if (answer.fault === 'bad-address') return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `${host}: Name or service not known` : `bad address '${host}'`)
  const address = (answer.address ?? host).split(',')[0]!
  const answers = answer.fault === undefined && !SERVICE_ADDRESS.test(address)
  yield* print(proc, `PING ${host} (${address}): 56 data bytes\n`)
  const count = Number(on.get('c') ?? Infinity)
  for (let n = 0; n < count; n++) {
    if (answers) yield* print(proc, `64 bytes from ${address}: seq=${n} ttl=64 time=0.1 ms\n`)
    if (n + 1 < count) yield { us: 1e6, calm: true }
  }
  yield* print(proc, `\n--- ${host} ping statistics ---\n${count} packets transmitted, ${answers ? count : 0} packets received, ${answers ? 0 : 100}% packet loss\n`)
  return answers ? 0 : 1
}

const redisCli: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'h:p:n:a:', {}, true)
  const piped = rest.length === 0 && proc.fds[0] ? yield* readAll(proc, proc.fds[0]) : ''
  const lines = rest.length > 0 ? [rest.map((w) => (/\s/.test(w) ? `"${w}"` : w)).join(' ')] : piped.split('\n').filter((l) => l.trim() !== '')
  for (const body of lines) {
    const answer = yield* ask(proc, { kind: 'redis', host: on.get('h') ?? '127.0.0.1', port: Number(on.get('p') ?? 6379), body })
    if (answer.fault) {
      yield* write(proc, 2, `Could not connect to Redis at ${on.get('h') ?? '127.0.0.1'}:${on.get('p') ?? 6379}: ${answer.fault === 'bad-address' ? 'Name or service not known' : 'Connection refused'}\n`)
      return 1
    }
    yield* print(proc, `${answer.body ?? ''}\n`)
  }
  return 0
}

/** Gives a message to the command's standard input and waits for it; without a command, prints it. */
function* consumer(proc: Process, argv: readonly string[], message: string): Doing<number> {
  const found = argv[0] === undefined ? undefined : proc.kernel.commands.find(proc, argv[0])
  if (argv[0] === undefined) yield* print(proc, message)
  if (!found || found.kind !== 'program') return argv[0] === undefined ? 0 : 127
  const child = proc.kernel.spawn(proc, argv, [new TextStream(message), proc.fds[1], proc.fds[2]].map(s => s && share(s)), self => found.run(self, argv))
  while (child && child.status === undefined) yield { on: [child.ended] }
  return child?.status ?? 1
}

const amqp: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'u:s:q:r:b:pdc:', { url: 'u', queue: 'q', 'routing-key': 'r', body: 'b', count: 'c', server: 's' }, true)
  const url = on.get('u') ?? proc.variable('BROKER_URL') ?? 'amqp://guest:guest@localhost:5672'
  const { host, port } = target(url.replace(/^amqp:/, 'http:'))
  const at = { kind: 'amqp' as const, host, port: port === 80 ? 5672 : port }
  const name = called(argv)
  const queue = on.get('q') ?? on.get('r') ?? ''
  const lost = (answer: NetworkAnswer) => fail(proc, argv, `logging in to AMQP server: ${answer.fault === 'bad-address' ? 'hostname lookup failed' : 'a socket error occurred'}`)
  if (name === 'amqp-consume') {
    const count = Number(on.get('c') ?? Infinity)
    for (let n = 0; n < count; n++) {
      const answer = yield* ask(proc, { ...at, body: `GET ${queue}` })
      if (answer.fault) return yield* lost(answer)
      if (answer.status === 204) {
        yield { us: 1e6 }
        n--
        continue
      }
      const code = yield* consumer(proc, rest, answer.body ?? '')
      // Only what was worked on to the end is done with; what was not, somebody else gets.
      if (code === 0) yield* ask(proc, { ...at, body: `ACK ${queue}` })
    }
    return 0
  }
  const body = name === 'amqp-publish' ? `PUBLISH ${queue} ${on.get('b') ?? (proc.fds[0] ? yield* readAll(proc, proc.fds[0]) : '')}` : `DECLARE ${queue}`
  const answer = yield* ask(proc, { ...at, body })
  if (answer.fault) return yield* lost(answer)
  if (name === 'amqp-declare-queue') yield* print(proc, `${queue}\n`)
  return 0
}

export const NETWORK: ReadonlyMap<string, Applet> = new Map([
  ['wget', wget], ['curl', curl], ['nc', nc], ['nslookup', nslookup], ['dig', nslookup], ['ping', ping], ['redis-cli', redisCli],
  ['amqp-publish', amqp], ['amqp-consume', amqp], ['amqp-declare-queue', amqp], ...WORKERS,
])
