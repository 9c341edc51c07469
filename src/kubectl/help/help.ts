// `kubectl`, `kubectl help` and `-h`: what there is, in our own words and kubectl's layout.
// Upstream: kubectl/pkg/util/templates, kubectl/pkg/cmd/cmd.go (the groups).
import type { Command } from '../commands/command.ts'
import { below } from '../commands/registry.ts'
import { examples } from './examples.ts'
import { byName, flagLines } from './flagLines.ts'

const GROUPS: readonly (readonly [title: string, names: readonly string[]])[] = [
  ['Basic Commands (Beginner)', ['create', 'expose', 'run', 'set']], ['Basic Commands (Intermediate)', ['explain', 'get', 'edit', 'delete']],
  ['Deploy Commands', ['rollout', 'scale', 'autoscale']], ['Cluster Management Commands', ['certificate', 'cluster-info', 'top', 'cordon', 'uncordon', 'drain', 'taint']],
  ['Troubleshooting and Debugging Commands', ['describe', 'logs', 'attach', 'exec', 'port-forward', 'proxy', 'cp', 'auth', 'debug', 'events']],
  ['Advanced Commands', ['diff', 'apply', 'patch', 'replace', 'wait', 'kustomize']], ['Settings Commands', ['label', 'annotate', 'completion']],
  ['Subcommands provided by plugins', []], ['Other Commands', ['api-resources', 'api-versions', 'config', 'plugin', 'version']],
]
const OPTIONS = 'Use "kubectl options" for a list of global command-line options (applies to all commands).\n'
const MIN_WIDTH = 13

const nameOf = (c: Command) => c.path.slice(c.path.lastIndexOf(' ') + 1)
const commandLines = (commands: readonly Command[], width: number) => commands.map(c => `  ${nameOf(c).padEnd(width)} ${c.summary}\n`).join('')
const widest = (commands: readonly Command[]) => Math.max(MIN_WIDTH, ...commands.map(c => nameOf(c).length + 2))

function wholeText(): string {
  const all = below('')
  const width = Math.max(...all.map(c => nameOf(c).length)) + 2
  const parts = GROUPS.map(([title, names]) => `${title}:\n${commandLines(names.flatMap(n => all.filter(c => c.path === n)), width)}`)
  return `kubectl controls the Kubernetes cluster manager.\n\n Find more information at: https://kubernetes.io/docs/reference/kubectl/\n\n${parts.join('\n')}\n` +
    `Usage:\n  kubectl [flags] [options]\n\nUse "kubectl <command> --help" for more information about a given command.\n${OPTIONS}`
}

/** Of one command, or of kubectl as a whole. */
export function helpText(command?: Command): string {
  if (!command) return wholeText()
  const children = below(command.path).toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const flags = (command.flags ?? []).filter(f => !f.hidden && !f.deprecated).toSorted(byName)
  const sections = [
    `${command.summary}.\n`,
    ...(command.aliases?.length ? [`Aliases:\n${[nameOf(command), ...command.aliases].join(', ')}\n`] : []),
    ...(examples[command.path] ? [`Examples:\n${examples[command.path]!.map(([what, line]) => `  # ${what}\n  kubectl ${line}\n`).join('  \n')}`] : []),
    ...(children.length ? [`Available Commands:\n${commandLines(children, widest(children))}`] : []),
    ...(flags.length ? [`Options:\n${flagLines(command.path, flags)}`] : []),
    `Usage:\n  kubectl ${command.usage ?? `${command.path}${children.length && command.bare ? ' [flags]' : ''}`} [options]\n`,
    `${children.length ? `Use "kubectl ${command.path} <command> --help" for more information about a given command.\n` : ''}${OPTIONS}`,
  ]
  return sections.join('\n')
}
