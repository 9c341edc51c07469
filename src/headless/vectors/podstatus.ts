// What `kubectl get` prints of an object, cell by cell and as whole tables.
import type { AnyObject } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { printerFor } from '../../kubectl/print/kinds/index.ts'
import { table } from '../../kubectl/print/table.ts'
import type { TableOptions } from '../../kubectl/print/table.ts'
import { defaulted, withoutNulls } from './defaulted.ts'
import type { Topic } from './topic.ts'

const VARIANTS: Readonly<Record<string, TableOptions>> = {
  text: {},
  textWide: { wide: true },
  textNamespace: { showNamespace: true },
  textLabels: { showLabels: true },
  textLabelColumns: { labelColumns: ['app', 'example.com/tier'] },
  textNoHeaders: { noHeaders: true },
}

/** Kinds whose row without the wide option is not exactly the columns of priority 0. */
const NARROW_CELLS: Readonly<Record<string, number>> = { PersistentVolume: 11, PersistentVolumeClaim: 9, PriorityClass: 4 }

/** How many objects the texts with options show. */
const FEW = 12

function judgeRow(vector: any, now: number) {
  const printer = printerFor(vector.kind)
  const object = defaulted(vector.object)
  const narrow = NARROW_CELLS[vector.kind]
  const normal = printer.row(object, { now, wide: false }).filter((_, i) => (narrow === undefined ? printer.columns[i]!.priority === 0 : i < narrow))
  const whole = printer.row(object, { now, wide: true })
  const expected: Record<string, unknown> = { cells: vector.cells }
  const actual: Record<string, unknown> = { cells: normal }
  if (vector.wideExtraCells) {
    expected.wideExtraCells = vector.wideExtraCells
    actual.wideExtraCells = whole.slice(normal.length)
  }
  if (vector.wideCells) {
    expected.wideCells = vector.wideCells
    actual.wideCells = whole
  }
  return { expected, actual }
}

/**
 * A text shows the objects of the rows of its kind; they stand in the same file, so whoever runs the topic hands all its cases over.
 */
function judgeText(vector: any, now: number, cases: readonly any[]) {
  // The labels beside a row were taken from the object as it came, before any defaults.
  const objects: AnyObject[] = cases.filter(c => c.op === 'row' && c.kind === vector.kind)
    .map(c => ({ ...defaulted(c.object), metadata: withoutNulls(c.object.metadata) }))
  const expected: Record<string, string> = {}
  const actual: Record<string, string> = {}
  for (const [name, options] of Object.entries(VARIANTS)) {
    if (vector[name] === undefined) continue
    expected[name] = vector[name]
    const whole = name === 'text' || name === 'textWide'
    actual[name] = table(printerFor(vector.kind), whole ? objects : objects.slice(0, FEW), now, options)
  }
  return { expected, actual }
}

export const podstatusTopic: Topic = {
  name: 'podstatus',
  judge(vector, shared, cases) {
    const now = instantOf(shared?.now ?? '2026-01-01T12:00:00Z')
    return vector.op === 'text' ? judgeText(vector, now, cases ?? []) : judgeRow(vector, now)
  },
}
