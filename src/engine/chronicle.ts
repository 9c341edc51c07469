// The lives of pods as bars over time. Objects know only what is; the stage also draws what was, and pods that are gone. Each
// change of a pod's look is noted in the frame that made it, so that the bars go back with time.
import { keyFrom, keyOf, refOf, type Ref } from '../kube/keys.ts'
import { controllerOf } from '../kube/owners.ts'
import { isClustersOwn } from '../kube/system.ts'
import { kindNamed } from '../kube/kinds.ts'
import type { AnyObject, Instant } from '../kube/object.ts'
import { lookOf, type PodLook } from '../kube/look.ts'
import type { ApiServer } from './api/server.ts'
import type { Table } from './world/table.ts'
import type { World } from './world/world.ts'
import { Runs } from './chronicle/runs.ts'
import { Sizes } from './chronicle/sizes.ts'

export interface PodStory {
  readonly uid: string
  readonly ref: Ref
  readonly name: string
  readonly namespace: string
  readonly owner?: Ref
  readonly ownerUid?: string
  readonly index?: number
  readonly node?: string
  readonly createdAt: Instant
  readonly goneAt?: Instant
  readonly looks: readonly (readonly [Instant, PodLook])[]
  /** The place among its owner's pods, from 0: the lowest that was free when it was made. */
  readonly lane: number
  /** It is over and its lane may be another's. */
  readonly left?: true
  /** The cluster's own. */
  readonly system?: true
}

/** Lanes of one owner that are taken, thirty bits to a number: a list of names would be copied whole for every pod. */
type Lanes = readonly number[]
const LANES_PER_WORD = 30
const FULL = 2 ** LANES_PER_WORD - 1
const NONE: Lanes = Object.freeze([])

const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index'

export class Chronicle {
  readonly stories: Table<PodStory>
  readonly sizes: Sizes
  readonly runs: Runs
  readonly #lanes: Table<Lanes>
  readonly #world: World

  constructor(world: World, server: ApiServer) {
    this.#world = world
    this.stories = world.table<PodStory>('chronicle/pods', 240)
    this.#lanes = world.table<Lanes>('chronicle/lanes', 60)
    this.sizes = new Sizes(world, server)
    this.runs = new Runs(world, server)
    server.onStored((kind, before, after) => {
      if (kind.plural === 'pods') this.#tell(before, after)
    })
  }

  #tell(before: AnyObject | undefined, after: AnyObject | undefined): void {
    const now = this.#world.now
    const pod = (after ?? before)!
    const uid = pod.metadata.uid!
    const story = this.stories.get(uid)
    if (!after) {
      if (story) this.stories.set(uid, this.#leave({ ...story, goneAt: now }))
      return
    }
    const look = lookOf(after)
    if (!story) {
      const owner = controllerOf(after)
      const kind = owner && kindNamed(owner.kind)
      const index = after.metadata.annotations?.[COMPLETION_INDEX]
      this.stories.set(uid, {
        uid, ref: refOf('pods', keyOf(after)), name: after.metadata.name, namespace: after.metadata.namespace!, createdAt: now, looks: [[now, look]],
        lane: owner ? this.#sit(owner.uid) : 0,
        ...(owner && kind ? { owner: refOf(kind.plural, keyFrom(kind.namespaced ? after.metadata.namespace : undefined, owner.name)), ownerUid: owner.uid } : {}),
        ...(isClustersOwn(after) ? { system: true as const } : {}),
        ...(index !== undefined ? { index: Number(index) } : {}), ...(after.spec.nodeName ? { node: after.spec.nodeName } : {}),
      })
      return
    }
    const last = story.looks.at(-1)!
    const placed = story.node === undefined && after.spec.nodeName
    if (last[1] === look && !placed) return
    // Two looks of one instant are one: the later is what could be seen.
    const kept = last[1] === look ? story.looks : [...(last[0] === now ? story.looks.slice(0, -1) : story.looks), [now, look] as const]
    const next = { ...story, looks: kept, ...(placed ? { node: after.spec.nodeName } : {}) }
    this.stories.set(uid, look === 'succeeded' || look === 'failed' ? this.#leave(next) : next)
  }

  #sit(owner: string): number {
    const words = this.#lanes.get(owner) ?? NONE
    const free = words.findIndex(word => word !== FULL)
    const at = free < 0 ? words.length : free
    const word = words[at] ?? 0
    // The lowest bit that is not set.
    const bit = 31 - Math.clz32(~word & (word + 1))
    this.#lanes.set(owner, free < 0 ? [...words, 1] : words.with(at, word | (1 << bit)))
    return at * LANES_PER_WORD + bit
  }

  #leave(story: PodStory): PodStory {
    const words = story.left || story.ownerUid === undefined ? undefined : this.#lanes.get(story.ownerUid)
    if (!words) return story
    const at = Math.floor(story.lane / LANES_PER_WORD)
    const rest = words.with(at, words[at]! & ~(1 << story.lane % LANES_PER_WORD))
    if (rest.every(word => word === 0)) this.#lanes.delete(story.ownerUid!)
    else this.#lanes.set(story.ownerUid!, rest)
    return { ...story, left: true }
  }
}
