// Flags that every command has.
import type { Flag } from './flags.ts'

const text = (name: string, short?: string): Flag => ({ name, type: 'string', default: '', ...(short ? { short } : {}), hidden: true })
const yes = (name: string, value = false): Flag => ({ name, type: 'bool', default: value, hidden: true })

export const globalFlags: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'string', default: '', usage: 'the namespace of this call', values: 'namespace' },
  { name: 'help', short: 'h', type: 'bool', default: false, usage: 'help for this command' },
  { name: 'request-timeout', type: 'string', default: '0', hidden: true },
  text('kubeconfig'), text('context'), text('cluster'), text('user'), text('server', 's'), text('as'), { name: 'as-group', type: 'list', default: [], hidden: true },
  text('as-uid'), text('token'), text('username'), text('password'), text('certificate-authority'), text('client-certificate'), text('client-key'),
  text('tls-server-name'), text('cache-dir'), text('profile'), text('profile-output'), text('kuberc'), yes('insecure-skip-tls-verify'), yes('match-server-version'),
  yes('warnings-as-errors'), yes('disable-compression'), { name: 'v', short: 'v', type: 'int', default: 0, hidden: true }, text('vmodule'),
  { name: 'log-flush-frequency', type: 'duration', default: 5000, hidden: true },
]
