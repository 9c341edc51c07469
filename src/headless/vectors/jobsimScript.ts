// Reads the scripts of jobsim: plain sentences that say how each pod ends.

/** `after` counts seconds of running; without it the pod runs on. */
export interface Fate {
  readonly exitCode: number
  readonly after?: number
  readonly disrupted?: boolean
  readonly restartsEvery?: number
}

export interface PodPlace {
  /** The nth pod of the Job, from 1 (NonIndexed). */
  readonly nth: number | undefined
  readonly index: number | undefined
  /** Which pod of its index, from 1. */
  readonly attempt: number
}
export type Script = (pod: PodPlace) => Fate

/**
 * `pods 1,2 exit 1 after 1s, then exit 0 after 1s`: clauses stand between commas and semicolons. The first that names a pod
 * decides it, a clause without names holds for all others; what a clause leaves open is taken from the others.
 */
export function readScript(text: string): Script {
  const restarts = /restarts every (\d+)s/.exec(text)
  if (restarts) return () => ({ exitCode: 0, restartsEvery: Number(restarts[1]) })
  const clauses = text.split(/;\s*|,\s*(?=(?:then|pods?|even|odd|others?|index(?:es)?|everything|after|first|all|each|every)\b)/).map(readClause).filter(c => c !== undefined)
  const anyAfter = clauses.find(c => c.after)?.after
  const anyExit = clauses.find(c => c.exitCode !== undefined)?.exitCode
  return pod => {
    const own = clauses.find(c => c.named && c.fits(pod))
    const rest = clauses.find(c => !c.named && (c.exitCode !== undefined || c.after))
    const chosen = own ?? rest
    const exitCode = chosen?.exitCode ?? (own ? anyExit : undefined) ?? 0
    const after = chosen?.after ?? rest?.after ?? anyAfter
    return {
      exitCode,
      ...(after ? { after: after.length === 1 ? after[0]! : after[own!.place(pod)]! } : {}),
      ...(chosen?.disrupted ? { disrupted: true } : {}),
    }
  }
}

function readClause(text: string) {
  const exit = /exits? (?:code |with )*(\d+)/.exec(text) ?? (/\bfails?\b/.test(text) ? ['', '1'] : /\bsucceeds?\b/.test(text) ? ['', '0'] : undefined)
  const after = /(?:after|runs) ([\d,]+)s/.exec(text)
  if (!exit && !after) return undefined
  const pods = /\bpods? ([\d,]+)/.exec(text)
  const first = /\bfirst (?:(\d+|one|two|three|four|five) )?pods?\b/.exec(text)
  const parity = /\b(odd|even) pods\b/.exec(text)
  const range = /\bindexes (\d+)\.\.(\d+)/.exec(text)
  const indexes = /\bindex(?:es)? ([\d,]+)/.exec(text)
  const attempts = /attempts? ([\d,]+)/.exec(text) ?? (/\bonce\b/.test(text) ? ['', '1'] : /\btwice\b/.test(text) ? ['', '1,2'] : undefined)
  const nths = pods ? numbers(pods[1]!) : first && upTo(wordNumber(first[1]))
  const wanted = range ? Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, i) => Number(range[1]) + i) : indexes && numbers(indexes[1]!)
  const tries = attempts && numbers(attempts[1]!)
  return {
    named: !!(nths ?? parity ?? wanted),
    fits: ({ nth, index, attempt }: PodPlace) =>
      (!nths || nths.includes(nth!)) && (!parity || nth! % 2 === (parity[1] === 'odd' ? 1 : 0)) && (!wanted || wanted.includes(index!)) && (!tries || tries.includes(attempt)),
    place: ({ nth, index }: PodPlace) => Math.max(0, nths ? nths.indexOf(nth!) : wanted ? wanted.indexOf(index!) : 0),
    disrupted: text.includes('DisruptionTarget'),
    ...(exit ? { exitCode: Number(exit[1]) } : {}),
    ...(after ? { after: numbers(after[1]!) } : {}),
  }
}

const wordNumber = (word = 'one'): number => Number(word) || ['zero', 'one', 'two', 'three', 'four', 'five'].indexOf(word)
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)
const numbers = (list: string): number[] => list.split(',').filter(Boolean).map(Number)
