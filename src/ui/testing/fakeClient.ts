// A worker that plays the scripted cluster: it answers every question of the protocol well enough to build and test the page.
// Never in the shipped page.
import type { WorkerLike } from '../../worker/client.ts'
import { SEMANTICS_VERSION, type Answers, type Delta, type Envelope, type Finding, type Request, type RowChange, type SavedRun, type TerminalChunk, type TerminalEnd } from '../../worker/protocol.ts'
import type { JobRow, PodRow, TableName } from '../../worker/rows.ts'
import { humanDuration } from '../../kube/age.ts'
import { jobFrames, Script, START, startFrames, type FakeFrame } from './fakeCluster.ts'

const FAKE_OPTIONS = { seed: 7, startAt: '2026-11-20T09:00:00Z', nodes: 3 }

export class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  /** Tests: answer nothing any more, or answer that the engine is broken. */
  silent = false
  broken: string | undefined
  readonly asked: Request[] = []
  #script = new Script()
  #position = -1
  #now = START
  #applied = false
  #inputs: SavedRun['inputs'][number][] = []
  #nextRunning = 1
  #watching: { running: number; from: number } | undefined
  #terminated = false

  postMessage({ id, request }: Envelope): void {
    this.asked.push(request)
    setTimeout(() => {
      if (this.#terminated || this.silent) return
      if (this.broken !== undefined) return this.onmessage?.({ data: { id, broken: { message: this.broken } } })
      this.onmessage?.({ data: { id, answer: this.#answer(request) } })
    }, 0)
  }

  terminate(): void { this.#terminated = true }

  get #frames(): readonly FakeFrame[] { return this.#script.frames }
  get #end(): number { return this.#frames.length - 1 }

  #answer(request: Request): Answers[keyof Answers] {
    switch (request.ask) {
      case 'boot': {
        this.#script = new Script()
        startFrames(this.#script)
        this.#position = this.#end
        this.#now = START
        for (const input of request.run?.inputs ?? []) this.#input(input.payload as string, input.at)
        if (request.run) {
          this.#position = Math.min(request.run.position, this.#end)
          this.#now = request.run.now
        }
        return { delta: this.#fresh() }
      }
      case 'snapshot': return { delta: this.#fresh() }
      case 'travel': return this.#travel(request.to)
      case 'kubectl': return this.#kubectl(request.line)
      case 'interrupt': {
        this.#watching = undefined
        return { delta: this.#delta(this.#position, [], [{ running: request.running, frame: this.#position, exitCode: 130 }]) }
      }
      case 'edited': return { delta: this.#delta(this.#position, [], []) }
      case 'complete': {
        const word = request.line.slice(0, request.cursor).split(' ').pop()!
        const choices = ['get', 'describe', 'delete', 'apply', 'pods', 'jobs', 'nodes', ...request.files, ...[...this.#rows('pods')].map(p => (p as PodRow).name)].filter(c => c.startsWith(word))
        return { from: request.cursor - word.length, to: request.cursor, choices: choices.map(text => ({ text })) }
      }
      case 'act': {
        const { act } = request
        if (act.do === 'stop-kubelet' || act.do === 'start-kubelet') {
          const node = this.#row('nodes', act.name)
          if (!node) return { delta: this.#delta(this.#position), refused: `nodes "${act.name}" not found` }
          return { delta: this.#happen('you', act.do, [['nodes', act.name, { ...node, kubelet: act.do === 'stop-kubelet' ? 'stopped' : 'running' }]]) }
        }
        return { delta: this.#delta(this.#position), refused: `${act.do} is not in the script` }
      }
      case 'check': return this.#check(request.file.path, request.file.text)
      case 'inspect': return { ref: request.ref, exists: true, yaml: `# ${request.ref}\n`, status: [], events: [], containers: ['pi-container'], why: this.#frames.slice(0, this.#position + 1).filter(f => f.head.about === request.ref).map(f => ({ ...f.head, also: 0 })), owners: [], owned: [] }
      case 'logs': return { lines: [{ at: this.#now, text: '3.141592653589793' }] }
      case 'why-frame': return { steps: this.#frames.slice(Math.max(0, request.seq - 5), request.seq + 1).map(f => ({ ...f.head, also: 0 })) }
      case 'density': {
        const to = Math.max(this.#frames[this.#end]!.head.at, this.#now)
        const counts = Array.from({ length: request.buckets }, () => 0)
        for (const { head } of this.#frames) counts[Math.min(request.buckets - 1, Math.floor(((head.at - START) / Math.max(1, to - START)) * request.buckets))]!++
        const marks = this.#frames.filter(f => f.head.what === 'apply' || f.head.what === 'succeeded').map(({ head }) => ({ seq: head.seq, at: head.at, kind: head.what === 'apply' ? 'input' as const : 'completed' as const, label: head.what, ...(head.about ? { about: head.about } : {}) }))
        return { from: START, to, counts, marks }
      }
      case 'live': return { text: this.#applied ? request.file.text.replace('parallelism: 3', 'parallelism: 3 # live') : '' }
      case 'undo-fork': return { delta: this.#delta(this.#position) }
      case 'save': return { run: { version: SEMANTICS_VERSION, options: FAKE_OPTIONS, inputs: this.#inputs, position: this.#position, now: this.#now } }
    }
  }

  #rowsAt(): Map<string, { table: TableName; key: string; row: NonNullable<RowChange['row']> }> {
    const rows = new Map<string, { table: TableName; key: string; row: NonNullable<RowChange['row']> }>()
    for (const { changes } of this.#frames.slice(0, this.#position + 1)) {
      for (const { table, key, after } of changes) {
        if (after === null) rows.delete(`${table} ${key}`)
        else rows.set(`${table} ${key}`, { table, key, row: after })
      }
    }
    return rows
  }
  #rows(table: TableName): unknown[] { return [...this.#rowsAt().values()].filter(r => r.table === table).map(r => r.row) }
  #row<N extends 'nodes'>(table: N, key: string) { return this.#rows(table).find(r => (r as { name: string }).name === key) as import('../../worker/rows.ts').NodeRow | undefined }

  #delta(from: number, terminal: TerminalChunk[] = [], ended: TerminalEnd[] = []): Delta {
    const changed = new Map<string, RowChange>()
    const passed = from < this.#position ? this.#frames.slice(from + 1, this.#position + 1) : this.#frames.slice(this.#position + 1, from + 1).toReversed()
    for (const { changes } of passed) for (const c of changes) changed.set(`${c.table} ${c.key}`, { table: c.table, key: c.key, row: from < this.#position ? c.after : c.before } as RowChange)
    return {
      from, position: this.#position, now: this.#now, end: this.#end, endAt: this.#frames[this.#end]?.head.at ?? START, fresh: false, changes: [...changed.values()],
      heads: from < this.#position ? passed.slice(-40).map(f => f.head) : [], terminal, ended, canUndoFork: false,
      ...(this.#position < from ? { takeBackFrom: this.#position + 1 } : {}),
    }
  }
  #fresh(): Delta {
    return { ...this.#delta(this.#position), from: -1, fresh: true, changes: [...this.#rowsAt().values()] as RowChange[], heads: this.#frames.slice(0, this.#position + 1).slice(-40).map(f => f.head) }
  }

  #travel(to: Extract<Request, { ask: 'travel' }>['to']): Answers['travel'] {
    const from = this.#position
    const clamp = (n: number) => Math.min(this.#end, Math.max(-1, n))
    if ('frames' in to || 'toFrame' in to) {
      const wanted = 'frames' in to ? from + to.frames : to.toFrame
      this.#position = clamp(wanted)
      this.#now = this.#frames[this.#position]?.head.at ?? START
      return { delta: this.#withWatch(from), done: this.#position === wanted, exhausted: this.#position !== wanted }
    }
    const at = 'toAt' in to ? to.toAt : 'forMs' in to ? this.#now + to.forMs : 0
    if ('until' in to) {
      const step = to.backwards ? -1 : 1
      let i = from + step
      while (i >= 0 && i <= this.#end && this.#frames[i]!.head.what !== 'succeeded') i += step
      this.#position = clamp(i)
      this.#now = this.#frames[this.#position]?.head.at ?? START
      return { delta: this.#withWatch(from), done: i >= 0 && i <= this.#end, exhausted: i < 0 || i > this.#end }
    }
    this.#now = Math.max(START, at)
    let i = this.#frames.findLastIndex(f => f.head.at <= this.#now)
    if (i < 0) i = -1
    this.#position = i
    return { delta: this.#withWatch(from), done: true, exhausted: false }
  }

  #withWatch(from: number): Delta {
    const watching = this.#watching
    if (!watching || this.#position <= from) return this.#delta(from)
    const chunks = this.#frames.slice(from + 1, this.#position + 1).flatMap(({ head, changes }) =>
      changes.filter(c => c.table === 'pods' && c.after !== null).map(c => ({ running: watching.running, frame: head.seq, at: head.at, stream: 'out' as const, text: podLine(c.after as PodRow, head.at) })))
    return this.#delta(from, chunks)
  }

  #happen(actor: string, what: string, changes: Parameters<Script['add']>[4]): Delta {
    const from = this.#position
    this.#script.frames.length = this.#position + 1
    this.#script.add(this.#now, actor, what, undefined, changes)
    this.#position = this.#end
    return this.#delta(from)
  }

  #input(line: string, at: number): void {
    if (!line.includes('apply') || this.#applied) return
    this.#inputs = [...this.#inputs, { seq: this.#end + 1, at, name: 'kubectl', payload: line }]
    this.#script.frames.length = this.#position + 1
    jobFrames(this.#script, at)
    this.#applied = true
  }

  #kubectl(line: string): Answers['kubectl'] {
    const running = this.#nextRunning++
    const from = this.#position
    const words = line.trim().replace(/^(kubectl|k)\s+/, '').split(/\s+/)
    let text = ''
    let code: number | undefined = 0
    let stream: 'out' | 'err' = 'out'
    if (words[0] === 'apply') {
      text = this.#applied ? 'job.batch/calculate-pi unchanged\n' : 'job.batch/calculate-pi created\n'
      if (!this.#applied) {
        this.#input(line, this.#now)
        this.#position = from + 1
      }
    } else if (words[0] === 'get' && words[1]?.startsWith('po')) {
      const pods = this.#rows('pods') as PodRow[]
      text = pods.length === 0 ? 'No resources found in default namespace.\n' : POD_HEAD + pods.map(p => podLine(p, this.#now)).join('')
      if (words.includes('-w')) {
        this.#watching = { running, from }
        code = undefined
      }
    } else if (words[0] === 'get' && /^jobs?/.test(words[1] ?? '')) {
      const jobs = this.#rows('jobs') as JobRow[]
      text = `NAME           STATUS    COMPLETIONS   DURATION   AGE\n${jobs.map(j => `${j.name.padEnd(15)}${j.status.padEnd(10)}${`${j.succeeded}/${j.completions}`.padEnd(14)}${humanDuration((j.endedAt ?? this.#now) - j.createdAt).padEnd(11)}${humanDuration(this.#now - j.createdAt)}\n`).join('')}`
    } else {
      text = `error: unknown command "${words[0]}" for "kubectl"\n`
      stream = 'err'
      code = 1
    }
    const frame = this.#position
    return { running, delta: this.#delta(from, text ? [{ running, frame, at: this.#now, stream, text }] : [], code === undefined ? [] : [{ running, frame, exitCode: code }]) }
  }

  #check(path: string, text: string): Answers['check'] {
    const lines = text.split('\n')
    const findings: Finding[] = lines.flatMap((l, i) => {
      const at = l.indexOf('paralelism')
      return at < 0 ? [] : [{
        path, severity: 'error' as const, from: { line: i + 1, column: at + 1 }, to: { line: i + 1, column: at + 11 }, field: 'spec.paralelism',
        message: 'unknown field "spec.paralelism" (did you mean "parallelism"?)',
      }]
    })
    const value = (key: string) => new RegExp(`^\\s*${key}: *(\\S+)`, 'm').exec(text)?.[1] ?? ''
    return { findings, documents: value('kind') ? [{ apiVersion: value('apiVersion'), kind: value('kind'), name: value('name'), line: 1 }] : [] }
  }
}

const POD_HEAD = 'NAME                 READY   STATUS              RESTARTS   AGE\n'
const podLine = (p: PodRow, now: number) => `${p.name.padEnd(21)}${p.ready.padEnd(8)}${p.status.padEnd(20)}${String(p.restarts).padEnd(11)}${humanDuration(now - p.createdAt)}\n`

export const spawnScripted = (): WorkerLike => new FakeWorker()
