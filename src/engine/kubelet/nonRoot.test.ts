import { expect, test } from 'vitest'
import type { Container, PodSpec } from '../../kube/core.ts'
import { breaksNonRoot } from './nonRoot.ts'

const judge = (container: Partial<Container>, spec: Partial<PodSpec> = {}) =>
  breaksNonRoot({ containers: [], ...spec }, { name: 'c', image: 'nginx', ...container }, 'p_default(u)')

const WHERE = '(pod: "p_default(u)", container: c)'

test.each<[string, Partial<Container>, Partial<PodSpec>, string | undefined]>([
  ['nobody asks', {}, {}, undefined],
  ['the pod asks, and the image runs as root', {}, { securityContext: { runAsNonRoot: true } }, `container has runAsNonRoot and image will run as root ${WHERE}`],
  ['the container takes it back', { securityContext: { runAsNonRoot: false } }, { securityContext: { runAsNonRoot: true } }, undefined],
  ['another user is asked for', { securityContext: { runAsUser: 1000 } }, { securityContext: { runAsNonRoot: true } }, undefined],
  ['root is asked for by name', { securityContext: { runAsNonRoot: true, runAsUser: 0 } }, {}, `container's runAsUser breaks non-root policy ${WHERE}`],
  ['the container outdoes the pod', { securityContext: { runAsUser: 0 } }, { securityContext: { runAsNonRoot: true, runAsUser: 1000 } }, `container's runAsUser breaks non-root policy ${WHERE}`],
  ['a user without a number cannot be told from root', { image: 'curlimages/curl:8.10.1' }, { securityContext: { runAsNonRoot: true } },
    `container has runAsNonRoot and image has non-numeric user (curl_user), cannot verify user is non-root ${WHERE}`],
  ['an image that nobody knows is believed', { image: 'me/mine:1' }, { securityContext: { runAsNonRoot: true } }, undefined],
  ['a name that is none says nothing of a user', { image: 'NO:no:no' }, { securityContext: { runAsNonRoot: true } }, undefined],
])('[K12] %s', (_name, container, spec, refused) => expect(judge(container, spec)).toBe(refused))
