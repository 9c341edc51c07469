// What a call needs to find before anything is decided: the kind, its strategy, the object; and the refusal that a list of findings is.
import type { Key } from '../../kube/keys.ts'
import { apiVersionOf, kindNamed, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { badRequest, invalid, methodNotSupported, notFound } from './errors.ts'
import { causeOf, type FieldError } from './fields/fieldError.ts'
import { strategies } from './kinds/registry.ts'
import type { Strategy } from './kinds/strategy.ts'
import type { Store } from './store.ts'

/** The kind that an object says it is of; throws BadRequest where its version has no such. */
export function kindOf(object: AnyObject): Kind {
  const kind = kindNamed(object.kind)
  if (!kind || apiVersionOf(kind) !== object.apiVersion) {
    const said = (value: unknown) => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value))
    throw badRequest(`no kind "${said(object.kind)}" is registered for version "${said(object.apiVersion)}"`)
  }
  return kind
}

/** How objects of the kind are written; throws MethodNotAllowed where they are not. */
export function strategyOf(kind: Kind): Strategy {
  const strategy = strategies.get(kind.kind)
  if (!strategy) throw methodNotSupported(kind, 'create')
  return strategy
}

/** The object as it is stored; throws NotFound. */
export function found(store: Store, kind: Kind, key: Key, name: string): AnyObject {
  const object = store.get(kind, key)
  if (!object) throw notFound(kind, name)
  return object
}

/** Throws Invalid with every finding; nothing where there is none. */
export function refuse(kind: Kind, object: AnyObject, findings: readonly FieldError[]): void {
  if (findings.length > 0) throw invalid(kind, object.metadata.name, findings.map(causeOf))
}
