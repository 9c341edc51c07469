// The small rules that many fields share. Each pushes what it finds; a rule that finds nothing pushes nothing.
import { sameValue } from './equality.ts'
import type { FieldError } from './fieldError.ts'
import { invalidValue, notSupported, required } from './fieldError.ts'
import { dns1123Label, dns1123Subdomain, labelValue, portName, portNumber, qualifiedName } from './names.ts'

/** Where findings go. Paths are plain text: `spec.template.spec.containers[0]`. */
export type Findings = FieldError[]
export type NameRule = (value: string) => readonly string[]

export const NOT_NEGATIVE = 'must be greater than or equal to 0'
export const IMMUTABLE = 'field is immutable'

export function nonnegative(out: Findings, path: string, value: number | undefined): void {
  if (value !== undefined && value < 0) out.push(invalidValue(path, value, NOT_NEGATIVE))
}

/** Every reason that `rule` gives against the value. */
export function named(out: Findings, path: string, value: string, rule: NameRule): void {
  for (const reason of rule(value)) out.push(invalidValue(path, value, reason))
}

export const label = (out: Findings, path: string, value: string): void => named(out, path, value, dns1123Label)
export const subdomain = (out: Findings, path: string, value: string): void => named(out, path, value, dns1123Subdomain)
export const qualified = (out: Findings, path: string, value: string): void => named(out, path, value, qualifiedName)

/** One of a closed list, in the list's order; empty is `Required value`. */
export function oneOf(out: Findings, path: string, value: string | undefined, allowed: readonly string[]): void {
  if (!value) out.push(required(path, ''))
  else if (!allowed.includes(value)) out.push(notSupported(path, value, allowed))
}

export function labels(out: Findings, path: string, map: Readonly<Record<string, string>> | undefined): void {
  if (!map || goodLabels.has(map)) return
  const before = out.length
  for (const key in map) {
    named(out, path, key, qualifiedName)
    named(out, path, map[key]!, labelValue)
  }
  if (out.length === before) goodLabels.add(map)
}

// Sets of labels that had no faults: all pods of one template come with the same one.
const goodLabels = new WeakSet<object>()

/** A port by number or by name. */
export function portNumberOrName(out: Findings, path: string, port: number | string | undefined): void {
  if (typeof port === 'string') named(out, path, port, portName)
  else for (const reason of portNumber(port ?? 0)) out.push(invalidValue(path, port ?? 0, reason))
}

/** `shown` is what the message prints of the new value, where that is not the value itself. */
export function immutable(out: Findings, path: string, next: unknown, old: unknown, shown: () => unknown = () => next): void {
  if (!sameValue(next, old)) out.push(invalidValue(path, shown() ?? null, IMMUTABLE))
}

/** A path inside a volume: relative, and never upwards. */
export function descendingPath(out: Findings, path: string, value: string): void {
  if (value.startsWith('/')) out.push(invalidValue(path, value, 'must be a relative path'))
  noBacksteps(out, path, value)
}

export function noBacksteps(out: Findings, path: string, value: string): void {
  if (value.split('/').includes('..')) out.push(invalidValue(path, value, "must not contain '..'"))
}

/** Keys of a map in a settled order; upstream's order is that of a Go map, which is none. */
export const sortedKeys = (map: Readonly<Record<string, unknown>> | undefined): string[] => (map ? Object.keys(map).sort() : [])
