// Whatever is sent: it is answered or refused, within its time, and the cluster goes on. Anything else is a failure with its seed.
import { ApiError } from '../../engine/api/errors.ts'
import { createCluster, type Cluster } from '../../engine/index.ts'
import { kindOfPlural } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { startLine, type Files, type Line, type StartOptions } from '../../kubectl/index.ts'
import { inputOf, type Input } from './inputs.ts'

/** So many frames are run after each input: enough for the controllers and kubelets to meet what it left. */
const FRAMES_AFTER = 40
const FRAMES_OF_SCRIPT = 60

const FIRST = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: sts}
spec: {serviceName: web, selector: {matchLabels: {app: s}}, template: {metadata: {labels: {app: s}}, spec: {containers: [{name: c, image: nginx}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: plain, labels: {app: x}}
spec: {containers: [{name: c, image: busybox, command: [sleep, "1000"]}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: pi}
spec: {completions: 3, template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox, command: [sleep, "5"]}]}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: cj}
spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}}}
`

export interface Failure { readonly seed: number; readonly input: Input; readonly why: string }

/** A cluster with something in it, to which every input comes as the first. */
export class Fuzz {
  readonly #cluster: Cluster
  readonly #start: number
  readonly #mostMs: number
  #text = ''

  /**
   * `mostMs`: what a single input may take of the process's CPU, in milliseconds. Only for a process that does nothing else: the figure has no threads,
   * so beside other tests it is theirs too, and there a hang is left to the test's own limit.
   */
  constructor(mostMs = Infinity) {
    this.#mostMs = mostMs
    this.#cluster = createCluster({ seed: 3, nodes: 2 })
    this.#cluster.world.travel({ forMs: 1000 })
    this.#text = FIRST
    startLine('kubectl create deployment web --image=nginx --replicas=2; kubectl create cm cm --from-literal=a=1; kubectl apply -f x.yaml', this.#options())
    this.#cluster.world.travel({ forMs: 4000 })
    this.#start = this.#cluster.world.position
  }

  #options(): StartOptions {
    const files: Files = { read: path => (path === 'x.yaml' || path === 'kustomization.yaml' ? this.#text : undefined), list: folder => (folder === '.' || folder === '' ? ['x.yaml', 'kustomization.yaml'] : undefined) }
    return { client: this.#cluster.client(), files, inPage: true }
  }

  readonly #objectOf = (plural: string, name: string): unknown =>
    this.#cluster.objects(plural).find(o => o.metadata.name === name && (o.metadata.namespace ?? 'default') === 'default')

  /** Undefined: all is well. */
  try(seed: number): Failure | undefined {
    let input: Input | undefined
    try {
      input = inputOf(seed, this.#objectOf)
    } catch (e) {
      return { seed, input: { of: 'line', line: '' }, why: e instanceof Error ? e.stack ?? e.message : String(e) }
    }
    return this.tryInput(input, seed)
  }

  /** The same for an input that is known. */
  tryInput(input: Input, seed = -1): Failure | undefined {
    const { world } = this.#cluster
    let failure: Failure | undefined
    const began = process.cpuUsage()
    try {
      this.#send(input)
      for (let i = 0; i < FRAMES_AFTER && world.nextAt() !== undefined; i++) world.step()
      const { user, system } = process.cpuUsage(began)
      if ((user + system) / 1000 > this.#mostMs) failure = { seed, input, why: `took ${Math.round((user + system) / 1000)} ms` }
    } catch (e) {
      failure = { seed, input, why: e instanceof Error ? e.stack ?? e.message : String(e) }
    }
    if (world.position !== this.#start) world.travel({ toFrame: this.#start })
    return failure
  }

  /** A script that has run for a while, played again up to now with the answers that it got, stands where it stood. */
  #playAgain(running: Line): void {
    const { world } = this.#cluster
    for (let i = 0; i < FRAMES_OF_SCRIPT && running.exitCode === undefined; i++) {
      if (running.nextAt !== undefined && running.nextAt <= (world.nextAt() ?? Infinity)) world.travel({ toAt: Math.max(world.now, running.nextAt) })
      else if (world.nextAt() !== undefined) world.step()
      running.advance()
    }
    const again = running.forked(world.position)
    const told = (line: Line) => JSON.stringify([line.exitCode, line.output.map(c => [c.stream, c.at, c.text])])
    if (told(again) !== told(running)) throw new Error(`played again it differs:\n${told(running).slice(0, 1500)}\n${told(again).slice(0, 1500)}`)
  }

  #send(input: Input): void {
    if (input.of === 'patch') {
      const kind = kindOfPlural(input.plural)!
      try {
        this.#cluster.client().patch(kind, kind.namespaced ? 'default' : undefined, input.name, input.type, input.body as AnyObject, {
          fieldManager: 'fuzz', ...(input.subresource ? { subresource: input.subresource } : {}),
        })
      } catch (e) {
        if (!(e instanceof ApiError)) throw e
      }
      return
    }
    this.#text = input.of === 'manifest' ? input.text : FIRST
    const running = startLine(input.line, this.#options())
    running.advance()
    if (input.of === 'script') this.#playAgain(running)
    if (running.exitCode === undefined) running.interrupt()
    if (!Number.isInteger(running.exitCode)) throw new Error(`ends with ${running.exitCode}`)
    if (!running.output.every(c => typeof c.text === 'string')) throw new Error('prints what is no text')
  }
}
