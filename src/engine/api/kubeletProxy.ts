// What only the kubelet of a pod's node can answer: the server finds the pod, and passes the question on.
// Upstream: pkg/registry/core/pod/rest (log, exec, attach).
import { keyFrom } from '../../kube/keys.ts'
import { Node, Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { ExecResult, LogLine, LogOptions, Seen, TypedInto } from './client.ts'
import { internalError, notFound } from './errors.ts'
import { found } from './lookup.ts'
import type { Store } from './store.ts'

/** Who is asked. */
export interface KubeletDoor {
  logs(pod: AnyObject, options: LogOptions): readonly LogLine[]
  exec(pod: AnyObject, container: string | undefined, argv: readonly string[], stdin: string | undefined, typed: TypedInto | undefined): ExecResult
  seen(pod: AnyObject, container: string): Seen | undefined
  type(pod: AnyObject, container: string, text: string): void
}

/** Each of them throws NotFound where the pod, or its node, is not there. */
export class KubeletProxy {
  /** Set at assembly. */
  door: KubeletDoor | undefined
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  logs(namespace: string, name: string, options: LogOptions = {}): readonly LogLine[] {
    const pod = this.#pod(namespace, name)
    return this.#doorOf(pod).logs(pod, options)
  }

  exec(namespace: string, name: string, container: string | undefined, argv: readonly string[], stdin?: string, typed?: TypedInto): ExecResult {
    const pod = this.#pod(namespace, name)
    return this.#doorOf(pod).exec(pod, container, argv, stdin, typed)
  }

  seen(namespace: string, name: string, container: string): Seen | undefined {
    const pod = this.#pod(namespace, name)
    return this.#doorOf(pod).seen(pod, container)
  }

  type(namespace: string, name: string, container: string, text: string): void {
    const pod = this.#pod(namespace, name)
    this.#doorOf(pod).type(pod, container, text)
  }

  #pod(namespace: string, name: string): AnyObject {
    return found(this.#store, Pod, keyFrom(namespace, name), name)
  }

  #doorOf(pod: AnyObject): KubeletDoor {
    if (!this.door) throw internalError('no kubelet is there to be asked')
    if (pod.spec.nodeName && !this.#store.get(Node, pod.spec.nodeName)) throw notFound(Node, pod.spec.nodeName)
    return this.door
  }
}
