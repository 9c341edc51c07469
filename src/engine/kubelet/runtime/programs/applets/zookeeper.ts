// ZooKeeper as far as the documentation's ensemble needs it: a tree of nodes that every server has, kept in its data directory; who starts learns of the
// others what he has missed. Elections and quorums are not simulated: each server takes what is written and tells the others.
import { resolvePath } from '../machine/files.ts'
import { print, write } from '../machine/io.ts'
import type { Arrived } from '../machine/init.ts'
import type { Process } from '../machine/process.ts'
import { Waiters } from '../machine/waiters.ts'
import type { NetworkAnswer } from '../program.ts'
import type { Applet } from './applet.ts'
import { ask } from './ask.ts'
import { dateText } from './clock.ts'
import { closingUs, listen } from './listening.ts'

/** How long a server waits for another one. */
const PATIENCE_US = 2_000_000

interface ZNode { readonly data: string; readonly made: number; readonly madeAt: number; readonly changed: number; readonly changedAt: number; readonly version: number }
interface Nodes { readonly last: number; readonly nodes: Readonly<Record<string, ZNode>> }

const EMPTY: Nodes = { last: 0x1_0000_0000, nodes: {} }
const READS = new Set(['get', 'ls', 'stat', 'all'])

/** One server's tree. The file is the state. */
class Tree {
  /** Woken when somebody has written here, and how often that was. */
  readonly written = new Waiters()
  turns = 0
  readonly #proc: Process
  readonly #path: string

  constructor(proc: Process, dir: string) {
    this.#proc = proc
    this.#path = `${dir}/snapshot.0`
    if (!proc.kernel.files.stat(dir)) proc.kernel.files.makeDirectory(dir, proc.kernel.nowUs)
  }

  get text(): string { return this.#proc.kernel.files.text(this.#path) ?? '' }

  get #nodes(): Nodes { return nodesIn(this.text) ?? EMPTY }

  #put(nodes: Nodes): void { this.#proc.kernel.files.write(this.#path, JSON.stringify(nodes), this.#proc.kernel.nowUs) }

  /** Takes another one's tree if it is newer. */
  learn(text: string): void {
    const other = nodesIn(text)
    if (other && other.last > this.#nodes.last) this.#put(other)
  }

  answer({ kind, body = '' }: Arrived): NetworkAnswer {
    if (kind !== 'zookeeper') return { status: 200, body: body.trim() === 'ruok' ? 'imok' : '' }
    if (body.startsWith('learn ')) {
      this.learn(body.slice('learn '.length))
      return { status: 200, body: '' }
    }
    if (body === 'all') return { status: 200, body: this.text }
    const [, verb = '', path = '', data = ''] = /^(\S+)\s+(\S+)\s?([^]*)$/.exec(body) ?? []
    return { status: 200, body: this.#said(verb, path.length > 1 ? path.replace(/\/$/, '') : path, data) }
  }

  #said(verb: string, path: string, data: string): string {
    if (!path.startsWith('/')) return `Command failed: java.lang.IllegalArgumentException: Path must start with / character`
    const { last, nodes } = this.#nodes
    const node = nodes[path]
    const children = Object.keys(nodes).filter(other => other.startsWith(path === '/' ? '/' : `${path}/`) && !other.slice(path === '/' ? 1 : path.length + 1).includes('/'))
    const parent = path.slice(0, path.lastIndexOf('/'))
    const next = last + 1
    const now = this.#proc.kernel.clockMs
    if (verb === 'create') {
      if (node) return `Node already exists: ${path}`
      if (parent !== '' && !nodes[parent]) return `Node does not exist: ${path}`
      this.#write({ last: next, nodes: { ...nodes, [path]: { data, made: next, madeAt: now, changed: next, changedAt: now, version: 0 } } })
      return `Created ${path}`
    }
    if (verb === 'ls') return node || path === '/' ? `[${[...children.map(child => child.slice(child.lastIndexOf('/') + 1)), ...(path === '/' ? ['zookeeper'] : [])].join(', ')}]` : `Node does not exist: ${path}`
    if (!node) return `Node does not exist: ${path}`
    if (verb === 'delete' || verb === 'rmr') {
      if (verb === 'delete' && children.length > 0) return `Node not empty: ${path}`
      this.#write({ last: next, nodes: Object.fromEntries(Object.entries(nodes).filter(([other]) => other !== path && !other.startsWith(`${path}/`))) })
      return ''
    }
    let told = node
    if (verb === 'set') {
      told = { ...node, data, changed: next, changedAt: now, version: node.version + 1 }
      this.#write({ last: next, nodes: { ...nodes, [path]: told } })
    }
    const at = (ms: number): string => dateText(ms, '%a %b %d %H:%M:%S UTC %Y')
    const hex = (n: number): string => `0x${n.toString(16)}`
    return [...(verb === 'get' ? [told.data] : []), `cZxid = ${hex(told.made)}`, `ctime = ${at(told.madeAt)}`, `mZxid = ${hex(told.changed)}`, `mtime = ${at(told.changedAt)}`, `pZxid = ${hex(told.made)}`, `cversion = ${children.length}`,
      `dataVersion = ${told.version}`, 'aclVersion = 0', 'ephemeralOwner = 0x0', `dataLength = ${told.data.length}`, `numChildren = ${children.length}`].join('\n')
  }

  #write(nodes: Nodes): void {
    this.#put(nodes)
    this.turns++
    this.written.wake()
  }
}

function nodesIn(text: string): Nodes | undefined {
  try {
    const nodes = JSON.parse(text) as Nodes
    return typeof nodes.last === 'number' && typeof nodes.nodes === 'object' ? nodes : undefined
  } catch {
    return undefined
  }
}

const VERBS: Readonly<Record<string, number>> = { create: 2, get: 1, ls: 1, stat: 1, set: 2, delete: 1, rmr: 1 }

/** One command of the client's: `zkCli.sh create /hello world`. */
const zkCli: Applet = function* (proc, argv) {
  const at = argv.indexOf('-server')
  const [host = 'localhost', port = '2181'] = (at < 0 ? '' : argv[at + 1] ?? '').split(':').filter(Boolean)
  const [verb = '', ...rest] = argv.slice(1).filter((word, i, all) => word !== '-server' && all[i - 1] !== '-server' && !/^-[es]$/.test(word))
  yield* print(proc, `Connecting to ${host}:${port}\n`)
  if (!Object.hasOwn(VERBS, verb) || rest.length < VERBS[verb]!) {
    yield* write(proc, 2, `ZooKeeper -server host:port cmd args\n${Object.keys(VERBS).map(name => `\t${name} path${VERBS[name] === 2 ? ' data' : ''}\n`).join('')}`)
    return 1
  }
  const answer = yield* ask(proc, { kind: 'zookeeper', host, port: Number(port), method: READS.has(verb) ? 'READ' : 'WRITE', body: `${verb} ${rest[0]}${rest[1] === undefined ? '' : ` ${rest[1]}`}` }, 10e6)
  if (answer.fault !== undefined) {
    yield* print(proc, `Exception in thread "main" org.apache.zookeeper.KeeperException$ConnectionLossException: KeeperErrorCode = ConnectionLoss for ${rest[0]}\n`)
    return 1
  }
  yield* print(proc, `\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\n${answer.body ? `${answer.body}\n` : ''}`)
  return 0
}

const HOME = '/opt/zookeeper/conf'
/** ZooKeeper's start script: who one is comes from the pod's ordinal, who the others are from the number of them. */
const startZookeeper: Applet = function* (proc, argv) {
  const option = (name: string, otherwise: string): string => argv.find(word => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise
  const { hostname } = proc.kernel.start
  const ordinal = /^(.*)-(\d+)$/.exec(hostname)
  if (!ordinal) {
    yield* write(proc, 1, 'Failed to parse name and ordinal of Pod\n')
    return 1
  }
  const domain = /\s(\S+\.svc\.cluster\.local)\b/.exec(proc.kernel.files.text('/etc/hosts') ?? '')?.[1]?.replace(/^[^.]*\./, '') ?? ''
  const dataDir = option('data_dir', '/var/lib/zookeeper/data')
  const conf = option('conf_dir', HOME)
  const [client, election, quorum] = [option('client_port', '2181'), option('election_port', '3888'), option('server_port', '2888')]
  const servers = Array.from({ length: Number(option('servers', '1')) }, (_, n) => `server.${n + 1}=${ordinal[1]}-${n}${domain ? `.${domain}` : ''}:${quorum}:${election}`)
  const put = (path: string, text: string) => {
    for (const at of path.matchAll(/\/(?=.)/g)) if (at.index > 0 && !proc.kernel.files.stat(path.slice(0, at.index))) proc.kernel.files.makeDirectory(path.slice(0, at.index), proc.kernel.nowUs)
    proc.kernel.files.write(path, text, proc.kernel.nowUs)
  }
  put(resolvePath('/', `${dataDir}/myid`), `${Number(ordinal[2]) + 1}\n`)
  put(resolvePath('/', `${conf}/zoo.cfg`), [
    '#This file was autogenerated DO NOT EDIT', `clientPort=${client}`, `dataDir=${dataDir}`, `dataLogDir=${option('data_log_dir', '/var/lib/zookeeper/log')}`, `tickTime=${option('tick_time', '2000')}`,
    `initLimit=${option('init_limit', '10')}`, `syncLimit=${option('sync_limit', '5')}`, `maxClientCnxns=${option('max_client_cnxns', '60')}`, `minSessionTimeout=${option('min_session_timeout', '4000')}`,
    `maxSessionTimeout=${option('max_session_timeout', '40000')}`, `autopurge.snapRetainCount=${option('snap_retain_count', '3')}`, `autopurge.purgeInteval=${option('purge_interval', '12')}`, ...(servers.length > 1 ? servers : []), '',
  ].join('\n'))
  proc.kernel.allocate(proc, 300_000_000)
  yield { us: 1_500_000, calm: true }
  const peers = servers.length > 1 ? servers.map(line => line.replace(/^[^=]*=([^:]*):.*$/, '$1')).filter((_, n) => n !== Number(ordinal[2])) : []
  const tree = new Tree(proc, resolvePath('/', `${dataDir}/version-2`))
  for (const port of [client, election, quorum]) yield* listen(proc, Number(port), request => tree.answer(request))
  yield* print(proc, `[myid:${Number(ordinal[2]) + 1}] - INFO  [main:QuorumPeerMain@127] - Starting quorum peer\n`)
  for (const signal of ['TERM', 'INT'] as const) proc.handlers.set(signal, 'catch')
  // What the others know better is learnt at the beginning; what is written here is told to them.
  for (const host of peers) {
    const answer = yield* ask(proc, { kind: 'zookeeper', host, port: Number(client), method: 'READ', body: 'all' }, PATIENCE_US)
    if (answer.fault === undefined) tree.learn(answer.body ?? '')
  }
  for (let told = tree.turns; proc.pending.length === 0;) {
    if (told === tree.turns) {
      yield { on: [tree.written] }
      continue
    }
    told = tree.turns
    for (const host of peers) yield* ask(proc, { kind: 'zookeeper', host, port: Number(client), method: 'WRITE', body: `learn ${tree.text}` }, PATIENCE_US)
  }
  proc.kernel.closePorts()
  yield { us: closingUs(proc), calm: true }
  return 143
}

/** Asks the server beside it whether it is well. */
const zookeeperReady: Applet = function* (proc, argv) {
  yield { us: 20_000 }
  return proc.kernel.listeners.has(Number(argv[1] ?? 2181)) ? 0 : 1
}

export const ZOOKEEPER: ReadonlyMap<string, Applet> = new Map([['start-zookeeper', startZookeeper], ['zookeeper-ready', zookeeperReady], ['zkCli.sh', zkCli]])
