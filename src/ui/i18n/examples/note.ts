// The form of what is said under an example.
import type { Try } from '../../notes/tries.ts'

/** What there is to watch, and as many sentences as there are things to try. */
export interface Note<Tries extends readonly Try[] = readonly Try[]> { readonly watch: string; readonly sees: { readonly [K in keyof Tries]: string } }
