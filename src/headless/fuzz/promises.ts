// What anybody may rely on, whatever was asked: answers end, codes are codes, a failure has words, a refusal changes nothing, what is printed is read again.
import { withManagedFields } from '../../engine/index.ts'
import { canonical } from '../../engine/world/digest.ts'
import type { AnyObject } from '../../kube/object.ts'
import { parseYaml, toYaml } from '../../kube/yaml.ts'
import type { Input } from './inputs.ts'

export interface Answer {
  /** The exit code of a line, the status of a request, 0 or 1 of a patch. */
  readonly code: number | undefined
  readonly out: string
  readonly err: string
  /** It waited for something, and Ctrl-C ended it. */
  readonly interrupted: boolean
}

/** Calls whose code says something else than that they failed: there is a difference, one may not, what ran in the container failed. */
const SAYS_BY_CODE = /^(kubectl|k) (diff|auth can-i|exec|attach|run|cp)\b/

/** Failures that are such errors in Kubernetes too: a list of a patch whose elements are of two kinds, an applied configuration of wrong types. */
const ALSO_THERE = ['list element types are not identical', 'failed to create typed patch object']

/** The promise that this answer does not keep. `frames`: how many came of it so far. */
export function broken(input: Input, { code, out, err, interrupted }: Answer, frames: number): string | undefined {
  if (input.of === 'request') return brokenRequest(input, code, out, frames)
  if (!Number.isInteger(code) || code! < 0 || code! > 255) return `ends with ${code}`
  if (input.of === 'patch') return code !== 0 && frames > 0 ? `was refused (${err}), and yet ${frames} frames came of it` : code !== 0 && err === '' ? 'was refused without words' : undefined
  const single = input.of === 'manifest' || (input.of === 'line' && input.apt)
  if (single && code !== 0 && !interrupted && err.trim() === '' && !SAYS_BY_CODE.test(input.line)) return `fails with ${code} and says nothing on standard error; on standard output: ${out.slice(0, 300)}`
  if (/\b(undefined|NaN)\b|\[object Object\]/.test(`${out}${err}`) && single && !/undefined|NaN|\[object/.test(JSON.stringify(input))) return `speaks of JavaScript: ${/.*(\b(undefined|NaN)\b|\[object Object\]).*/.exec(`${out}${err}`)?.[0]?.slice(0, 400)}`
  return undefined
}

function brokenRequest({ method }: Extract<Input, { of: 'request' }>, code: number | undefined, out: string, frames: number): string | undefined {
  if (!Number.isInteger(code) || code! < 200 || code! > 599) return `answers with ${code}`
  if (code! >= 400 && frames > 0) return `${method} was refused with ${code}, and yet ${frames} frames came of it`
  if (code === 500 && !ALSO_THERE.some(words => out.includes(words))) return `an internal error: ${out.slice(0, 400)}`
  return undefined
}

/** What is printed as YAML is read as the same object. Throws where it is not. */
export function goesRoundAsYaml(stored: AnyObject): void {
  const object = withManagedFields(stored)
  const text = toYaml(object)
  const read = parseYaml(text)[0]?.value
  if (canonical(read) !== canonical(object)) throw new Error(`${object.kind} ${object.metadata.name} printed as YAML is read as something else:\n${text.slice(0, 3000)}`)
}
