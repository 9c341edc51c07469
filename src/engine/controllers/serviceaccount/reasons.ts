// What was found of the Secrets that hold tokens of service accounts. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

type Named = { readonly secret: string; readonly account: string }

export interface TokenReasons {
  'token.fill': Named
  'token.filled': Named
  'token.account-gone': Named
}
export const reason = <Id extends keyof TokenReasons>(id: Id, details: TokenReasons[Id]): Reason => ({ id, ...details })
