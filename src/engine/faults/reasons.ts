// What a learner broke or mended: the reason carries the fault itself. The words are in ui/i18n.
import type { Reason } from '../world/frame.ts'
import type { Fault } from './fault.ts'

export interface FaultReasons {
  'fault.begin': Fault
  'fault.end': Fault
}
export const reason = (id: keyof FaultReasons, fault: Fault): Reason => ({ id, ...fault })
