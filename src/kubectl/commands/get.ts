// kubectl get. Upstream: kubectl/pkg/cmd/get/get.go.
import { scaleOf } from '../print/kinds/scale.ts'
import { ApiError } from '../../engine/api/errors.ts'
import { deprecationOf } from '../../kube/deprecations.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError, throwAll, usage } from '../errors.ts'
import type { Flag } from '../parse/flags.ts'
import { kindFor, kindName, listOf, requireKind } from '../parse/resources.ts'
import { columnsFromFile, CustomColumnWriter, parseColumns } from '../print/customColumns.ts'
import { compactJson } from '../print/json.ts'
import { listOfObjects, ObjectPrinter, OUTPUT_FORMATS_OF_GET, readJsonPath, shown, type Format } from '../print/output.ts'
import { printerFor } from '../print/kinds/index.ts'
import { sortObjects, Unsortable } from '../print/sort.ts'
import { TableWriter, type TableOptions } from '../print/table.ts'
import { Follower } from '../follower.ts'
import { getRaw } from './raw.ts'
import { findObjects, type Found, getAny, hasFiles } from './find.ts'
import { fieldSelectorFlag, filenameFlags, formatOf, klogLine, outputFlags, selectorFlags } from './flags.ts'
import type { Command, Invocation, Waiting } from './command.ts'

const flags: readonly Flag[] = [
  ...outputFlags, ...filenameFlags, ...selectorFlags, fieldSelectorFlag,
  { name: 'all-namespaces', short: 'A', type: 'bool', default: false, usage: 'list the objects of all namespaces' },
  { name: 'watch', short: 'w', type: 'bool', default: false, usage: 'after listing, watch for changes' },
  { name: 'watch-only', type: 'bool', default: false, usage: 'watch for changes without listing first' },
  { name: 'output-watch-events', type: 'bool', default: false },
  { name: 'no-headers', type: 'bool', default: false },
  { name: 'show-labels', type: 'bool', default: false, usage: 'show all labels as the last column' },
  { name: 'label-columns', short: 'L', type: 'strings', default: [], usage: 'labels that are shown as columns' },
  { name: 'sort-by', type: 'string', default: '', usage: 'sort by this JSONPath' },
  { name: 'ignore-not-found', type: 'bool', default: false },
  { name: 'show-kind', type: 'bool', default: false },
  { name: 'subresource', type: 'string', default: '' },
  { name: 'server-print', type: 'bool', default: true },
  { name: 'chunk-size', type: 'int', default: 500 },
  { name: 'raw', type: 'string', default: '' },
]

const COMPONENTS = [['scheduler', 'Healthy', 'ok'], ['etcd-0', 'Healthy', 'ok'], ['controller-manager', 'Healthy', 'ok']] as const

/** Whether the arguments name several kinds, so that each row says which it is. */
function severalKinds(args: readonly string[]): boolean {
  if (args.length === 1 && (args[0] === 'all' || args[0]!.includes(','))) return true
  const named = new Set(args.filter(a => a.includes('/')).map(a => a.slice(0, a.indexOf('/'))))
  if (args[0]?.includes(',') && !args[0].includes('/')) return true
  return named.size > 1
}

function run(call: Invocation): Waiting | undefined {
  const { args } = call
  const files = hasFiles(call)
  if (call.text('raw')) return void getRaw(call)
  if (args.length === 0 && !files) {
    call.err('You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n')
    throw usage('get', 'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).')
  }
  const format = formatOf(call, OUTPUT_FORMATS_OF_GET)
  if (format?.name.startsWith('jsonpath')) readJsonPath(format, call.files)
  if (format?.name === 'custom-columns') parseColumns(format.argument ?? '')
  const output = call.text('output')
  if (call.bool('show-labels') && output && output !== 'wide') throw new KubectlError(`--show-labels option cannot be used with ${output} printer`)
  if (args.length === 1 && ['componentstatuses', 'componentstatus', 'cs'].includes(args[0]!)) return components(call)
  if (args.length && Object.hasOwn(NEVER_ANY, args[0]!.toLowerCase())) return neverAny(call)
  if (call.bool('watch') || call.bool('watch-only')) return watch(call, format)
  if (call.bool('output-watch-events')) throw new KubectlError('--output-watch-events option can only be used with --watch or --watch-only')
  const subresource = call.text('subresource')
  if (subresource && !(args.length > 1 || args.some(a => a.includes('/')) || hasFiles(call))) throw new KubectlError('subresource cannot be used when bulk resources are specified')
  const { found: named, errors } = select(call)
  const found = subresource ? named.map(f => withSubresource(f, subresource)) : named
  for (const warning of new Set(kindsAsked(call).map(deprecationOf))) if (warning) call.err(`Warning: ${warning}\n`)
  const sortBy = call.text('sort-by')
  const sorted = sortBy ? ordered(call, found, sortBy, isTable(format)) : found
  if (isTable(format)) tables(call, sorted, format, errors)
  else if (format!.name.startsWith('custom-columns')) customColumns(call, sorted, format!, errors)
  else objects(call, sorted, format!)
  // They are told as one of several, even where there is one.
  throwAll(errors.map(e => (e instanceof KubectlError ? new KubectlError(e.message, { bare: true }) : e)))
  return undefined
}

/** A table that cannot be sorted so is not printed, and nobody hears why. Upstream: kubectl/pkg/cmd/get/sorter.go, SortingPrinter. */
function ordered(call: Invocation, found: readonly Found[], sortBy: string, table: boolean): readonly Found[] {
  if (table && found.length < 2) return found
  try {
    return sortObjects(found, f => f.object, sortBy)
  } catch (e) {
    if (table && e instanceof KubectlError) return []
    if (e instanceof Unsortable) {
      const why = `Field {${sortBy.replace(/^\{|\}$/g, '').replace(/^(?!\.)/, '.')}} in [][][]reflect.Value is an unsortable type: interface, err: ${e.message}`
      throw new KubectlError(klogLine(call, 'F', 'sorter.go:375', why), { bare: true })
    }
    throw e
  }
}

/** The part of an object that is asked for. Of most parts, kubectl shows the object itself. */
function withSubresource(f: Found, subresource: string): Found {
  if (!f.kind.subresources.includes(subresource)) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource')
  return subresource === 'scale' ? { ...f, object: scaleOf(f.object) } : f
}

const isTable = (format: Format | undefined) => format === undefined || format.name === 'wide'

function kindsAsked(call: Invocation): Kind[] {
  const first = call.args[0]
  if (!first || first.includes('/')) return call.args.map(a => kindFor(a.split('/')[0]!)).filter(k => k !== undefined)
  return first.split(',').map(n => kindFor(n)).filter(k => k !== undefined)
}

function select(call: Invocation): { found: Found[]; errors: unknown[] } {
  const [labelSelector, fieldSelector] = [call.text('selector'), call.text('field-selector')]
  const { args } = call
  const allNamespaces = call.bool('all-namespaces')
  const byName = args.length > 1 || args.some(a => a.includes('/'))
  if (allNamespaces && byName && (args.some(a => a.includes('/')) ? true : kindsAsked(call).some(k => k.namespaced)))
    throw new KubectlError('a resource cannot be retrieved by name across all namespaces')
  const { found, errors } = findObjects(call, { lists: true, allNamespaces, ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}) })
  const notThere = (e: unknown) => e instanceof ApiError && e.reason === 'NotFound'
  return { found, errors: call.bool('ignore-not-found') ? errors.filter(e => !notThere(e)) : errors }
}

function nothingFound(call: Invocation, errors: readonly unknown[]): void {
  if (errors.length || call.bool('ignore-not-found')) return
  const clustered = kindsAsked(call).length > 0 && kindsAsked(call).every(k => !k.namespaced)
  call.err(call.bool('all-namespaces') || clustered ? 'No resources found\n' : `No resources found in ${call.namespace} namespace.\n`)
}

function tableOptions(call: Invocation, kind: Kind, format: Format | undefined, prefixed: boolean): TableOptions {
  return {
    wide: format?.name === 'wide', noHeaders: call.bool('no-headers'), showNamespace: call.bool('all-namespaces') && kind.namespaced,
    showLabels: call.bool('show-labels'), labelColumns: call.strings('label-columns'), ...(prefixed ? { prefix: `${kindName(kind)}/` } : {}),
  }
}

/** A table per run of objects of one kind, with an empty line between them. */
function tables(call: Invocation, found: readonly Found[], format: Format | undefined, errors: readonly unknown[]): void {
  // Of what was named, only what was found counts.
  const named = call.args.length > 1 || call.args.some(a => a.includes('/')) || hasFiles(call)
  const prefixed = call.bool('show-kind') || (!named && severalKinds(call.args)) || (named && new Set(found.map(f => f.kind)).size > 1)
  const groups: { kind: Kind; objects: AnyObject[] }[] = []
  for (const { kind, object } of found) {
    const last = groups.at(-1)
    if (last?.kind === kind) last.objects.push(object)
    else groups.push({ kind, objects: [object] })
  }
  for (const [i, { kind, objects }] of groups.entries()) {
    if (i > 0 && !call.bool('no-headers')) call.out('\n')
    call.out(new TableWriter(printerFor(call.bool('server-print') ? (objects[0]!.kind === 'Scale' ? 'Scale' : kind.kind) : ''), tableOptions(call, kind, format, prefixed)).write(objects, call.client.now))
  }
  if (groups.length === 0) nothingFound(call, errors)
}

function customColumnWriter(call: Invocation, format: Format): CustomColumnWriter {
  if (format.name === 'custom-columns') return new CustomColumnWriter(parseColumns(format.argument ?? ''), call.bool('no-headers'))
  if (!format.argument) throw new KubectlError('custom-columns format specified but no custom columns given')
  const text = call.files.read(format.argument)
  if (text === undefined) throw new KubectlError(`error reading template ${format.argument}, open ${format.argument}: no such file or directory`)
  return new CustomColumnWriter(columnsFromFile(text), call.bool('no-headers'))
}

function customColumns(call: Invocation, found: readonly Found[], format: Format, errors: readonly unknown[]): void {
  if (found.length === 0 && errors.length) return
  call.out(customColumnWriter(call, format).write(found.map(f => f.object)))
}

/** One object by itself where one was named, else a List. */
function objects(call: Invocation, found: readonly Found[], format: Format): void {
  const printer = new ObjectPrinter(format, call.files, call.bool('show-managed-fields'), call.bool('allow-missing-template-keys'))
  if (format.name === 'name') {
    for (const { object } of found) call.out(printer.print(object))
    return
  }
  const { args } = call
  const single = args.some(a => a.includes('/')) ? args.length === 1 : args.length === 2 && !args[0]!.includes(',') && args[0] !== 'all'
  const onlyFile = hasFiles(call) && found.length === 1
  if (single || onlyFile) {
    if (found.length) call.out(printer.print(found[0]!.object))
    return
  }
  call.out(printer.print(listOfObjects(found.map(f => f.object))))
}

/** Kinds that a real server has and this one keeps none of: there are never any. */
const NEVER_ANY: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['csistoragecapacities', 'resourceclaims', 'resourceclaimtemplates'].map(n => [n, true] as const),
  ...['certificatesigningrequests', 'certificatesigningrequest', 'csr', 'customresourcedefinitions', 'customresourcedefinition', 'crd', 'crds',
    'csidrivers', 'csinodes', 'volumeattachments', 'runtimeclasses', 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'deviceclasses', 'resourceslices'].map(n => [n, false] as const),
])

/** A list of such a kind, or one of them by name. */
function neverAny(call: Invocation): undefined {
  const [word, ...names] = call.args
  const namespaced = NEVER_ANY[word!.toLowerCase()]
  if (names.length) throw new ApiError(404, 'NotFound', `${word} ${JSON.stringify(names[0])} not found`, { name: names[0]! })
  if (!call.bool('ignore-not-found')) call.err(namespaced && !call.bool('all-namespaces') ? `No resources found in ${call.namespace} namespace.\n` : 'No resources found\n')
  return undefined
}

function components(call: Invocation): undefined {
  call.err('Warning: v1 ComponentStatus is deprecated in v1.19+\n')
  const printer = {
    columns: ['Name', 'Status', 'Message', 'Error'].map(name => ({ name, priority: 0 as const })),
    row: (o: any) => [o.metadata.name, o.status, o.message, ''],
  }
  const rows: any[] = COMPONENTS.map(([name, status, message]) => ({ kind: 'ComponentStatus', metadata: { name }, status, message }))
  call.out(new TableWriter(printer, { noHeaders: call.bool('no-headers') }).write(rows, call.client.now))
  return undefined
}

function namedByFile(call: Invocation): string[] {
  const { found, errors } = findObjects(call)
  throwAll(errors)
  if (found.length > 1) throw new KubectlError('watch is only supported on individual resources and resource collections - more than 1 resource was found')
  return found.map(f => `${f.kind.group ? `${f.kind.plural}.${f.kind.version}.${f.kind.group}` : f.kind.plural}/${f.object.metadata.name}`)
}

/** What `-w` follows: one object by name, or a list of one kind. */
function watch(call: Invocation, format: Format | undefined): Waiting {
  const { client } = call
  // What one file names is watched as if it were named here.
  const args = hasFiles(call) ? namedByFile(call) : call.args
  const slashed = args.length === 1 && args[0]!.includes('/')
  const [kindText, name] = slashed ? args[0]!.split('/') : args
  if (args.length > 2 && !slashed) for (const each of args.slice(1)) getAny(call, requireKind(kindText!), call.namespace, each)
  if (args.length > 2 || kindText === 'all' || kindText?.includes(',')) throw new KubectlError('you may only specify a single resource type')
  const kind = requireKind(kindText ?? '')
  const namespace = kind.namespaced && !call.bool('all-namespaces') ? call.namespace : undefined
  const [labelSelector, fieldSelector] = [call.text('selector'), call.text('field-selector')]
  const current = (): readonly AnyObject[] => {
    if (name === undefined) return listOf(client, kind, { namespace, ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}) })
    try {
      return [client.get(kind, namespace, name) as any]
    } catch (e) {
      if (e instanceof ApiError && e.reason === 'NotFound') return []
      throw e
    }
  }
  const table = isTable(format) ? new TableWriter(printerFor(kind.kind), tableOptions(call, kind, format, call.bool('show-kind'))) : undefined
  const columns = format?.name.startsWith('custom-columns') ? customColumnWriter(call, format) : undefined
  const printer = table || columns ? undefined : new ObjectPrinter(format!, call.files, call.bool('show-managed-fields'), call.bool('allow-missing-template-keys'))
  const events = call.bool('output-watch-events')
  const show = (type: string, list: readonly AnyObject[]) => {
    if (!list.length) return
    if (table) call.out(events ? withEvents(table, type, list, client.now) : table.write(list, client.now))
    else if (columns) call.out(columns.write(list))
    else for (const object of list) call.out(events ? eventText(printer!, type, object) : printer!.print(object))
  }

  const timeout = call.number('request-timeout')
  const until = timeout > 0 ? client.now + timeout : undefined
  const follower = new Follower(client, kind, namespace, {
    ...(labelSelector ? { labelSelector } : {}),
    ...(fieldSelector || name !== undefined ? { fieldSelector: [fieldSelector, name === undefined ? '' : `metadata.name=${name}`].filter(Boolean).join(',') } : {}),
  }, current)
  let begun = false
  if (call.text('sort-by')) call.err('warning: --watch requested, --sort-by will be ignored for watch events received\n')
  return {
    get nextAt() {
      return until
    },
    step() {
      if (begun) {
        for (const { type, object } of follower.changes()) show(type, [object])
      } else {
        const list = follower.begin()
        if (name !== undefined && list.length === 0) throw client.get(kind, namespace, name)
        if (!call.bool('watch-only')) show('ADDED', list)
        begun = true
      }
      return until !== undefined && client.now >= until ? 0 : undefined
    },
    rewound() {
      if (begun) follower.begin()
    },
  }
}

/** An event as the server sent it, on one line where it is JSON. Of its object, managedFields are shown as nobody takes them out. */
function eventText(printer: ObjectPrinter, type: string, object: AnyObject): string {
  if (printer.format.name === 'name') return printer.print(object)
  const event = { type, object: shown(object, true) }
  if (printer.format.name === 'json') return `{"type":${JSON.stringify(type)},"object":${compactJson(event.object)}}\n`
  return printer.print(event)
}

function withEvents(table: TableWriter, type: string, list: readonly AnyObject[], now: number): string {
  const lines = table.write(list, now).split('\n').slice(0, -1)
  return lines.map((line, i) => `${lines.length > list.length && i === 0 ? 'EVENT'.padEnd(11) : type.padEnd(11)}${line}\n`).join('')
}

export const get: Command = { path: 'get', summary: 'Display one or many resources', flags, completes: 'resources', run }
