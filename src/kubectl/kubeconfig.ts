// The settings that a person changes with `kubectl config`: here, the namespace of the one context there is. They are kept where kubectl keeps
// them, in a file of the shell's home. Upstream: client-go/tools/clientcmd.
import { HOME } from '../engine/index.ts'
import { parseYaml, ParseError, toYaml } from '../kube/yaml.ts'
import type { Files } from './running.ts'

export const CONTEXT = 'kubernetes-admin@kubernetes'
export const CONFIG = `${HOME}/.kube/config`

/** The namespace that the context has; undefined where nobody has said one. Outside the page there is no such home, and nothing is read. */
export function contextNamespace(files: Files, inPage: boolean): string | undefined {
  const text = inPage ? files.read(CONFIG) : undefined
  if (text === undefined) return undefined
  try {
    const { contexts } = (parseYaml(text)[0]?.value ?? {}) as { readonly contexts?: readonly { readonly context?: { readonly namespace?: unknown } }[] }
    const namespace = contexts?.[0]?.context?.namespace
    return typeof namespace === 'string' && namespace ? namespace : undefined
  } catch (e) {
    // Somebody has written something else into it: then it says nothing.
    if (e instanceof ParseError) return undefined
    throw e
  }
}

/** The file with this namespace in it. */
export const configWith = (namespace: string, address: string): string => toYaml({
  apiVersion: 'v1', clusters: [{ cluster: { server: address }, name: 'kubernetes' }],
  contexts: [{ context: { cluster: 'kubernetes', ...(namespace ? { namespace } : {}), user: 'kubernetes-admin' }, name: CONTEXT }], 'current-context': CONTEXT, kind: 'Config',
  users: [{ name: 'kubernetes-admin', user: {} }],
})
