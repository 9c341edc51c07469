// Programs that serve until they are told to end: nginx, httpd, redis, rabbitmq, agnhost, and images nobody knows.
import { resolvePath } from '../machine/files.ts'
import { print, write } from '../machine/io.ts'
import type { Arrived as Asked } from '../machine/init.ts'
import type { Process, Program } from '../machine/process.ts'
import { wishes } from '../annotations.ts'
import { fractionOf } from '../chance.ts'
import type { NetworkAnswer, SignalName } from '../program.ts'
import { type Applet, called, options, sizeOf, duration } from './applet.ts'
import { send } from './kill.ts'
import { closingUs, listen, until } from './listening.ts'
import { dateText } from './clock.ts'
import { mysqld } from './mysql/mysqld.ts'
import { answerOf, readNginxConf } from './nginxConf.ts'
import { queues } from './queues.ts'
import { redis } from './redis.ts'
import { bytesOf } from './bytes.ts'

const stamp = (proc: Process, format: string): string => dateText(proc.kernel.clockMs, format)

/** What `nginx -s` sends to the master. */
const TO_MASTER: ReadonlyMap<string, SignalName> = new Map([['quit', 'QUIT'], ['stop', 'TERM'], ['reload', 'HUP'], ['reopen', 'USR1']])

const nginx: Applet = function* (proc, argv) {
  if (argv[1] === '-v' || argv[1] === '-t') {
    proc.fds[2]?.write(argv[1] === '-v' ? 'nginx version: nginx/1.22.1\n' : 'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n')
    return 0
  }
  if (argv[1] === '-s') {
    const signal = TO_MASTER.get(argv[2] ?? '')
    if (signal === undefined) {
      yield* write(proc, 2, `nginx: invalid option: "-s ${argv[2] ?? ''}"\n`)
      return 1
    }
    const master = proc.kernel.start.processes?.pid ?? 1
    if (master !== proc.pid) send(proc, master, signal)
    return 0
  }
  proc.kernel.allocate(proc, 6_000_000)
  const worker = 6 + Math.floor(fractionOf(`${proc.kernel.start.seed}/worker`) * 3)
  let connections = 0
  const note = (text: string, level = 'notice', who = '1#1') => proc.fds[2]?.write(`${stamp(proc, '%Y/%m/%d %H:%M:%S')} [${level}] ${who}: ${text}\n`)
  yield { us: 20_000, calm: true }
  const server = readNginxConf(confOf(proc))
  for (const port of server.ports) yield* listen(proc, port, (request) => {
    const path = (request.path ?? '/').split('?')[0]!
    const full = resolvePath('/', `${server.root}${path}${path.endsWith('/') ? 'index.html' : ''}`)
    const said = answerOf(server, path)
    const text = said?.body ?? proc.kernel.files.text(full)
    connections++
    if (request.kind !== 'http') return { status: 200 }
    // A directory without a page in it is nobody's to see; volumes that are mounted there are empty at first.
    const bare = text === undefined && path.endsWith('/') && proc.kernel.files.stat(resolvePath('/', `${server.root}${path}`))?.kind === 'dir'
    const why = bare ? '403 Forbidden' : '404 Not Found'
    const status = said?.status ?? (text === undefined ? Number(why.slice(0, 3)) : 200)
    const body = text ?? `<html>\r\n<head><title>${why}</title></head>\r\n<body>\r\n<center><h1>${why}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`
    if (text === undefined) note(`*${connections} ${bare ? `directory index of "${server.root}${path}" is forbidden` : `open() "${full}" failed (2: No such file or directory)`}, client: ${request.from}, server: , request: "${request.method ?? 'GET'} ${request.path ?? '/'} HTTP/1.1", host: "${request.host}${request.port === 80 && !/^\d/.test(request.host) ? '' : `:${request.port}`}"`, 'error', `${worker}#${worker}`)
    proc.fds[1]?.write(`${request.from} - - [${stamp(proc, '%d/%b/%Y:%H:%M:%S')} +0000] "${request.method ?? 'GET'} ${request.path ?? '/'} HTTP/1.1" ${status} ${bytesOf(body)} "-" "${request.userAgent ?? '-'}"\n`)
    return { status, body }
  })
  for (const text of ['using the "epoll" event method', 'nginx/1.22.1', 'OS: Linux 6.18.44', 'getrlimit(RLIMIT_NOFILE): 20000:20000', 'start worker processes', `start worker process ${worker}`]) note(text)
  const signal = yield* until(proc, ['QUIT', 'TERM', 'INT'], () => note('signal 1 (SIGHUP) received, reconfiguring'))
  const number = { QUIT: 3, TERM: 15, INT: 2 }[signal as 'QUIT' | 'TERM' | 'INT']
  const who = `${worker}#${worker}`
  note(`signal ${number} (SIG${signal}) received, ${signal === 'QUIT' ? 'shutting down' : 'exiting'}`)
  if (signal === 'QUIT') note('gracefully shutting down', 'notice', who)
  note('exiting', 'notice', who)
  note('exit', 'notice', who)
  yield { us: closingUs(proc), calm: true }
  note(`signal 17 (SIGCHLD) received from ${worker}`)
  note(`worker process ${worker} exited with code 0`)
  note('exit')
  return 0
}

function confOf(proc: Process): string {
  const names = proc.kernel.files.list('/etc/nginx/conf.d') ?? []
  const own = names.map((name) => proc.kernel.files.text(`/etc/nginx/conf.d/${name}`) ?? '').join('\n')
  return /listen/.test(own) ? own : (proc.kernel.files.text('/etc/nginx/nginx.conf') ?? '')
}

/** Apache. `php`: with pages that are programs; all that is known of them is what they echo. */
const apache = (root: string, php: boolean): Applet => function* (proc) {
  proc.kernel.allocate(proc, 8_000_000)
  const note = (module: string, text: string) => proc.fds[2]?.write(`[${stamp(proc, '%a %b %d %H:%M:%S')}.${String(proc.kernel.clockMs % 1000).padStart(3, '0')}000 ${stamp(proc, '%Y')}] [${module}:notice] [pid 1:tid 1] ${text}\n`)
  proc.fds[2]?.write(`AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${proc.kernel.start.podIP ?? '127.0.0.1'}. Set the 'ServerName' directive globally to suppress this message\n`)
  yield { us: 30_000, calm: true }
  yield* listen(proc, 80, (request) => {
    const path = (request.path ?? '/').split('?')[0]!
    const at = (index: string) => proc.kernel.files.text(resolvePath('/', `${root}${path}${path.endsWith('/') ? index : ''}`))
    const page = php && (path.endsWith('/') || path.endsWith('.php')) ? at('index.php') : undefined
    const text = page === undefined ? at('index.html') : echoed(page)
    const body = text ?? '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n'
    const status = text === undefined ? 404 : 200
    if (request.kind === 'http') proc.fds[1]?.write(`${request.from} - - [${stamp(proc, '%d/%b/%Y:%H:%M:%S')} +0000] "${request.method ?? 'GET'} ${request.path ?? '/'} HTTP/1.1" ${status} ${bytesOf(body)}\n`)
    return { status, body }
  })
  note('mpm_event', 'AH00489: Apache/2.4.57 (Unix) configured -- resuming normal operations')
  note('core', `AH00094: Command line: '${php ? 'apache2' : 'httpd'} -D FOREGROUND'`)
  const signal = yield* until(proc, ['WINCH', 'TERM', 'INT'])
  note('mpm_event', signal === 'WINCH' ? 'AH00492: caught SIGWINCH, shutting down gracefully' : 'AH00491: caught SIGTERM, shutting down')
  yield { us: closingUs(proc), calm: true }
  return 0
}

const httpd = apache('/usr/local/apache2/htdocs', false)

/** What a page in PHP says: its text, and what it echoes of plain words. */
const echoed = (page: string): string => page.replace(/<\?php([\s\S]*?)(?:\?>\n?|$)/g, (_, code: string) => [...code.matchAll(/\becho\s+(["'])(.*?)\1/g)].map(found => found[2]).join(''))

/** A server that says some lines, answers on a port, and ends with 0 when it is told to. */
const plain = (ports: readonly number[], lines: readonly string[], startMs: number, bye: readonly string[], answer: (proc: Process) => (request: Asked) => NetworkAnswer): Applet => function* (proc) {
  proc.kernel.allocate(proc, 20_000_000)
  yield { us: startMs * 1000, calm: true }
  const answers = answer(proc)
  for (const port of ports) yield* listen(proc, port, answers)
  for (const line of lines) yield* print(proc, `${line.replace('%date', stamp(proc, '%d %b %Y %H:%M:%S.000'))}\n`)
  yield* until(proc, ['TERM', 'INT', 'QUIT'])
  for (const line of bye) yield* print(proc, `${line.replace('%date', stamp(proc, '%d %b %Y %H:%M:%S.000'))}\n`)
  yield { us: closingUs(proc), calm: true }
  return 0
}

const ok = (body: string) => () => (): NetworkAnswer => ({ status: 200, body })

const pause: Applet = function* (proc) {
  const signal = yield* until(proc, ['TERM', 'INT'])
  proc.fds[1]?.write(`Shutting down, got signal: ${signal === 'TERM' ? 'Terminated' : 'Interrupt'}\n`)
  return 0
}

const fluentd: Applet = function* (proc) {
  proc.kernel.allocate(proc, 40_000_000)
  yield { us: 50_000, calm: true }
  yield* print(proc, 'starting agent\n')
  yield* until(proc, ['TERM', 'INT'])
  yield { us: closingUs(proc), calm: true }
  return 0
}

const agnhost: Applet = function* (proc, argv) {
  const command = argv[1] ?? 'pause'
  const { on } = options(argv.slice(1), '', { 'http-port': 'p', port: 'p' })
  if (command === 'pause') return yield* pause(proc, argv)
  if (command === 'netexec' || command === 'serve-hostname' || command === 'test-webserver' || command === 'porter') {
    const port = Number(on.get('p') || (command === 'netexec' ? 8080 : command === 'serve-hostname' ? 9376 : 80))
    yield* print(proc, `Started HTTP server on port ${port}\n`)
    yield* listen(proc, port, (request) => ({ status: /^\/(exit|shutdown)/.test(request.path ?? '') ? 500 : 200, body: command === 'serve-hostname' || request.path === '/hostname' ? proc.kernel.start.hostname : `NOW: ${stamp(proc, '%Y-%m-%d %H:%M:%S')}` }))
    for (;;) yield {}
  }
  // Healthy for ten seconds, then no more: for whoever wants to see a liveness probe at work.
  if (command === 'liveness') {
    const answer = (healthz: () => NetworkAnswer) => ({ path }: Asked): NetworkAnswer => (path === '/healthz' ? healthz() : { status: 200, body: stamp(proc, '%Y-%m-%d %H:%M:%S') })
    yield* listen(proc, 8080, answer(() => ({ status: 200, body: 'ok' })))
    yield { us: 10e6, calm: true }
    yield* listen(proc, 8080, answer(() => ({ status: 500, body: `error: ${proc.kernel.nowMs / 1000}` })))
    for (;;) yield {}
  }
  if (command === 'logs-generator') for (let n = 0; ; n++) {
    yield* print(proc, `I0000 line ${n}\n`)
    yield { us: 1e6, calm: true }
  }
  proc.fds[2]?.write(`Error: unknown command "${command}" for "app"\n`)
  return 1
}

/** Google's sample: who it is, and which version. */
const helloApp: Applet = function* (proc) {
  const { image, hostname } = proc.kernel.start
  const version = /:(\d+)\.?(\d+)?/.exec(image)
  yield* write(proc, 2, `${stamp(proc, '%Y/%m/%d %H:%M:%S')} Server listening on port 8080\n`)
  yield* listen(proc, 8080, ({ path = '/' }) => {
    proc.fds[2]?.write(`${stamp(proc, '%Y/%m/%d %H:%M:%S')} Serving request: ${path}\n`)
    return { status: 200, body: `Hello, world!\nVersion: ${version?.[1] ?? 1}.${version?.[2] ?? 0}.0\nHostname: ${hostname}\n` }
  })
  for (;;) yield {}
}

/** The sample of the documentation's first tutorial: which pod answers, and which version. */
const bootcamp: Applet = function* (proc) {
  const { image, hostname } = proc.kernel.start
  const version = /:v?(\d+)/.exec(image)?.[1] ?? '1'
  let asked = 0
  yield* print(proc, `Kubernetes Bootcamp App Started At: ${stamp(proc, '%Y-%m-%dT%H:%M:%S.000Z')} | Running On:  ${hostname} \n\n`)
  yield* listen(proc, 8080, () => {
    proc.fds[1]?.write(`Running On: ${hostname} | Total Requests: ${++asked} | App Uptime: ${(proc.kernel.nowMs / 1000).toFixed(3)} seconds | Log Time: ${stamp(proc, '%Y-%m-%dT%H:%M:%S.000Z')}\n`)
    return { status: 200, body: `Hello Kubernetes bootcamp! | Running on: ${hostname} | v=${version}\n` }
  })
  for (;;) yield {}
}

/** polinux/stress: memory that is taken and held, processors that are busy. */
const stress: Applet = function* (proc, argv) {
  const words = argv.flatMap((a) => (/^--[\w-]+=/.test(a) ? [a.slice(0, a.indexOf('=')), a.slice(a.indexOf('=') + 1)] : [a]))
  const value = (...names: readonly string[]) => {
    const at = words.findIndex((w) => names.includes(w))
    return at < 0 ? undefined : words[at + 1]
  }
  const workers = Number(value('--vm', '-m') ?? 0)
  const cpus = Number(value('--cpu', '-c', '-cpus') ?? 0)
  const bytes = sizeOf(value('--vm-bytes', '-mem-total') ?? '256M')
  const timeout = duration(value('--timeout', '-t') ?? 'inf')
  const vish = value('-mem-total') !== undefined || value('-cpus') !== undefined
  if (!vish) yield* print(proc, `stress: info: [${proc.pid}] dispatching hogs: ${cpus} cpu, ${value('--io', '-i') ?? 0} io, ${workers} vm, ${value('--hdd', '-d') ?? 0} hdd\n`)
  const total = vish ? bytes || 0 : workers * bytes
  const untilUs = proc.kernel.nowUs + timeout
  // It touches its memory at about 1 GB/s, and the limit is met on the way.
  for (let held = 0; total > 0 && held < total && proc.kernel.nowUs < untilUs; ) {
    held = Math.min(total, held + 32_000_000)
    yield { us: 30_000, calm: true }
    proc.kernel.allocate(proc, held)
  }
  while (proc.kernel.nowUs < untilUs) yield timeout === Infinity ? {} : { us: untilUs - proc.kernel.nowUs }
  yield* print(proc, `stress: info: [${proc.pid}] successful run completed in ${Math.round(timeout / 1e6)}s\n`)
  return 0
}

const hello: Applet = function* (proc) {
  yield* print(proc, '\nHello from Docker!\nThis message shows that your installation appears to be working correctly.\n\n')
  return 0
}

const httpEcho: Applet = function* (proc, argv) {
  const option = (name: string) => argv.flatMap((a, i) => (a === `-${name}` || a === `--${name}` ? [argv[i + 1]!] : a.startsWith(`-${name}=`) || a.startsWith(`--${name}=`) ? [a.slice(a.indexOf('=') + 1)] : []))[0]
  const text = option('text')
  if (called(argv) === 'http-echo' && text === undefined) {
    proc.fds[2]?.write('Missing -text option!\n')
    return 127
  }
  const port = Number((option('listen') ?? option('port') ?? (called(argv) === 'http-echo' ? ':5678' : ':80')).replace(/^.*:/, ''))
  yield* print(proc, `${stamp(proc, '%Y/%m/%d %H:%M:%S')} Server is listening on :${port}\n`)
  yield* listen(proc, port, (request) => ({ status: 200, body: text === undefined ? `Hostname: ${proc.kernel.start.hostname}\n${request.method ?? 'GET'} ${request.path ?? '/'} HTTP/1.1\n` : `${text}\n` }))
  yield* until(proc, ['TERM', 'INT'])
  return 0
}

/** The API server to somebody without a token: healthy, and silent about everything else. */
const anonymous = () => ({ path = '/' }: Asked): NetworkAnswer => (/^\/(livez|readyz|healthz)/.test(path) ? { status: 200, body: 'ok' }
  : { status: 403, body: `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"forbidden: User \\"system:anonymous\\" cannot get path \\"${path}\\"","reason":"Forbidden","details":{},"code":403}\n` })

export const SERVERS: ReadonlyMap<string, Applet> = new Map<string, Applet>([
  ['nginx', nginx], ['httpd-foreground', httpd], ['httpd', httpd], ['apache2', httpd], ['apache2-foreground', apache('/var/www/html', true)], ['fluentd', fluentd], ['pause', pause], ['agnhost', agnhost], ['stress', stress], ['hello', hello],
  ['hello-app', helloApp], ['bootcamp-server', bootcamp], ['serve_hostname', (proc: Process) => agnhost(proc, ['agnhost', 'serve-hostname'])], ['http-echo', httpEcho], ['whoami-server', httpEcho],
  ['redis-server', plain([6379], ['1:C %date * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', '1:M %date * Running mode=standalone, port=6379.', '1:M %date * Ready to accept connections tcp'], 50,
    ['1:signal-handler (0) Received SIGTERM scheduling shutdown...', '1:M %date # Redis is now ready to exit, bye bye...'], redis)],
  ['rabbitmq-server', plain([5672], [' completed with 4 plugins.'], 8000, [], queues)],
  ['coredns', plain([53, 8080, 8181, 9153], ['.:53', 'CoreDNS-1.13.1', 'linux/amd64'], 20, ['[INFO] SIGTERM: Shutting down servers then terminating'], ok('OK'))],
  ['kube-proxy', plain([10_249, 10_256], ['I0000 server_linux.go:53] "Using iptables proxy"'], 20, [], ok('ok'))], ['kube-apiserver', plain([6443], [], 20, [], anonymous)],
  ['kube-controller-manager', plain([10_257], [], 20, [], ok('ok'))], ['kube-scheduler', plain([10_259], [], 20, [], ok('ok'))], ['etcd', plain([2379, 2380], [], 20, [], ok(''))],
  ['memcached', plain([11_211], [], 20, [], ok(''))], ['mysqld', mysqld('mysqld')], ['mariadbd', mysqld('mariadbd')], ['postgres', plain([5432], ['LOG:  database system is ready to accept connections'], 2000, ['LOG:  database system is shut down'], ok(''))],
  ['mongod', plain([27_017], ['Waiting for connections on port 27017'], 1500, [], ok(''))],
])

/** What the pod's annotations ask for in place of the program itself. */
export function* wished(proc: Process, wish: NonNullable<ReturnType<typeof wishes>>, own: () => Program): Program {
  if (wish.log !== undefined) yield* print(proc, `${wish.log}\n`)
  if (wish.port !== undefined) yield* listen(proc, wish.port, () => ({ status: 200, body: 'ok\n' }))
  if (wish.oomMs !== undefined) {
    yield { us: wish.oomMs * 1000, calm: true }
    proc.kernel.allocate(proc, Infinity)
  }
  if (wish.runMs !== undefined) {
    yield { us: wish.runMs * 1000, calm: true }
    return wish.code ?? 0
  }
  if (wish.port !== undefined) for (;;) yield {}
  const code = yield* own()
  return code === 0 && wish.code !== undefined ? wish.code : code
}
