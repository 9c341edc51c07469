// What an object is called: its name, and its kind in Kubernetes' word.
import { kindOfPlural } from '../../kube/kinds.ts'

export const nameOf = (ref: string | undefined): string => (ref === undefined ? '' : ref.slice(ref.lastIndexOf('/') + 1))
/** As kubectl abbreviates it, where there is little room: `rs`; kinds without a short name keep their own. */
export const shortKind = (ref: string): string => kindOfPlural(ref.slice(0, ref.indexOf('/')))?.shortNames[0] ?? kindWord(ref)
/** Kubernetes' name of a ref's kind, the same in every language. */
export const kindWord = (ref: string | undefined): string => (ref === undefined ? '' : kindOfPlural(ref.slice(0, ref.indexOf('/')))?.kind ?? ref.slice(0, ref.indexOf('/')))
