// What was asked of the API server in a frame, as its audit log has it.
import { keyOf, refOf } from '../../kube/keys.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { ApiCall, Frame } from '../world/frame.ts'
import type { World } from '../world/world.ts'
import type { WriteOptions } from './client.ts'
import { ApiError } from './errors.ts'

/** Notes a call in the frame. `object`: what came of it; without one, `name` is what was asked for. */
function noteCall(frame: Frame, who: string, verb: string, res: string, object: AnyObject | undefined, name: string, code: number): void {
  const namespace = object?.metadata?.namespace
  const call: ApiCall = { who, verb, res, name: object?.metadata?.name ?? name, code, ...(namespace ? { namespace } : {}) }
  frame.calls = frame.calls ? [...frame.calls, call] : [call]
}

/** The calls that write. */
export class Calls {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** Runs a call and notes it in the open frame with its code. `ok`: the code of an answer that is no refusal. */
  run(who: string, verb: string, kind: Kind, name: string, options: WriteOptions, subresource: string | undefined, ok: number, run: () => AnyObject): AnyObject {
    try {
      const object = run()
      if (options.dryRun || !this.#world.hasOpenFrame) return object
      const { frame } = this.#world
      const res = subresource ? `${kind.plural}/${subresource}` : kind.plural
      const isEviction = subresource === 'eviction' && kind.kind === 'Pod'
      noteCall(frame, who, verb, res, isEviction ? undefined : object, name, ok)
      if (frame.about === undefined) this.#world.note({ actor: who, what: `${verb} ${res}`, about: refOf(kind.plural, keyOf(object)) })
      return object
    } catch (error) {
      // What never came here has no code and stands in no log.
      if (error instanceof ApiError && error.code !== 0 && !options.dryRun && this.#world.hasOpenFrame) {
        noteCall(this.#world.frame, who, verb, subresource ? `${kind.plural}/${subresource}` : kind.plural, undefined, name, error.code)
      }
      throw error
    }
  }
}
