// What real manifests run: servers with their entrypoints and clients, nginx by its configuration, and images that nobody knows.
import { describe, expect, test } from 'vitest'
import type { ProgramStart } from '../program.ts'
import { openPorts } from '../program.ts'
import { runExec } from '../exec.ts'
import { runProgram } from '../run.ts'
import { answerOf, readNginxConf } from './nginxConf.ts'

const start = (image: string, more: Partial<ProgramStart> = {}): ProgramStart => ({ image, env: {}, hostname: 'web-0', startedAt: 0, seed: 's', restartCount: 0, ...more })
const portsOf = (s: ProgramStart, ms = 20_000) => openPorts(runProgram(s, [], ms).ports, ms)
const answer = (s: ProgramStart, port: number, path: string) => runProgram({ ...s, incoming: [{ atMs: 15_000, port, kind: 'http', from: '10.0.0.9', path }] }, [], 16_000).responses[0]

describe('entrypoints of servers', () => {
  test.each([
    ['options are for the server', start('memcached:1.6', { args: ['-m', '64'] }), [11_211]],
    ['mongo with a replica set', start('mongo:7', { args: ['--replSet', 'rs0', '--bind_ip_all'] }), [27_017]],
    ['another command runs instead', start('redis:7', { args: ['sleep', '9999'] }), []],
    ['a command of the manifest goes past the script', start('postgres:16', { command: ['postgres'] }), [5432]],
    ['a database with its password', start('postgres:16', { env: { POSTGRES_PASSWORD: 'x' } }), [5432]],
    ['nginx without a user of its own listens above 1024', start('nginxinc/nginx-unprivileged:1.27'), [8080]],
  ])('%s', (_name, s, ports) => expect(portsOf(s)).toEqual(ports))

  test.each([['postgres:16', 'POSTGRES_PASSWORD'], ['mysql:8.0', 'MYSQL_ROOT_PASSWORD'], ['mariadb:11', 'MARIADB_ROOT_PASSWORD']])('%s without a password ends, and says which is missing', (image, name) => {
    const run = runProgram(start(image), [], 20_000)
    expect(run.end).toMatchObject({ exitCode: 1 })
    expect(run.output.map(line => line.text).join('')).toContain(name)
  })
})

describe('clients of servers', () => {
  const secret = { env: { POSTGRES_PASSWORD: 'x', MYSQL_ROOT_PASSWORD: 'x', MARIADB_ROOT_PASSWORD: 'x' } }
  test.each([
    ['postgres:16', ['pg_isready', '-U', 'postgres'], '/var/run/postgresql:5432 - accepting connections\n'], ['postgres:16', ['psql', '-h', '127.0.0.1', '-c', 'SELECT 1'], ' ?column? \n----------\n        1\n(1 row)\n\n'],
    ['mysql:8.0', ['mysqladmin', 'ping', '-h', '127.0.0.1', '-uroot', '-psecreth'], 'mysqld is alive\n'], ['mongo:7', ['mongosh', '--quiet', '--eval', 'db.adminCommand("ping")'], '{ ok: 1 }\n'],
    ['mariadb:11.4', ['healthcheck.sh', '--connect', '--innodb_initialized'], ''], ['rabbitmq:3.13', ['rabbitmq-diagnostics', 'check_port_connectivity'], ''],
  ])('%s: %j', (image, argv, stdout) => {
    expect(runExec(start(image, secret), [], 15_000, argv)).toMatchObject({ exitCode: 0, stdout })
  })
  test.each([['postgres:16', ['pg_isready'], 2], ['mysql:8.0', ['mysqladmin', 'ping'], 1], ['mariadb:11.4', ['healthcheck.sh', '--connect', '--innodb_initialized'], 1], ['mongo:7', ['mongosh', '--eval', 'ping'], 1], ['rabbitmq:4', ['rabbitmq-diagnostics', 'ping'], 69]])('%s is not up yet: %j', (image, argv, exitCode) => {
    expect(runExec(start(image, secret), [], 10, argv)).toMatchObject({ exitCode })
  })
})

describe('what the documentation’s images serve', () => {
  const health = (ms: number) => runProgram({ ...start('registry.k8s.io/e2e-test-images/agnhost:2.40', { args: ['liveness'] }), incoming: [{ atMs: ms, port: 8080, kind: 'http', from: '10.0.0.9', path: '/healthz' }] }, [], 20_000).responses[0]
  test('agnhost liveness is well for ten seconds, and somebody who looks again is told', () => {
    expect([health(9000), health(11_000)].map(r => r?.status)).toEqual([200, 500])
    expect(runProgram(start('registry.k8s.io/e2e-test-images/agnhost:2.40', { args: ['liveness'] }), [], 20_000).ports.map(p => p.atMs)).toEqual([0, 10_000])
  })
  test('xtrabackup listens for who wants a copy, and ends where nobody does', () => {
    const image = 'gcr.io/google-samples/xtrabackup:1.0'
    expect(portsOf(start(image, { command: ['ncat', '--listen', '--keep-open', '--max-conns=1', '3307', '-c', 'xtrabackup --backup'] }))).toEqual([3307])
    expect(runProgram(start(image, { command: ['bash', '-c', 'ncat --recv-only mysql-0.mysql 3307 | xbstream -x; xtrabackup --prepare'] }), [], 20_000).end).toMatchObject({ exitCode: 0 })
  })
  test('a node that a ZooKeeper was given is read from it, also by another command', () => {
    const zk = start('registry.k8s.io/kubernetes-zookeeper:1.0-3.4.10', { command: ['start-zookeeper', '--servers=1'], hostname: 'zk-0' })
    const made = { atMs: 5000, port: 2181, kind: 'zookeeper' as const, from: '127.0.0.1', method: 'WRITE', body: 'create /hello world' }
    expect(runProgram({ ...zk, incoming: [made] }, [], 6000).responses[0]?.body).toBe('Created /hello')
    expect(runExec({ ...zk, incoming: [made] }, [], 9000, ['zkCli.sh', 'get', '/hello']).stdout).toMatch(/\nworld\ncZxid = 0x100000001\n/)
    expect(runExec(zk, [], 9000, ['zkCli.sh', 'get', '/hello']).stdout).toContain('Node does not exist: /hello')
  })
  test.each([[['CONFIG', 'GET', 'maxmemory'], '1) "maxmemory"\n2) "2097152"\n'], [['config', 'get', 'maxmemory-policy'], '1) "maxmemory-policy"\n2) "allkeys-lru"\n'], [['CONFIG', 'SET', 'nope', '1'], "(error) ERR Unknown option or number of arguments for CONFIG SET - 'nope'\n"]])('redis by its file: %j', (words, says) => {
    const redis = start('redis:8', { command: ['redis-server', '/conf/redis.conf'], files: { '/conf/redis.conf': 'maxmemory 2mb\nmaxmemory-policy allkeys-lru\n' } })
    expect(runExec(redis, [], 5000, ['redis-cli', ...words]).stdout).toBe(says)
  })
  test('serve_hostname says who it is', () => expect(answer(start('registry.k8s.io/serve_hostname'), 9376, '/')?.body).toBe('web-0'))
  test('the bootcamp says where it runs and which it is', () => expect(answer(start('docker.io/jocatalin/kubernetes-bootcamp:v2'), 8080, '/')?.body).toBe('Hello Kubernetes bootcamp! | Running on: web-0 | v=2\n'))
  test('hello-app says which it is', () => expect(answer(start('gcr.io/google-samples/hello-app:2.0'), 8080, '/')?.body).toBe('Hello, world!\nVersion: 2.0.0\nHostname: web-0\n'))
})

test('nginx -s tells the master to end, or to go on with another configuration', () => {
  const signalsOf = (what: string) => runExec(start('nginx'), [], 5000, ['nginx', '-s', what]).signals.map(s => s.name)
  expect([signalsOf('quit'), signalsOf('reload')]).toEqual([['QUIT'], ['HUP']])
  const run = runProgram(start('nginx'), [{ atMs: 3000, name: 'HUP' }], 6000)
  expect([run.end, run.output.at(-1)?.text]).toEqual([undefined, expect.stringContaining('signal 1 (SIGHUP) received, reconfiguring')])
  expect(runExec(start('nginx'), [], 5000, ['nginx', '-s', 'nosuch'])).toMatchObject({ exitCode: 1 })
})

describe('nginx reads its configuration', () => {
  const conf = 'server {\n  listen 8080 default_server; # not 81\n  listen [::]:8080;\n  root /srv;\n  location = /healthz { access_log off; return 200 "ok\\n"; }\n  location /api { return 503; }\n  location /api/v2 { return 204; }\n}'
  test('ports, root and answers', () => expect(readNginxConf(conf)).toMatchObject({ ports: [8080], root: '/srv' }))
  test.each([['/healthz', 200], ['/healthz/x', undefined], ['/api/v1', 503], ['/api/v2/x', 204], ['/', undefined]])('%s', (path, status) => expect(answerOf(readNginxConf(conf), path)?.status).toBe(status))
  test('and answers by it', () => {
    const s = start('nginx:1.27', { files: { '/etc/nginx/conf.d/default.conf': conf, '/srv/index.html': 'mine\n' } })
    expect(answer(s, 8080, '/healthz')).toMatchObject({ status: 200 })
    expect(answer(s, 8080, '/')).toMatchObject({ status: 200, body: 'mine\n' })
    expect(answer(s, 8080, '/nothing')).toMatchObject({ status: 404 })
    expect(answer(s, 80, '/')).toMatchObject({ fault: 'refused' })
  })
})

describe('an image that nobody knows', () => {
  const app = (more: Partial<ProgramStart> = {}, waitedFor = false) => start('example.com/shop:2.1', { standIn: { ports: [8080, 9090], waitedFor }, ...more })
  test('answers on the ports that its container names', () => {
    expect(portsOf(app())).toEqual([8080, 9090])
    expect(answer(app(), 8080, '/ready')).toMatchObject({ status: 200 })
  })
  test('runs until it is told otherwise, and says how where its pod waits for its end', () => {
    const waitedFor = runProgram(app({}, true), [], 600_000)
    expect(waitedFor.end).toBeUndefined()
    expect(waitedFor.output.map(l => l.text).join('')).toContain('kubestep.dev/run-seconds')
    expect(runProgram(app({ annotations: { 'kubestep.dev/run-seconds': '5' } }, true), [], 600_000).end).toMatchObject({ atMs: 5000, exitCode: 0 })
    expect(runProgram(app(), [], 600_000).end).toBeUndefined()
  })
  test.each([
    ['a command of its own', ['/usr/bin/java', '-jar', 'shop.jar'], [8080, 9090]], ['a script of its own', ['./serve.sh'], [8080, 9090]], ['one that a shell begins', ['sh', '-c', './migrate.sh && exec ./server --port 8080'], [8080, 9090]],
    ['a shell', ['sh', '-c', 'sleep 9999'], []],
  ])('%s', (_name, command, ports) => expect(portsOf(app({ command }))).toEqual(ports))
  test.each([['no-such-command'], ['/bin/doesnotexist'], ['missing.sh']])('%s says of itself that it is not there', name => {
    expect(runProgram(app({ command: [name] }), [], 1000).end).toMatchObject({ reason: 'StartError' })
  })
  test('what a probe calls is there, a common tool is not', () => {
    expect(runExec(app(), [], 5000, ['/bin/grpc_health_probe', '-addr=:8080'])).toMatchObject({ exitCode: 0 })
    expect(runExec(app(), [], 5000, ['sh', '-c', 'shop-ready 8080'])).toMatchObject({ exitCode: 0 })
    expect(runExec(app(), [], 5000, ['vim', 'x'])).toMatchObject({ exitCode: 127 })
    expect(runExec(app(), [], 5000, ['curl', '-s', 'localhost:9090/x'])).toMatchObject({ exitCode: 0, stdout: 'example.com/shop:2.1 on web-0: GET /x\n' })
  })
  test('a famous image without the command has not got it', () => expect(runProgram(start('nginx:1.27', { command: ['./serve.sh'] }), [], 1000).end).toMatchObject({ reason: 'StartError' }))
})
