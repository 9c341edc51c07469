// `kubestep serve`: a cluster of the engine's that kubectl and other clients of Kubernetes can talk to.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { start } from '../../kubectl/index.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { toYaml } from '../../kube/yaml.ts'
import type { Where } from '../main.ts'
import { filesUnder } from '../run.ts'
import { parseArgs, seedOf, UsageError } from '../usage.ts'
import { serve } from './server.ts'

const PORT = 8001

/** What kubectl needs to find the cluster. There is nothing to prove to it; the JavaScript client speaks plain HTTP only where certificates are said not to matter. */
export const kubeconfigOf = (address: string): string => toYaml({
  apiVersion: 'v1', kind: 'Config', clusters: [{ cluster: { server: address, 'insecure-skip-tls-verify': true }, name: 'kubestep' }],
  contexts: [{ context: { cluster: 'kubestep', user: 'kubestep' }, name: 'kubestep' }], 'current-context': 'kubestep', users: [{ name: 'kubestep', user: {} }],
})

export async function serveCommand(args: readonly string[], where: Where): Promise<number> {
  const { flags, rest } = parseArgs(args, { values: ['port', 'speed', 'kubeconfig', 'seed', 'nodes'], switches: ['metrics'] })
  const number = (name: string, otherwise: number) => {
    const value = flags[name] === undefined ? otherwise : Number(flags[name])
    if (!Number.isFinite(value) || value < 0) throw new UsageError(`not a number: --${name}=${String(flags[name])}`)
    return value
  }
  if (rest.length > 1) throw new UsageError('at most one folder: kubestep serve [DIR]')
  // Clients reckon ages by their own clock, so this cluster begins now.
  const dist = join(where.root, 'dist')
  const served = await serve({ seed: seedOf(flags.seed), startAt: timeOf(Date.now()), nodes: number('nodes', 3) }, { port: number('port', PORT), speed: number('speed', 1), ...(existsSync(dist) ? { page: dist } : {}) })
  if (flags.metrics) served.cluster.act({ do: 'metrics-server', on: true })
  process.stdout.write(`Kubernetes' API: ${served.address}\n`)
  if (existsSync(dist)) process.stdout.write(`The same cluster as a page: ${served.address}/\n`)
  if (typeof flags.kubeconfig === 'string') {
    const path = resolve(where.cwd, flags.kubeconfig)
    writeFileSync(path, kubeconfigOf(served.address), { mode: 0o600 })
    process.stdout.write(`export KUBECONFIG=${path}\n`)
  } else {
    process.stdout.write(`kubectl --server=${served.address} get nodes\n`)
  }
  const [folder] = rest
  if (folder !== undefined) {
    if (!existsSync(resolve(where.cwd, folder)) || readdirSync(resolve(where.cwd, folder)).length === 0) throw new UsageError(`no manifests in ${folder}`)
    const running = start(['apply', '-R', '-f', folder], { client: served.cluster.client(), files: filesUnder(where.cwd) })
    process.stdout.write(running.output.map(c => c.text).join(''))
  }
  await new Promise<void>(done => {
    process.once('SIGINT', () => done())
    process.once('SIGTERM', () => done())
  })
  await served.close()
  return 0
}
