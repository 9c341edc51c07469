// A container's environment: values, references, and $(VAR) in values, command and arguments.
// Upstream: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables, third_party/forked/golang/expansion.
import type { ConfigMap, Container, Pod, Secret } from '../../../kube/core.ts'
import { milliValueOf, valueOf } from '../../../kube/quantity.ts'

/** What references are resolved against. */
export interface Lookups {
  configMap(name: string): ConfigMap | undefined
  secret(name: string): Secret | undefined
  /** What somebody has made on the node at that path. */
  onHost(path: string): 'directory' | 'file' | undefined
  readonly hostIP: string
  readonly podIP: string
  readonly allocatable: Readonly<Record<string, string>>
  /** Variables of the services of the namespace, and of kubernetes itself. */
  readonly services: Readonly<Record<string, string>>
}

/** A reference that leads nowhere: CreateContainerConfigError, with this message. */
export class ConfigError extends Error {}

const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/

/** The variables in the order in which they are set. */
export function environmentOf(pod: Pod, container: Container, on: Lookups): Record<string, string> {
  const env: Record<string, string> = { ...on.services }
  for (const from of container.envFrom ?? []) {
    const { configMapRef, secretRef, prefix = '' } = from
    if (configMapRef) {
      const map = on.configMap(configMapRef.name!)
      if (!map && !configMapRef.optional) throw new ConfigError(`configmap "${configMapRef.name}" not found`)
      for (const [key, value] of Object.entries(map?.data ?? {})) if (ENV_NAME.test(prefix + key)) env[prefix + key] = value
    } else if (secretRef) {
      const secret = on.secret(secretRef.name!)
      if (!secret && !secretRef.optional) throw new ConfigError(`secret "${secretRef.name}" not found`)
      for (const [key, value] of Object.entries(secret?.data ?? {})) if (ENV_NAME.test(prefix + key)) env[prefix + key] = fromBase64(value)
    }
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (!valueFrom) {
      env[name] = expand(value ?? '', env)
      continue
    }
    const { fieldRef, resourceFieldRef, configMapKeyRef: map, secretKeyRef: secret } = valueFrom
    if (fieldRef) env[name] = fieldOf(pod, fieldRef.fieldPath, on)
    else if (resourceFieldRef) env[name] = resourceOf(pod, container, resourceFieldRef, on)
    else if (map) {
      const found = on.configMap(map.name!)
      if (!found && !map.optional) throw new ConfigError(`configmap "${map.name}" not found`)
      const text = found?.data?.[map.key]
      if (text !== undefined) env[name] = text
      else if (!map.optional) throw new ConfigError(`couldn't find key ${map.key} in ConfigMap ${pod.metadata.namespace}/${map.name}`)
    } else if (secret) {
      const found = on.secret(secret.name!)
      if (!found && !secret.optional) throw new ConfigError(`secret "${secret.name}" not found`)
      const text = found?.data?.[secret.key]
      if (text !== undefined) env[name] = fromBase64(text)
      else if (!secret.optional) throw new ConfigError(`couldn't find key ${secret.key} in Secret ${pod.metadata.namespace}/${secret.name}`)
    }
  }
  return env
}

/** Linux gives a program no text longer than this; what would become longer is cut right behind it, and the program cannot begin. */
export const MOST_OF_ONE = 131_071

/** Replaces $(NAME) by its value; $$ escapes; a name that is not known stays as written. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  if (!text.includes('$')) return text
  let result = ''
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '$' || i + 1 === text.length) {
      result += text[i]
    } else if (text[i + 1] === '$') {
      result += '$'
      i++
    } else if (text[i + 1] === '(') {
      const end = text.indexOf(')', i)
      if (end < 0) {
        result += '$('
        i++
      } else {
        const name = text.slice(i + 2, end)
        result += Object.hasOwn(env, name) ? env[name] : `$(${name})`
        if (result.length > MOST_OF_ONE) return result.slice(0, MOST_OF_ONE + 1)
        i = end
      }
    } else {
      result += `$${text[i + 1]}`
      i++
    }
  }
  return result
}

/** A field of the pod for the downward API, as a variable or as a file. */
export function fieldOf(pod: Pod, path: string, on: Pick<Lookups, 'hostIP' | 'podIP'>): string {
  const subscript = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(path)
  if (subscript) return pod.metadata[subscript[1] as 'annotations' | 'labels']?.[subscript[2]!] ?? ''
  switch (path) {
    case 'metadata.name': return pod.metadata.name!
    case 'metadata.namespace': return pod.metadata.namespace ?? ''
    case 'metadata.uid': return pod.metadata.uid ?? ''
    case 'metadata.labels': return mapText(pod.metadata.labels)
    case 'metadata.annotations': return mapText(pod.metadata.annotations)
    case 'spec.nodeName': return pod.spec!.nodeName ?? ''
    case 'spec.serviceAccountName': return pod.spec!.serviceAccountName ?? ''
    case 'status.hostIP': case 'status.hostIPs': return on.hostIP
    case 'status.podIP': case 'status.podIPs': return on.podIP
    default: throw new ConfigError(`unsupported fieldPath: ${path}`)
  }
}

const mapText = (map: Readonly<Record<string, string>> | undefined): string =>
  Object.keys(map ?? {}).sort().map(key => `${key}=${JSON.stringify(map![key])}`).join('\n')

interface ResourceRef { readonly containerName?: string; readonly resource: string; readonly divisor?: string | number }

/** A request or limit in units of the divisor, rounded up; a limit that is not set is all that the node has. */
export function resourceOf(pod: Pod, container: Container, ref: ResourceRef, on: Pick<Lookups, 'allocatable'>): string {
  const of = ref.containerName ? [...pod.spec!.containers, ...(pod.spec!.initContainers ?? [])].find(c => c.name === ref.containerName) ?? container : container
  const [side, ...rest] = ref.resource.split('.')
  const name = rest.join('.')
  const own = of.resources?.[side as 'limits' | 'requests']?.[name]
  const text = String(own ?? (side === 'limits' ? on.allocatable[name] ?? '0' : '0'))
  const divisor = String(ref.divisor ?? '0')
  if (name === 'cpu') {
    const per = divisor === '0' ? 1000 : milliValueOf(divisor)
    return String(Math.ceil(milliValueOf(text) / per))
  }
  return String(Math.ceil(valueOf(text) / (divisor === '0' ? 1 : valueOf(divisor))))
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Text of base64, read as UTF-8; what is no UTF-8 becomes the replacement character. */
export function fromBase64(text: string): string {
  let bits = 0
  let held = 0
  const bytes: number[] = []
  for (const c of text) {
    const value = ALPHABET.indexOf(c)
    if (value < 0) continue
    held = ((held << 6) | value) & 0xffffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  let result = ''
  for (let i = 0; i < bytes.length;) {
    const b = bytes[i]!
    const more = b < 0x80 ? 0 : b >= 0xf0 ? 3 : b >= 0xe0 ? 2 : b >= 0xc0 ? 1 : -1
    let point = more === 0 ? b : b & (0x3f >> more)
    let good = more >= 0 && i + more < bytes.length
    for (let k = 1; good && k <= more; k++) {
      good = (bytes[i + k]! & 0xc0) === 0x80
      point = (point << 6) | (bytes[i + k]! & 0x3f)
    }
    result += good ? String.fromCodePoint(point) : '\ufffd'
    i += good ? more + 1 : 1
  }
  return result
}
