// The same mistakes in the words of busybox's ash, Debian's dash and bash.
import { BadArithmetic } from './arithmetic.ts'
import type { Dialect, SyntaxProblem } from './ast.ts'

export interface Speaker {
  readonly dialect: Dialect
  /** $0. */
  readonly name: string
  /** Is it a script file (not -c)? Then ash names the line. */
  readonly fromFile: boolean
  readonly line: number
  /** Does a person type the lines? Then none has a number. */
  readonly interactive?: boolean
}

/** The beginning of a message. `builtin`: the command that complains, if it is one of the shell's own. */
/** dash's refusal of a function that calls itself for ever. */
export const tooDeep = (who: Speaker, limit: number): string => `${prefix(who)}Maximum function recursion depth (${limit}) reached\n`

export function prefix(who: Speaker, builtin?: string): string {
  const own = builtin === undefined ? '' : `${builtin}: `
  if (who.interactive) return `${who.name}: ${own}`
  if (who.dialect === 'dash') return `${who.name}: ${who.line}: ${own}`
  if (who.dialect === 'bash') return `${who.name}: line ${who.line}: ${own}`
  if (who.fromFile) return `${who.name}: line ${who.line}: ${own}`
  return builtin === undefined ? `${who.name}: ` : `${who.name}: ${own}line ${who.line}: `
}

export const notFound = (who: Speaker, command: string): string =>
  `${prefix(who)}${command}: ${who.dialect !== 'bash' ? 'not found' : command.includes('/') ? 'No such file or directory' : 'command not found'}\n`

export const notExecutable = (who: Speaker, command: string): string =>
  `${prefix(who)}${command}: ${who.dialect === 'ash' || who.dialect === 'dash' ? 'Permission denied' : 'Permission denied'}\n`

export const notSet = (who: Speaker, name: string): string =>
  `${prefix(who)}${name}: ${who.dialect === 'bash' ? 'unbound variable' : 'parameter not set'}\n`

export const readOnly = (who: Speaker, name: string): string =>
  who.dialect === 'bash' ? `${prefix(who)}${name}: readonly variable\n` : `${prefix(who)}${name}: is read only\n`

/** A redirection that could not be opened. */
export function cannotOpen(who: Speaker, path: string, writing: boolean, why: string): string {
  if (who.dialect === 'bash') return `${prefix(who)}${path}: ${why}\n`
  if (why === 'No such file or directory') {
    if (who.dialect === 'ash') why = writing ? 'nonexistent directory' : 'no such file'
    else why = writing ? 'Directory nonexistent' : 'No such file'
  } else if (who.dialect === 'dash' && why === 'Not a directory') why = writing ? 'Directory nonexistent' : 'No such file'
  return `${prefix(who)}${who.dialect === 'ash' ? "can't" : 'cannot'} ${writing ? 'create' : 'open'} ${path}: ${why}\n`
}

export function arithmeticMistake(who: Speaker, text: string, problem: BadArithmetic): string {
  const zero = problem.kind === 'zero'
  if (who.dialect === 'ash') return `${prefix(who)}${zero ? 'divide by zero' : 'arithmetic syntax error'}\n`
  if (who.dialect === 'dash') return `${prefix(who)}arithmetic expression: ${zero ? 'division by zero' : 'expecting primary'}: "${text}"\n`
  const shown = text.trimStart()
  if (zero) return `${prefix(who)}${shown}: division by 0 (error token is "${shown.split(/[/%]/).pop()!.trimStart()}")\n`
  if (problem.kind === 'number') return `${prefix(who)}${text}: value too great for base (error token is "${problem.at}")\n`
  return `${prefix(who)}${shown}: syntax error: operand expected (error token is "${problem.at}")\n`
}

/** A script that does not parse. */
export function syntaxMistake(who: Speaker, problem: SyntaxProblem, source: string): string {
  const at = { ...who, line: problem.line }
  const { kind, near } = problem
  if (who.dialect === 'ash') {
    const said = kind === 'quote' ? (near === '`' ? 'EOF in backquote substitution' : 'unterminated quoted string')
      : kind === 'substitution' ? 'bad substitution'
      : `unexpected ${near === 'end of file' ? 'end of file' : near === 'newline' ? 'newline' : `"${near}"`}${problem.expected ? ` (expecting "${problem.expected}")` : ''}`
    return `${prefix(at)}syntax error: ${said}\n`
  }
  if (who.dialect === 'dash') {
    const said = kind === 'quote' ? (near === '`' ? 'EOF in backquote substitution' : 'Unterminated quoted string')
      : kind === 'substitution' ? 'Bad substitution'
      : `${near === 'end of file' ? 'end of file' : near === 'newline' ? 'newline' : `"${near}"`} unexpected${problem.expected ? ` (expecting "${problem.expected}")` : ''}`
    return kind === 'substitution' ? `${prefix(at)}${said}\n` : `${prefix(at)}Syntax error: ${said}\n`
  }
  if (who.interactive) return `${prefix(who)}${mistyped(problem)}\n`
  const start = who.fromFile ? prefix(at) : `${who.name}: -c: line ${problem.line}: `
  if (kind === 'quote') return `${start}unexpected EOF while looking for matching \`${near}'\n`
  if (near === 'end of file' && problem.expected === ')') return `${who.name}: -c: line ${problem.line + 1}: unexpected EOF while looking for matching \`)'\n`
  if (near === 'end of file') return `${who.fromFile ? prefix({ ...who, line: problem.line + 1 }) : `${who.name}: -c: line ${problem.line + 1}: `}syntax error: unexpected end of file\n`
  if (kind === 'substitution') return `${prefix(at)}${near}: bad substitution\n`
  return `${start}syntax error near unexpected token \`${near}'\n${start}\`${source.split('\n')[problem.line - 1] ?? ''}'\n`
}

/** What bash says of a line that a person typed. */
function mistyped({ kind, near, expected }: SyntaxProblem): string {
  if (kind === 'quote') return `unexpected EOF while looking for matching \`${near}'`
  if (near === 'end of file') return expected === ')' || expected === '}' && kind === 'substitution' ? `unexpected EOF while looking for matching \`${expected}'` : 'syntax error: unexpected end of file'
  return kind === 'substitution' ? `${near}: bad substitution` : `syntax error near unexpected token \`${near}'`
}

/** A word as `set -x` shows it. */
export const traced = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)

/** What `time` says. */
export function timing(us: number): string {
  const seconds = us / 1e6
  return `\nreal\t${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s\nuser\t0m0.000s\nsys\t0m0.000s\n`
}
