// Why volumes and claims were bound, released, let go. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface VolumeReasons {
  'volume.bind': { readonly claim: string; readonly volume: string }
  /** Nothing fits: `why` is the event's reason. */
  'volume.none-fits': { readonly claim: string; readonly why: string }
  /** Looked at again soon, or with the next pass. */
  'volume.later': { readonly claim: string }
  'volume.ephemeral': { readonly pod: string; readonly claim: string }
  'volume.claim-lost': { readonly claim: string; readonly volume: string }
  'volume.phase': { readonly volume: string; readonly phase: string }
  'volume.reclaim': { readonly volume: string }
  'volume.provision': { readonly claim: string; readonly volume: string; readonly provisioner: string }
  /** The provisioner is asked for a volume. */
  'volume.ask': { readonly claim: string; readonly provisioner: string }
  'volume.default-class': { readonly claim: string; readonly storageClass: string }
  'volume.unprotect': { readonly name: string }
}
export type VolumeReasonId = keyof VolumeReasons
export const reason = <Id extends VolumeReasonId>(id: Id, details: VolumeReasons[Id]): Reason => ({ id, ...details })
