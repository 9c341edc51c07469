// A shell in a container that is typed into line by line. Each line is a command of its own in the container (`exec`), so time can go back
// between two of them; the folder, the variables and `$?` are carried from one to the next, as one shell would have kept them.
import type { Place } from './running.ts'

/** What a shell knew after its last line. */
export interface Stand extends Place {
  readonly cwd: string
  /** The commands that bring its variables back. */
  readonly variables: string
  readonly status: number
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash'])

/** The shell that these words start for somebody to type into; undefined: they start something else, or a script. */
export function shellOf(argv: readonly string[]): string | undefined {
  const [name = '', ...flags] = argv
  return SHELLS.has(name.split('/').at(-1)!) && flags.every(f => f === '-i' || f === '-l' || f === '-il' || f === '--login') ? name : undefined
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Stands before what is not the line's own output. No program prints it. */
const MARK = '\u001e'

/** The script that runs a line where the one before has left off, and tells at its end where it stands. */
export const scriptOf = ({ cwd, variables, status }: Pick<Stand, 'cwd' | 'variables' | 'status'>, line: string): string => [
  ...(cwd ? [`cd ${quoted(cwd)}`] : []), variables, 'set -a', `(exit ${status})`, `eval ${quoted(line)}`, '_status=$?', `printf '${MARK}%s\\n' "$PWD"`, 'export -p', 'exit $_status',
].join('\n')

/** What the script printed: the line's output, and where the shell stands; undefined where the line has left it. */
export function heard(stdout: string): { readonly text: string; readonly stands: Pick<Stand, 'cwd' | 'variables'> | undefined } {
  const at = stdout.lastIndexOf(MARK)
  if (at < 0) return { text: stdout, stands: undefined }
  const [cwd = '/', ...variables] = stdout.slice(at + 1).split('\n')
  return { text: stdout.slice(0, at), stands: { cwd, variables: variables.filter(v => !/^(export|declare -x) (_status|PWD|OLDPWD|SHLVL|_)(=|$)/.test(v)).join('\n') } }
}

/** What such a shell asks with. */
export const promptOf = ({ pod, shell, cwd }: Stand): string => (shell.endsWith('bash') ? `root@${pod}:${cwd}# ` : `${cwd} # `)
