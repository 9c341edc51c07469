// `kubectl create ingress`. Upstream: kubectl/pkg/cmd/create/create_ingress.go.
import type { HTTPIngressPath, IngressBackend, IngressRule, IngressTLS } from '../../../kube/networking.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { KubectlError } from '../../errors.ts'
import type { Invocation } from '../command.ts'
import { generatorCommand } from './generator.ts'

/** `host/path=service:port`, and `,tls` with or without a secret. */
const RULE = /^(?<host>[\w*\-.]*)(?<path>\/.*)=(?<service>[\w-]+):(?<port>[\w-]+)(?:,(?<tls>tls)=?(?<secret>[\w-]+)?)?/

const backend = (name: string, port: string): IngressBackend => ({ service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } })

function specOf(call: Invocation): object {
  const byDefault = call.text('default-backend')
  const texts = call.strings('rule')
  if (!byDefault && texts.length === 0) {
    throw new KubectlError('not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)')
  }
  const read = texts.map(text => {
    const found = RULE.exec(text)?.groups
    if (!found) throw new KubectlError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`)
    return found
  })
  const paths = new Map<string, HTTPIngressPath[]>()
  const tls = new Map<string, IngressTLS>()
  for (const { host = '', path = '', service = '', port = '', tls: secured, secret } of read) {
    const prefix = path.endsWith('*')
    paths.set(host, [...(paths.get(host) ?? []), { path: prefix ? path.slice(0, -1) : path, pathType: prefix ? 'Prefix' : 'Exact', backend: backend(service, port) }])
    if (secured && !tls.has(host)) tls.set(host, { ...(host ? { hosts: [host] } : {}), ...(secret ? { secretName: secret } : {}) })
  }
  const [name, port, ...more] = byDefault.split(':')
  if (byDefault && (port === undefined || more.length)) throw new KubectlError('default-backend should be in format servicename:serviceport')
  const rules: IngressRule[] = [...paths].map(([host, list]) => ({ ...(host ? { host } : {}), http: { paths: list } }))
  return {
    ...(call.text('class') ? { ingressClassName: call.text('class') } : {}), ...(byDefault ? { defaultBackend: backend(name!, port!) } : {}),
    ...(tls.size ? { tls: [...tls.values()] } : {}), ...(rules.length ? { rules } : {}),
  }
}

function annotationsOf(call: Invocation): object {
  const pairs = call.strings('annotation').map(text => {
    const at = text.indexOf('=')
    if (at <= 0) throw new KubectlError(`annotation ${text} is invalid and should be in format key=[value]`)
    return [text.slice(0, at), text.slice(at + 1)]
  })
  return pairs.length ? { annotations: Object.fromEntries(pairs) } : {}
}

export const createIngress = generatorCommand({
  path: 'ingress', aliases: ['ing'], summary: 'Create an ingress with the specified name', failure: 'failed to create ingress',
  flags: [
    { name: 'class', type: 'string', default: '', usage: 'Ingress Class to be used' }, { name: 'rule', type: 'list', default: [], usage: 'Rule in format host/path=service:port[,tls=secretname]' },
    { name: 'default-backend', type: 'string', default: '', usage: 'Default service for backend, in format of svcname:port' }, { name: 'annotation', type: 'list', default: [] },
  ],
  make: (call, name) => ({
    apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name, ...annotationsOf(call) }, spec: specOf(call), status: { loadBalancer: {} },
  }) as AnyObject,
})
