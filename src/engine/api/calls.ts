// What was asked of the API server in a frame, as its audit log has it.
import type { AnyObject } from '../../kube/object.ts'
import type { ApiCall, Frame } from '../world/frame.ts'

/** Notes a call in the frame. `object`: what came of it; without one, `name` is what was asked for. */
export function noteCall(frame: Frame, who: string, verb: string, res: string, object: AnyObject | undefined, name: string, code: number): void {
  const namespace = object?.metadata?.namespace
  const call: ApiCall = { who, verb, res, name: object?.metadata?.name ?? name, code, ...(namespace ? { namespace } : {}) }
  frame.calls = frame.calls ? [...frame.calls, call] : [call]
}
