// What every mark needs to know of the page: who is selected, and what it is called.
import type { PodMark } from '../scene/nodes.ts'
import type { Messages } from '../../i18n/index.ts'
import type { Ref } from '../../../kube/keys.ts'

export interface Marking {
  readonly t: Messages
  readonly isSelected: (ref: Ref) => boolean
  readonly isHovered: (ref: Ref) => boolean
  readonly label: (pod: PodMark) => string
}
