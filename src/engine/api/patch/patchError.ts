// What is wrong with a strategic patch. Upstream: apimachinery/pkg/util/mergepatch/errors.go.
import { goTypeOf, goValue } from './values.ts'
import type { Json } from './values.ts'

/** `answer` tells how the API server passes it on: as a bad request, as unprocessable, or as an error of no known kind. */
export class PatchError extends Error {
  readonly answer: 'bad' | 'unprocessable' | 'unknown'
  constructor(message: string, answer: 'bad' | 'unprocessable' | 'unknown' = 'unknown') {
    super(message)
    this.answer = answer
  }
}

export const badOrder = () => new PatchError('invalid patch format of setElementOrder list', 'bad')
export const badDeletionList = () => new PatchError('invalid patch format of primitive list', 'bad')
export const badRetainKeys = () => new PatchError('invalid patch format of retainKeys', 'bad')
export const listOfLists = () => new PatchError('lists of lists are not supported', 'unprocessable')
export const noMergeKey = (element: Json, key: string) => new PatchError(`map: ${goValue(element)} does not contain declared merge key: ${key}`)
export const wrongType = (expected: 'map[string]interface {}' | '[]interface {}', found: Json | undefined) =>
  new PatchError(`expected a ${expected}, but received a ${goTypeOf(found)}`)
export const unknownDirective = (directive: Json, map: Json) => new PatchError(`unknown patch type: ${goValue(directive)} in map: ${goValue(map)}`)
