// `kubectl`, `kubectl help` and `-h`: what there is, in our own words and kubectl's layout.
import { below } from './commands/registry.ts'
import type { Command } from './commands/command.ts'

const line = (name: string, text: string, width: number) => `  ${name.padEnd(width)} ${text}\n`

function list(commands: readonly Command[]): string {
  const width = Math.max(13, ...commands.map(c => c.path.slice(c.path.lastIndexOf(' ') + 1).length))
  return commands.map(c => line(c.path.slice(c.path.lastIndexOf(' ') + 1), c.summary, width)).join('')
}

/** Of one command, or of kubectl as a whole. */
export function helpText(command?: Command): string {
  if (!command) {
    return `kubectl controls the Kubernetes cluster manager.\n\nCommands:\n${list(below(''))}\nUsage:\n  kubectl [flags] [options]\n\n` +
      'Use "kubectl <command> --help" for more information about a given command.\n'
  }
  const children = below(command.path)
  const flags = (command.flags ?? []).filter(f => !f.hidden && f.usage)
  return `${command.summary}.\n` +
    (children.length ? `\nAvailable Commands:\n${list(children)}` : '') +
    (flags.length ? `\nOptions:\n${flags.map(f => `    ${f.short ? `-${f.short}, ` : ''}--${f.name}=${defaultText(f.default)}:\n\t${f.usage}\n`).join('\n')}` : '') +
    `\nUsage:\n  kubectl ${command.usage ?? `${command.path} ${children.length ? '[command] ' : ''}[options]`}\n`
}

const defaultText = (value: unknown) => (Array.isArray(value) ? '[]' : typeof value === 'string' ? `'${value}'` : String(value ?? "''"))

