// `kubectl config set` and `unset`: one value of the kubeconfig by its path, e.g. contexts.dev.namespace. Upstream: kubectl/pkg/cmd/config, set.go and
// navigation_step_parser.go.
import { KubectlError } from '../errors.ts'
import { LISTS, type Fields, type Kubeconfig, type ListName } from '../kubeconfig.ts'

const BOOLS = ['insecure-skip-tls-verify', 'disable-compression']
const FIELDS: Readonly<Record<ListName, readonly string[]>> = {
  clusters: ['certificate-authority', 'certificate-authority-data', 'proxy-url', 'server', 'tls-server-name', ...BOOLS],
  contexts: ['cluster', 'namespace', 'user'],
  users: ['as', 'as-uid', 'client-certificate', 'client-certificate-data', 'client-key', 'client-key-data', 'password', 'token', 'tokenFile', 'username'],
}

/** The list, the entry's name, which may have dots in it, and the field; without an entry the list itself. */
function stepsOf(path: string): { readonly list: ListName; readonly entry?: string; readonly field?: string } {
  const dot = path.indexOf('.')
  const list = dot < 0 ? path : path.slice(0, dot)
  if (!(list in LISTS)) throw new KubectlError(`unable to parse path ${JSON.stringify(path)}`)
  const rest = dot < 0 ? '' : path.slice(dot + 1)
  const at = { list: list as ListName }
  if (!rest) return at
  const field = FIELDS[at.list].find(name => rest.endsWith(`.${name}`))
  return field === undefined ? { ...at, entry: rest } : { ...at, entry: rest.slice(0, -field.length - 1), field }
}

const put = (config: Kubeconfig, list: ListName, entry: string, fields: Fields): Kubeconfig => ({ ...config, [list]: new Map([...config[list], [entry, fields]]) })

export function setProperty(config: Kubeconfig, path: string, value: string): Kubeconfig {
  if (path === 'current-context') return { ...config, current: value }
  const { list, entry, field } = stepsOf(path)
  if (entry === undefined || field === undefined) throw new KubectlError(`can't set a map to a value: ${path}`)
  if (BOOLS.includes(field) && value !== 'true' && value !== 'false') throw new KubectlError(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`)
  return put(config, list, entry, { ...config[list].get(entry), [field]: BOOLS.includes(field) ? value === 'true' : value })
}

export function unsetProperty(config: Kubeconfig, path: string): Kubeconfig {
  if (path === 'current-context') return { ...config, current: '' }
  const { list, entry, field } = stepsOf(path)
  if (entry === undefined) return { ...config, [list]: new Map() }
  if (field === undefined) return { ...config, [list]: new Map([...config[list]].filter(([name]) => name !== entry)) }
  const fields = config[list].get(entry)
  if (!fields) throw new KubectlError(`current map key \`${entry}\` is invalid`)
  const { [field]: _, ...rest } = fields
  return put(config, list, entry, rest)
}
