// Objects of vectors as upstream's scheme would have decoded them: without nulls, and with the API server's own defaults.
import type { AnyObject } from '../../kube/object.ts'
import { strategies } from '../../engine/api/kinds/registry.ts'

export const withoutNulls = (value: any): any => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null).map(([k, v]) => [k, withoutNulls(v)]))
}

export function defaulted(vector: any): AnyObject {
  const object: AnyObject = withoutNulls(vector)
  return strategies.get(object.kind)?.defaults(object) ?? object
}
