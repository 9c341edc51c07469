// The strategy of a kind that has no peculiarities but those it names.
import type { Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { validateMetadata, validateMetadataUpdate } from '../fields/metadata.ts'
import { dns1123Subdomain } from '../fields/names.ts'
import type { Findings, NameRule } from '../fields/rules.ts'
import { keepStatus, nextGeneration, onlyStatus, specChanged } from './generation.ts'
import type { Strategy } from './strategy.ts'

export interface Plain<T> {
  readonly kind: Kind
  /** What its name may look like; a DNS subdomain by default. */
  readonly name?: NameRule
  /** Whether its generation is counted: 1 at first, one more with each change of the spec. */
  readonly counted?: boolean
  /** What else counts as a change of what was asked for, besides the spec. */
  readonly countsToo?: (next: T, old: T) => boolean
  /** The status of a new object, for kinds with a status subresource. */
  readonly newStatus?: (object: T) => unknown
  readonly defaults?: (object: T) => T
  /** Leaves out fields whose features are off, of new and of changed objects, before anything else is done to them: they are neither judged nor counted. */
  readonly withoutDisabled?: (object: T) => T
  /** What else is done to a new object, after its status is set. */
  readonly complete?: (object: T) => T
  /** What else is done to a changed one. */
  readonly completeUpdate?: (next: T, old: T, subresource?: string) => T
  /** Judges everything but metadata, of new and of changed objects. */
  readonly judge?: (out: Findings, object: T, isNew: boolean) => void
  /** What only a new object can do wrong; told before `judge`. */
  readonly judgeCreate?: (out: Findings, object: T) => void
  /** What only a change can do wrong; told after `judge`, or before it with `changeFirst`. */
  readonly judgeChange?: (out: Findings, next: T, old: T) => void
  readonly changeFirst?: boolean
  readonly judgeStatus?: (out: Findings, next: T, old: T) => void
  readonly warnings?: (object: T, old?: T) => string[]
}

function withoutGeneration<O extends AnyObject>(object: O): O {
  if (object.metadata.generation === undefined) return object
  const { generation: _g, ...metadata } = object.metadata
  return { ...object, metadata } as O
}

function withStatus<O extends AnyObject>(object: O, status: unknown): O {
  const { status: _given, ...rest } = object
  return { ...rest, status } as unknown as O
}

export function plainStrategy<T extends object>(plain: Plain<T>): Strategy {
  type O = T & AnyObject
  const hasStatus = plain.newStatus !== undefined
  const enabled = (object: O): O => (plain.withoutDisabled ? (plain.withoutDisabled(object) as O) : object)
  const strategy: Strategy<O> = {
    kind: plain.kind,
    hasStatus,
    defaults: object => (plain.defaults ? (plain.defaults(object) as O) : object),

    prepareCreate(given) {
      const object = enabled(given)
      const made = hasStatus ? withStatus(object, plain.newStatus!(object)) : object
      const fresh = plain.counted ? ({ ...made, metadata: { ...made.metadata, generation: 1 } } as O) : withoutGeneration(made)
      return plain.complete ? (plain.complete(fresh) as O) : fresh
    },

    prepareUpdate(given, old, subresource) {
      const next = enabled(given)
      const kept = !hasStatus ? next : subresource === 'status' ? onlyStatus(next, old) : keepStatus(next, old)
      const counted = plain.counted && subresource !== 'status' ? nextGeneration(kept, old, specChanged(kept, old) || plain.countsToo?.(kept, old)) : kept
      return plain.completeUpdate ? (plain.completeUpdate(counted, old, subresource) as O) : counted
    },

    validate(object) {
      const out: Findings = []
      validateMetadata(out, object, plain.kind.namespaced, plain.name ?? dns1123Subdomain)
      plain.judgeCreate?.(out, object)
      plain.judge?.(out, object, true)
      return out
    },

    validateUpdate(next, old, subresource) {
      const out: Findings = []
      validateMetadataUpdate(out, next, old)
      if (subresource === 'status') {
        plain.judgeStatus?.(out, next, old)
        return out
      }
      if (plain.changeFirst) plain.judgeChange?.(out, next, old)
      plain.judge?.(out, next, false)
      if (!plain.changeFirst) plain.judgeChange?.(out, next, old)
      return out
    },
    ...(plain.warnings ? { warnings: (next: O, old?: O) => plain.warnings!(next, old) } : {}),
  }
  return strategy as unknown as Strategy
}
