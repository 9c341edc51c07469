// Manifests that Kubernetes' documentation has its readers apply by their addresses (https://k8s.io/examples/…). The page has no network, so that
// there are manifests of our own under those addresses: they make the same objects, in fewer words.
import { toYaml } from '../../kube/yaml.ts'
import { databases } from './databases.ts'
import type { Fields } from './make.ts'
import { podExamples } from './pods.ts'
import { workloads } from './workloads.ts'

const SITES = /^https?:\/\/(?:(?:www\.)?(?:k8s|kubernetes)\.io\/(?:[a-z]{2}\/)?examples\/|raw\.githubusercontent\.com\/kubernetes\/website\/[^/]+\/content\/[a-z-]+\/examples\/)([^?#]+)$/

const made: Readonly<Record<string, () => readonly Fields[]>> = { ...workloads, ...podExamples, ...databases }

/** The manifest at that address; undefined: there is none here. */
export function documented(url: string): string | undefined {
  const path = SITES.exec(url)?.[1] ?? ''
  return Object.hasOwn(made, path) ? made[path]!().map(object => toYaml(object)).join('---\n') : undefined
}

/** What there is. */
export const documentedPaths = (): readonly string[] => Object.keys(made)
