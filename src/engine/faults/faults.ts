// What is broken on purpose, each by name and rate. The seams are elsewhere (api server, watch, runner, kubelets): here they are worked.
import type { Kind } from '../../kube/kinds.ts'
import { ApiError, conflict, internalError } from '../api/errors.ts'
import { overloaded, type ApiServer } from '../api/server.ts'
import type { World } from '../world/world.ts'

export const faultNames = ['api-refuses', 'api-conflicts', 'watch-late'] as const
export type FaultName = (typeof faultNames)[number]

/** Whose writes a fault may refuse: not the learner's own, and not the node's, which would only make noise. */
const spared = new Set(['kubectl', 'you'])

export class Faults {
  readonly #world: World
  readonly #server: ApiServer

  constructor(world: World, server: ApiServer) {
    this.#world = world
    this.#server = server
    const rates = world.table<number>('faults')
    server.fault = (who, verb, kind, key) => {
      if (rates.size === 0 || spared.has(who)) return undefined
      return this.#refusal(rates.get('api-refuses') ?? 0, rates.get('api-conflicts') ?? 0, who, verb, kind, key)
    }
    world.onInput('fault', ({ name, rate }: { name: FaultName; rate: number }) => {
      world.note({ actor: 'you', what: `fault ${name}`, reason: { id: 'fault.set', name, rate } })
      if (name === 'watch-late') {
        for (const watcher of ['controllers', 'scheduler']) server.watch.slow(watcher, rate)
      }
      if (rate > 0) rates.set(name, rate)
      else rates.delete(name)
    })
  }

  /** `rate`: for refusals the share of writes, 0…1; for lateness the milliseconds. 0 heals. */
  set(name: FaultName, rate: number): void { this.#world.input('fault', { name, rate }) }

  #refusal(refuses: number, conflicts: number, who: string, verb: string, kind: Kind, key: string): ApiError | undefined {
    // The revision is in the key, so that a write refused once may pass when it is tried again after something else was written;
    // the instant is, so that it may pass even where nothing else happens.
    const draw = this.#world.chance.unit('fault', who, verb, kind.plural, key, this.#server.store.revision, this.#world.now)
    if (draw < refuses) return draw < refuses / 2 ? overloaded() : internalError('a fault that you asked for')
    if (verb !== 'create' && draw < refuses + conflicts) {
      return conflict(kind, key.slice(key.indexOf('/') + 1), 'the object has been modified; please apply your changes to the latest version and try again')
    }
    return undefined
  }
}
