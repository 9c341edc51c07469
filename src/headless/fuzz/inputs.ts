// What is thrown at the cluster: command lines, scripts, manifests, patches and requests, each from its seed alone.
import { aptLine, wildLine } from './lines.ts'
import { manifestText, sendingOf } from './manifests.ts'
import { patchOf } from './patches.ts'
import { randomOf } from './random.ts'
import { requestOf } from './requests.ts'
import { scriptOf } from './scripts.ts'

export type Input =
  /** `apt`: a single call of kubectl without anything of the shell's around it. */
  | { readonly of: 'line'; readonly line: string; readonly apt?: boolean }
  | { readonly of: 'script'; readonly line: string }
  | { readonly of: 'manifest'; readonly line: string; readonly text: string }
  | { readonly of: 'patch'; readonly plural: string; readonly name: string; readonly type: 'json' | 'merge' | 'strategic' | 'apply'; readonly body: unknown; readonly subresource?: string; readonly force?: boolean }
  | { readonly of: 'request'; readonly method: string; readonly path: string; readonly query: readonly (readonly [string, string])[]; readonly accept: string; readonly contentType: string; readonly body: string; readonly bytes?: readonly number[] }

/** The input of a seed. `objectOf`: what stands in the cluster under a name, for changes that nearly fit. */
export function inputOf(seed: number, objectOf: (plural: string, name: string) => unknown): Input {
  const r = randomOf(seed)
  switch (seed % 12) {
    case 0: return { of: 'script', line: scriptOf(r) }
    case 3: return { of: 'line', line: wildLine(r) }
    case 6: case 9: return { of: 'line', line: aptLine(r), apt: true }
    case 2: case 5: case 8: return patchOf(r, objectOf)
    case 11: return requestOf(r, objectOf)
    default: {
      const text = manifestText(r)
      return { of: 'manifest', line: `kubectl ${sendingOf(r, text)}`, text }
    }
  }
}
