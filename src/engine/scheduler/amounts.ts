// Quantities as plain numbers, in the units in which the scheduler counts: thousandths of a cpu, and whole units of all else.
import { MILLI, parseQuantity } from '../../kube/quantity.ts'
import { scaledValue } from '../../kube/quantityMath.ts'

/** What a pod asks for, or a node can give. `cpu` in millicores, the rest in bytes or pieces. */
export interface Resources {
  readonly cpu: number
  readonly memory: number
  readonly ephemeral: number
  /** Huge pages and extended resources by name, in order of name. */
  readonly others: readonly (readonly [name: string, amount: number])[]
}

export type Quantities = Readonly<Record<string, string | number>>

// The same few texts are read over and over ("100m", "128Mi"); a memo of a pure function, so going back needs nothing.
const memo = new Map<string, number>()
const MOST_MEMOS = 5000

function amount(text: string, scale: number): number {
  const key = `${scale}|${text}`
  let value = memo.get(key)
  if (value === undefined) {
    value = Number(scaledValue(parseQuantity(text), scale))
    if (memo.size >= MOST_MEMOS) memo.clear()
    memo.set(key, value)
  }
  return value
}

/** Rounded up, as Quantity.MilliValue and Quantity.Value do. */
export const amountOf = (resource: string, quantity: string | number): number => amount(String(quantity), resource === 'cpu' ? MILLI : 0)

export const nothing: Resources = Object.freeze({ cpu: 0, memory: 0, ephemeral: 0, others: [] })

export function resourcesOf(amounts: ReadonlyMap<string, number>): Resources {
  const others: [string, number][] = []
  for (const [name, value] of amounts) {
    if (name !== 'cpu' && name !== 'memory' && name !== 'ephemeral-storage' && name !== 'pods') others.push([name, value])
  }
  others.sort((a, b) => (a[0] < b[0] ? -1 : 1))
  return {
    cpu: amounts.get('cpu') ?? 0, memory: amounts.get('memory') ?? 0, ephemeral: amounts.get('ephemeral-storage') ?? 0, others,
  }
}

export function amountsOf(quantities: Quantities | undefined): Map<string, number> {
  const result = new Map<string, number>()
  if (quantities) for (const name in quantities) result.set(name, amountOf(name, quantities[name]!))
  return result
}
