// What Go's decoder says of a text that should be a JSON object.
import { jsonSyntaxError } from '../../../../kube/goJsonSyntax.ts'

/** The message, or nothing when it is one. */
export function goJsonObjectError(text: string): string | undefined {
  const wrong = jsonSyntaxError(text)
  if (wrong) return wrong.message ?? 'unexpected end of JSON input'
  const value: unknown = JSON.parse(text)
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined
  const what = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  return `json: cannot unmarshal ${what} into Go value of type map[string]interface {}`
}
