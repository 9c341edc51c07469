// kubectl apply --force: what cannot be patched is deleted and made anew. Upstream: kubectl/pkg/cmd/apply/patcher.go, deleteAndCreate.
import type { WriteOptions } from '../../engine/api/client.ts'
import { ApiError } from '../../engine/api/errors.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError } from '../errors.ts'
import type { Invocation } from './command.ts'
import { cascadeOf } from './cascade.ts'

/** How often it is asked whether the old one is gone. */
const POLL_MS = 1000

export interface Wanted {
  readonly call: Invocation
  readonly kind: Kind
  readonly namespace: string | undefined
  /** As it stands now, for the case that the new one is refused. */
  readonly original: AnyObject
  readonly wanted: AnyObject
  readonly options: WriteOptions
  /** Tells what was made. */
  done(made: AnyObject): void
  /** The server's refusal in kubectl's words. */
  refused(why: ApiError): Error
}

/** One object on its way from the old state to the new one. */
export class Recreation {
  readonly #wanted: Wanted
  readonly #deadline: number | undefined
  #nextAt: number | undefined
  #deleted = false

  constructor(wanted: Wanted) {
    this.#wanted = wanted
    const timeout = wanted.call.number('timeout')
    this.#deadline = timeout > 0 ? wanted.call.client.now + timeout : undefined
  }

  get nextAt(): number | undefined { return this.#nextAt }

  /** The new object, once there is one. */
  step(): AnyObject | undefined {
    const { call, kind, namespace, original, refused } = this.#wanted
    const { client } = call
    const { name } = original.metadata
    try {
      if (!this.#deleted) {
        const grace = call.number('grace-period')
        client.delete(kind, namespace, name!, { propagationPolicy: cascadeOf(call), ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}) })
        this.#deleted = true
      } else if (client.now < this.#nextAt!) {
        return undefined
      }
      if (this.#isThere()) {
        if (this.#deadline !== undefined && client.now >= this.#deadline) throw new KubectlError('timed out waiting for the condition')
        this.#nextAt = Math.min(client.now + POLL_MS, this.#deadline ?? Infinity)
        return undefined
      }
      return this.#make()
    } catch (e) {
      throw e instanceof ApiError ? refused(e) : e
    }
  }

  #isThere(): boolean {
    const { call, kind, namespace, original } = this.#wanted
    try {
      call.client.get(kind, namespace, original.metadata.name!)
      return true
    } catch (e) {
      if (e instanceof ApiError && e.reason === 'NotFound') return false
      throw e
    }
  }

  #make(): AnyObject {
    const { call, namespace, original, wanted, options, done } = this.#wanted
    try {
      const made = call.client.create(wanted, namespace, options)
      done(made)
      return made
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      // The old one comes back: without what it was known by, as a new object has none of that.
      const { uid: _uid, resourceVersion: _version, ...metadata } = original.metadata
      try {
        call.client.create({ ...original, metadata } as AnyObject, namespace, options)
      } catch (again) {
        if (!(again instanceof ApiError)) throw again
        throw new KubectlError(`An error occurred force-replacing the existing object with the newly provided one:\n\n${e.message}.\n\n` +
          `Additionally, an error occurred attempting to restore the original object:\n\n${again.message}`)
      }
      throw e
    }
  }
}
