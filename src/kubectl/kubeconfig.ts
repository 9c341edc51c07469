// The kubeconfig file of the shell's home: clusters, users, and contexts that put them together. There is one real cluster; entries of others may be
// written and read, and lead nowhere. Upstream: client-go/tools/clientcmd.
import type { ApiClient } from '../engine/api/client.ts'
import { HOME } from '../engine/index.ts'
import { toBase64 } from '../kube/base64.ts'
import { parseYaml, ParseError, toYaml } from '../kube/yaml.ts'
import { KubectlError } from './errors.ts'
import type { Files } from './running.ts'

export const CONTEXT = 'kubernetes-admin@kubernetes'
export const CONFIG = `${HOME}/.kube/config`
export const ADDRESS = 'https://172.18.0.1:6443'

/** What stands in an entry, by the names of its fields. */
export type Fields = Readonly<Record<string, unknown>>
/** The lists of the file, by the field that holds what stands in an entry. */
export const LISTS = { clusters: 'cluster', contexts: 'context', users: 'user' } as const
export type ListName = keyof typeof LISTS

export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, Fields>
  readonly contexts: ReadonlyMap<string, Fields>
  readonly users: ReadonlyMap<string, Fields>
  /** `''`: none. */
  readonly current: string
}

const pem = (what: string): string => toBase64(`-----BEGIN ${what}-----\n-----END ${what}-----\n`)
/** As kubeadm leaves it. */
const FRESH: Kubeconfig = {
  clusters: new Map([['kubernetes', { 'certificate-authority-data': pem('CERTIFICATE'), server: ADDRESS }]]),
  contexts: new Map([[CONTEXT, { cluster: 'kubernetes', user: 'kubernetes-admin' }]]),
  users: new Map([['kubernetes-admin', { 'client-certificate-data': pem('CERTIFICATE'), 'client-key-data': pem('PRIVATE KEY') }]]),
  current: CONTEXT,
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {})

/** The file as it stands; as kubeadm left it where there is none, where it cannot be read, and outside the page, which has no such home. */
export function readKubeconfig(files: Files, inPage: boolean): Kubeconfig {
  const text = inPage ? files.read(CONFIG) : undefined
  if (text === undefined) return FRESH
  try {
    const file = fieldsOf(parseYaml(text)[0]?.value)
    const list = (name: ListName): Map<string, Fields> => {
      const entries = Array.isArray(file[name]) ? (file[name] as unknown[]).map(fieldsOf) : []
      return new Map(entries.flatMap(entry => (typeof entry['name'] === 'string' ? [[entry['name'], fieldsOf(entry[LISTS[name]])] as const] : [])))
    }
    return { clusters: list('clusters'), contexts: list('contexts'), users: list('users'), current: words(file['current-context']) }
  } catch (e) {
    // Somebody has written something else into it: then it says nothing.
    if (e instanceof ParseError) return FRESH
    throw e
  }
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '')
const sorted = (fields: Fields): Fields => Object.fromEntries(Object.keys(fields).sort().map(key => [key, fields[key]]))
/** Fields that are written even if they are empty. */
const ALWAYS = { clusters: { server: '' }, contexts: { cluster: '', user: '' }, users: {} } as const

/** The file as an object: entries by name, `hide` to leave out what is secret. */
export function objectOf(config: Kubeconfig, hide: boolean): Fields {
  const list = (name: ListName) => {
    const names = [...config[name].keys()].sort()
    return names.length === 0 ? null : names.map(entry => ({ [LISTS[name]]: sorted({ ...ALWAYS[name], ...(hide ? hidden(config[name].get(entry)!) : config[name].get(entry)!) }), name: entry }))
  }
  return { apiVersion: 'v1', clusters: list('clusters'), contexts: list('contexts'), 'current-context': config.current, kind: 'Config', users: list('users') }
}

const hidden = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).map(([key, value]) =>
  [key, key.endsWith('-data') ? 'DATA+OMITTED' : key === 'password' || key === 'token' ? 'REDACTED' : value]))

export const fileOf = (config: Kubeconfig): string => toYaml(objectOf(config, false))

/** The namespace that the context has; undefined where nobody has said one. */
export function contextNamespace(files: Files, inPage: boolean, context = ''): string | undefined {
  const config = readKubeconfig(files, inPage)
  return words(config.contexts.get(context || config.current)?.['namespace']) || undefined
}

const refused = (host = 'localhost:8080'): KubectlError => new KubectlError(`The connection to the server ${host} was refused - did you specify the right host or port?`, { bare: true })

/** What a line names in place of what the file has. `asksNamespace`: whether the command looks for its namespace first, and says differently that there is no such context. */
export interface Choice { readonly context?: string; readonly cluster?: string; readonly user?: string; readonly server?: string; readonly asksNamespace?: boolean }

/** The API as the context's user has it. Throws where the context leads nowhere. Upstream: clientcmd/client_config.go, ClientConfig. */
export function clientOfContext(client: ApiClient, files: Files, inPage: boolean, { context = '', ...instead }: Choice = {}): ApiClient {
  const config = readKubeconfig(files, inPage)
  const name = context || config.current
  const chosen = config.contexts.get(name)
  if (name && !chosen && (!context || instead.asksNamespace)) throw new KubectlError(`Error in configuration: context was not found for specified context: ${name}`, { bare: true })
  const [user, cluster] = [instead.user || words(chosen?.['user']), instead.cluster || words(chosen?.['cluster'])]
  if (user && !config.users.has(user)) throw new KubectlError(`auth info ${JSON.stringify(user)} does not exist`)
  if (name && !chosen) throw new KubectlError(`context ${JSON.stringify(name)} does not exist`)
  if (instead.cluster && !config.clusters.has(instead.cluster)) throw new KubectlError(`no server found for cluster ${JSON.stringify(instead.cluster)}`)
  if (cluster && !config.clusters.has(cluster)) throw new KubectlError(`cluster ${JSON.stringify(cluster)} does not exist`)
  const server = instead.server || words(config.clusters.get(cluster)?.['server'])
  if (!server) throw refused()
  const local = /^(?:\w+:\/\/)?((?:localhost|127\.\d+\.\d+\.\d+)(?::\d+)?)(?:\/|$)/.exec(server)
  if (local) throw refused(local[1]!.includes(':') ? local[1]! : `${local[1]}:${server.startsWith('https') ? 443 : 80}`)
  if (server !== ADDRESS) throw new KubectlError(`Unable to connect to the server: dial tcp ${/^(?:\w+:\/\/)?([^/]*)/.exec(server)![1]!.replace(/^[^:]*$/, host => `${host}:443`)}: i/o timeout`, { bare: true })
  const credentials = config.users.get(user) ?? {}
  const token = words(credentials['token'])
  if (!token) {
    if (credentials['client-certificate-data'] ?? credentials['client-certificate']) return client
    throw new KubectlError('You must be logged in to the server (Unauthorized)')
  }
  return clientOfToken(client, token)
}

/** The API as the bearer of a token has it. */
export function clientOfToken(client: ApiClient, token: string): ApiClient {
  const user = client.access?.bearer(token)
  if (!user) throw new KubectlError('You must be logged in to the server (Unauthorized)')
  return client.access!.as(user)
}
