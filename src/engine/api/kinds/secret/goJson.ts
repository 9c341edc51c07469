// What Go's decoder says of a text that should be a JSON object.
import { jsonSyntaxError } from '../../../../kube/goJsonSyntax.ts'
import { kindOfJson } from '../../fields/goScalars.ts'

/** The message, or nothing when it is one. */
export function goJsonObjectError(text: string): string | undefined {
  const wrong = jsonSyntaxError(text)
  if (wrong) return wrong.message ?? 'unexpected end of JSON input'
  const value: unknown = JSON.parse(text)
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined
  return `json: cannot unmarshal ${kindOfJson(value)} into Go value of type map[string]interface {}`
}
