// The log of a container, whole or followed. Upstream: pkg/kubelet/kuberuntime/logs.
import type { ServerResponse } from 'node:http'
import type { LogLine, LogOptions } from '../../engine/api/client.ts'
import { ApiError } from '../../engine/api/errors.ts'
import type { Cluster } from '../../engine/index.ts'
import { Pod } from '../../kube/kinds.ts'
import { microTimeOf, parseTime } from '../../kube/rfc3339.ts'
import { send, type Ask } from './message.ts'

/** How often a followed log is looked at, on the wall's clock. */
const LOOK_MS = 100

export function logs(cluster: Cluster, namespace: string, pod: string, { query }: Ask, response: ServerResponse): void {
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined)
  const since = query.get('sinceTime')
  const options: LogOptions = {
    ...(query.get('container') ? { container: query.get('container')! } : {}), ...(query.get('previous') === 'true' ? { previous: true } : {}),
    ...(number('tailLines') === undefined ? {} : { tailLines: number('tailLines')! }), ...(number('sinceSeconds') === undefined ? {} : { sinceSeconds: number('sinceSeconds')! }),
    ...(since && parseTime(since) !== undefined ? { sinceTime: parseTime(since)! } : {}), ...(number('limitBytes') === undefined ? {} : { limitBytes: number('limitBytes')! }),
  }
  const stamped = query.get('timestamps') === 'true'
  const text = (lines: readonly LogLine[]) => lines.map(l => `${stamped ? `${microTimeOf(l.at).replace('Z', '000Z')} ` : ''}${l.text}`).join('')
  const first = cluster.client().logs(namespace, pod, options)
  if (query.get('follow') !== 'true') return send(response, 200, text(first), [], 'text/plain')
  response.statusCode = 200
  response.setHeader('Content-Type', 'text/plain')
  response.flushHeaders()
  response.write(text(first))
  const { tailLines: _t, ...whole } = options
  let told = cluster.client().logs(namespace, pod, whole).length
  const timer = setInterval(() => {
    try {
      const lines = cluster.client().logs(namespace, pod, whole)
      if (lines.length > told) response.write(text(lines.slice(told)))
      told = lines.length
      const status = cluster.client().get(Pod, namespace, pod).status?.containerStatuses?.find(c => options.container === undefined || c.name === options.container)
      if (status?.state?.terminated) response.end()
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      response.end()
    }
  }, LOOK_MS)
  response.on('close', () => clearInterval(timer))
}
