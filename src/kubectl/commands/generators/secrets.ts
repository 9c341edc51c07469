// `kubectl create secret tls|docker-registry`. Upstream: kubectl/pkg/cmd/create/create_secret_{tls,docker}.go.
import { toBase64 } from '../../../kube/base64.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { KubectlError } from '../../errors.ts'
import { compactJson } from '../../print/json.ts'
import type { Invocation } from '../command.ts'
import { appendHash, generatorCommand, withHash } from './generator.ts'

const text = (name: string, value = '') => ({ name, type: 'string', default: value }) as const

const secret = (call: Invocation, name: string, type: string, data: Record<string, string>): AnyObject => withHash(call, {
  apiVersion: 'v1', kind: 'Secret', metadata: { name }, type, data: Object.fromEntries(Object.entries(data).map(([k, v]) => [k, toBase64(v)])),
} as AnyObject)

function fileOf(call: Invocation, path: string): string {
  const found = call.files.read(path)
  if (found === undefined) throw new KubectlError(`Cannot read file ${path}, open ${path}: no such file or directory`)
  return found
}

export const createTlsSecret = generatorCommand({
  path: 'secret tls', summary: 'Create a TLS secret', failure: 'failed to create secret', flags: [{ ...text('cert'), values: 'file' }, { ...text('key'), values: 'file' }, appendHash],
  make(call, name) {
    const [cert, key] = [call.text('cert'), call.text('key')]
    if (!cert || !key) throw new KubectlError('key and cert must be specified')
    const [certificate, privateKey] = [fileOf(call, cert), fileOf(call, key)]
    if (!/-----BEGIN [A-Z ]+-----/.test(certificate)) throw new KubectlError('tls: failed to find any PEM data in certificate input')
    if (!/-----BEGIN [A-Z ]+-----/.test(privateKey)) throw new KubectlError('tls: failed to find any PEM data in key input')
    return secret(call, name, 'kubernetes.io/tls', { 'tls.crt': certificate, 'tls.key': privateKey })
  },
})

export const createDockerSecret = generatorCommand({
  path: 'secret docker-registry', summary: 'Create a secret for use with a Docker registry', failure: 'failed to create secret',
  flags: [text('docker-server', 'https://index.docker.io/v1/'), text('docker-username'), text('docker-password'), text('docker-email'), { name: 'from-file', type: 'strings', default: [], values: 'file' }, appendHash],
  make(call, name) {
    const [path] = call.strings('from-file')
    if (path !== undefined) return secret(call, name, 'kubernetes.io/dockerconfigjson', { '.dockerconfigjson': fileOf(call, path.slice(path.indexOf('=') + 1)) })
    const [server, username, password, email] = ['docker-server', 'docker-username', 'docker-password', 'docker-email'].map(f => call.text(f)) as [string, string, string, string]
    if (!username || !password || !server) throw new KubectlError('either --from-file or the combination of --docker-username, --docker-password and --docker-server is required')
    // The order of the fields is the file's own, not the alphabet's.
    const fields = Object.entries({ username, password, email, auth: toBase64(`${username}:${password}`) }).filter(([, v]) => v)
    return secret(call, name, 'kubernetes.io/dockerconfigjson', {
      '.dockerconfigjson': `{"auths":{${compactJson(server)}:{${fields.map(([k, v]) => `"${k}":${compactJson(v)}`).join(',')}}}}`,
    })
  },
})
