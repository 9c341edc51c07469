// Why Endpoints that somebody wrote are mirrored, or are not. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface MirroringReasons {
  'mirror.write': { readonly endpoints: string; readonly addresses: number }
  'mirror.unchanged': { readonly endpoints: string }
  'mirror.not-ours': { readonly endpoints: string }
}
export const reason = <Id extends keyof MirroringReasons>(id: Id, details: MirroringReasons[Id]): Reason => ({ id, ...details })
