// One thing to try: a line for the terminal, a speed, or something done to the machines.
import type { Act } from '../../worker/protocol.ts'

export type Try =
  | { readonly run: string }
  | { readonly speed: number }
  | { readonly act: Act }

export const run = (line: string): Try => ({ run: line })
export const at = (speed: number): Try => ({ speed })
export const act = (what: Act): Try => ({ act: what })
