// kubectl events. Upstream: kubectl/pkg/cmd/events.
import type { Event as EventObject } from '../../kube/core.ts'
import { Event } from '../../kube/kinds.ts'
import { parseTime } from '../../kube/rfc3339.ts'
import { KubectlError } from '../errors.ts'
import { kindFor } from '../parse/resources.ts'
import { ObjectPrinter, OUTPUT_FORMATS } from '../print/output.ts'
import { TableWriter, column, type KindPrinter } from '../print/table.ts'
import { since } from '../print/values.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { formatOf, outputFlags } from './flags.ts'

const lastSeen = (e: EventObject) => e.series?.lastObservedTime ?? e.lastTimestamp ?? e.eventTime ?? e.firstTimestamp ?? e.metadata.creationTimestamp

const printer: KindPrinter = {
  columns: [column('Last Seen'), column('Type'), column('Reason'), column('Object'), column('Message')],
  row(e: EventObject, { now }) {
    const first = since(e.firstTimestamp ?? e.eventTime, now)
    const interval = e.series ? `${since(e.series.lastObservedTime, now)} (x${e.series.count ?? 0} over ${first})`
      : (e.count ?? 0) > 1 ? `${since(e.lastTimestamp, now)} (x${e.count} over ${first})` : first
    return [interval, e.type ?? '', e.reason ?? '', `${e.involvedObject?.kind ?? ''}/${e.involvedObject?.name ?? ''}`, (e.message ?? '').trim()]
  },
}

/** What `--for` names: the kind and the name, which may be empty and then filters nothing. */
function asked(text: string): [kind: string | undefined, name: string | undefined] {
  if (!text) return [undefined, undefined]
  const [about, name, ...more] = text.split('/') as [string, ...string[]]
  if (name === undefined) throw new KubectlError('--for must be in resource/name form')
  if (more.length) throw new KubectlError('arguments in resource/name form may not have more than one slash')
  const kind = kindFor(about)
  if (!kind) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(about)}`, { bare: true })
  return [kind.kind, name]
}

function run(call: Invocation): Waiting | undefined {
  const all = call.bool('all-namespaces')
  const [kind, name] = asked(call.text('for'))
  const types = call.strings('types').map(t => t.toLowerCase())
  const wrong = types.find(t => t !== 'normal' && t !== 'warning')
  if (wrong !== undefined) throw new KubectlError('valid --types are Normal or Warning')
  const current = (): EventObject[] => (call.client.list(Event, all ? undefined : call.namespace) as readonly EventObject[])
    .filter(e => !name || (e.involvedObject?.kind === kind && e.involvedObject.name === name))
    .filter(e => !types.length || types.includes((e.type ?? '').toLowerCase()))
    .toSorted((a, b) => (parseTime(lastSeen(a) ?? '') ?? 0) - (parseTime(lastSeen(b) ?? '') ?? 0))
  const table = new TableWriter(printer, { showNamespace: all, noHeaders: call.bool('no-headers') })
  const list = current()
  const format = formatOf(call, OUTPUT_FORMATS)
  if (format) {
    const print = new ObjectPrinter(format, call.files)
    if (list.length === 0) call.err(all ? 'No events found.\n' : `No events found in ${call.namespace} namespace.\n`)
    // Names are printed of objects alone, and nobody hears that a list has none.
    else if (format.name !== 'name') call.out(print.print({ apiVersion: 'v1', items: list, kind: 'EventList', metadata: {} } as any))
    return undefined
  }
  if (!call.bool('watch')) {
    if (list.length === 0) call.err(all ? 'No events found.\n' : `No events found in ${call.namespace} namespace.\n`)
    else call.out(table.write(list as any, call.client.now))
    return undefined
  }
  let seen = new Map<string, string>()
  let begun = false
  const index = (events: readonly EventObject[]) => new Map(events.map(e => [e.metadata.uid!, e.metadata.resourceVersion!]))
  return {
    step() {
      const now = current()
      const fresh = now.filter(e => seen.get(e.metadata.uid!) !== e.metadata.resourceVersion)
      if (fresh.length || !begun) call.out(table.write(fresh as any, call.client.now))
      begun = true
      seen = index(now)
      return undefined
    },
    rewound() {
      seen = index(current())
    },
  }
}

export const events: Command = {
  path: 'events', summary: 'List events', completes: 'none', run,
  flags: [
    ...outputFlags, { name: 'all-namespaces', short: 'A', type: 'bool', default: false }, { name: 'watch', short: 'w', type: 'bool', default: false },
    { name: 'for', type: 'string', default: '' }, { name: 'types', type: 'strings', default: [], values: ['Normal', 'Warning'] },
    { name: 'no-headers', type: 'bool', default: false }, { name: 'chunk-size', type: 'int', default: 500 },
  ],
}
