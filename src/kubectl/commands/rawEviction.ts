// `kubectl create --raw /api/v1/namespaces/NS/pods/POD/eviction -f file`: the one raw request that lessons need.
import { Pod } from '../../kube/kinds.ts'
import { parseYaml } from '../../kube/yaml.ts'
import { KubectlError } from '../errors.ts'
import type { Invocation } from './command.ts'

const EVICTION = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/eviction$/

export function evict(call: Invocation): void {
  const match = EVICTION.exec(call.text('raw'))
  if (!match) throw new KubectlError('the server could not find the requested resource')
  const [file] = call.strings('filename')
  const text = file === '-' ? call.stdin : file === undefined ? undefined : call.files.read(file)
  if (text === undefined) throw new KubectlError(`open ${file ?? ''}: no such file or directory`)
  const body = parseYaml(text)[0]?.value as any
  call.client.createSubresource(Pod, match[1]!, match[2]!, 'eviction', body)
  // The answer is passed on as the server wrote it, in its own order of fields.
  call.out('{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}\n')
}
