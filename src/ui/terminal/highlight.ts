// Terminal text by meaning: which words of a line are a command, a flag, a name, a state. Pure; nothing of the text is changed.

/** `good`, `done`, `busy` and `bad` are states; `dim` is what says that there is nothing. */
export type Meaning = 'program' | 'verb' | 'flag' | 'string' | 'operator' | 'head' | 'name' | 'key' | 'good' | 'done' | 'busy' | 'bad' | 'dim'
export interface Span { readonly text: string; readonly as?: Meaning }
/** How the output of a command is to be read. */
export type Reading = 'table' | 'description' | 'yaml' | 'plain'

const STATES: Readonly<Record<string, Meaning>> = {
  Running: 'good', Ready: 'good', Active: 'good', Bound: 'good', Complete: 'done', Completed: 'done', Succeeded: 'done',
  Pending: 'busy', ContainerCreating: 'busy', PodInitializing: 'busy', Terminating: 'busy', Suspended: 'busy', SchedulingDisabled: 'busy', Released: 'busy',
  Error: 'bad', Failed: 'bad', NotReady: 'bad', Unknown: 'bad', CrashLoopBackOff: 'bad', ImagePullBackOff: 'bad', ErrImagePull: 'bad', OOMKilled: 'bad', Evicted: 'bad', Lost: 'bad', Warning: 'bad',
  CreateContainerConfigError: 'bad', ContainerCannotRun: 'bad', DeadlineExceeded: 'bad', InvalidImageName: 'bad', RunContainerError: 'bad',
  '<none>': 'dim', '<unknown>': 'dim', '<pending>': 'dim', '<unset>': 'dim', '<invalid>': 'dim',
}

/** From the command line alone. */
export function readingOf(line: string): Reading {
  const words = line.trim().split(/\s+/)
  const at = words.findIndex(w => w === 'kubectl' || w === 'k')
  if (at < 0 || words.includes('|')) return 'plain'
  const verb = words.slice(at + 1).find(w => !w.startsWith('-'))
  const output = /(?:^|\s)(?:-o|--output)[ =]?(\S+)/.exec(line)?.[1]
  if (verb === 'get' || verb === 'events' || verb === 'top' || verb === 'api-resources' || verb === 'rollout') return output === undefined || /^(wide|custom-columns)/.test(output) ? 'table' : output === 'yaml' ? 'yaml' : 'plain'
  if (verb === 'describe' || verb === 'explain') return 'description'
  if (output === 'yaml') return 'yaml'
  return verb === 'logs' || verb === 'exec' || verb === 'attach' || verb === 'run' || verb === 'diff' ? 'plain' : 'table'
}

const push = (spans: Span[], text: string, as?: Meaning) => { if (text !== '') spans.push(as === undefined ? { text } : { text, as }) }

/** A command line as it was typed. */
export function commandSpans(line: string): readonly Span[] {
  const spans: Span[] = []
  let wantsVerb = false
  for (const [part] of line.matchAll(/\s+|'[^']*'?|"(?:[^"\\]|\\.)*"?|\|\||&&|[|;<>]|[^\s'"|;<>]+/g)) {
    if (/^\s/.test(part)) push(spans, part)
    else if (/^['"]/.test(part)) push(spans, part, 'string')
    else if (/^[|;<>&]/.test(part)) push(spans, part, 'operator')
    else if (part === 'kubectl' || part === 'k') { push(spans, part, 'program'); wantsVerb = true }
    else if (/^--?[A-Za-z]/.test(part)) push(spans, part, 'flag')
    else if (wantsVerb) { push(spans, part, 'verb'); wantsVerb = false }
    else push(spans, part)
  }
  return spans
}

const FIRST = /^(?:NAMESPACE|NAME|LAST SEEN|REVISION|POD|CURRENT)$/
const HEAD = /^[A-Z][A-Za-z()%/-]*(?: [A-Z][A-Z-]*)*$/
const isUpper = (cell: string) => /^[A-Z]{2}/.test(cell)

/** The columns of a table's head, each with where it begins; undefined where the line is no head. */
export function headOf(line: string): readonly { readonly title: string; readonly at: number }[] | undefined {
  const cells = [...line.matchAll(/\S+(?: \S+)*/g)].map(m => ({ title: m[0], at: m.index }))
  return cells.length >= 2 && FIRST.test(cells[0]!.title) && cells.every(c => HEAD.test(c.title) && isUpper(c.title)) ? cells : undefined
}

/** Which of the cells is the object's name: the one below NAME. */
const nameAt = (head: ReturnType<typeof headOf>): number => head?.findIndex(c => c.title === 'NAME') ?? -1

function rowSpans(line: string, nameCell: number): readonly Span[] {
  const spans: Span[] = []
  let cell = -1
  for (const [part] of line.matchAll(/\s{2,}|\s|[^\s]+/g)) {
    if (/^\s{2}/.test(part) || part === ' ') { push(spans, part); if (part.length > 1) cell++; continue }
    if (spans.length === 0) cell = 0
    if (cell === nameCell) push(spans, part, 'name')
    else push(spans, part, stateOf(part))
  }
  return spans
}

const stateOf = (word: string): Meaning | undefined => (Object.hasOwn(STATES, word) ? STATES[word] : /^Init:(?:Error|CrashLoopBackOff|ErrImagePull|ImagePullBackOff)/.test(word) ? 'bad' : /^Init:/.test(word) ? 'busy' : /^Ready,/.test(word) ? 'busy' : /^NotReady,/.test(word) ? 'bad' : undefined)

/** What commands that change something say: `job.batch/pi created`, `pod "x" deleted`. */
function changeSpans(line: string): readonly Span[] | undefined {
  const slashed = /^([a-z][\w.]*\/[\w.-]+)( .*)$/.exec(line)
  if (slashed) return [{ text: slashed[1]!, as: 'name' }, { text: slashed[2]! }]
  const quoted = /^([a-z][\w.]* )("[\w.-]+")( .*)$/.exec(line)
  return quoted ? [{ text: quoted[1]! }, { text: quoted[2]!, as: 'name' }, { text: quoted[3]! }] : undefined
}

export interface HighlightedLine { readonly spans: readonly Span[]; readonly head?: NonNullable<ReturnType<typeof headOf>> }

/** Output, line by line. */
export function outputLines(text: string, reading: Reading): readonly HighlightedLine[] {
  let head: ReturnType<typeof headOf>
  return text.split('\n').map((line): HighlightedLine => {
    if (reading === 'plain' || line === '') { head = undefined; return { spans: [{ text: line }] } }
    if (reading === 'yaml') {
      const m = /^(\s*(?:- )*)([\w./-]+:)(.*)$/.exec(line)
      return { spans: m ? [{ text: m[1]! }, { text: m[2]!, as: 'key' as const }, { text: m[3]! }].filter(s => s.text !== '') : [{ text: line }] }
    }
    if (reading === 'description') {
      const m = /^(\s*)([A-Z][\w ()./-]*:)(\s.*|)$/.exec(line)
      if (m) return { spans: [...(m[1] ? [{ text: m[1] }] : []), { text: m[2]!, as: 'key' }, ...rowSpans(m[3]!, -1)] }
      return { spans: rowSpans(line, -1) }
    }
    const found = headOf(line)
    if (found) { head = found; return { spans: [{ text: line, as: 'head' }], head: found } }
    if (head) return { spans: rowSpans(line, nameAt(head)) }
    const changed = changeSpans(line)
    if (changed) return { spans: changed }
    // Rows that come by themselves, as of a watch: many cells, and no head above them.
    return { spans: line.split(/ {2,}/).length >= 3 ? rowSpans(line, 0) : [{ text: line }] }
  })
}
