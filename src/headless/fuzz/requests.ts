// Requests of Kubernetes' REST API as other clients send them: every method, path, query, type of body.
import { apiVersionOf, kinds } from '../../kube/kinds.ts'
import { toYaml } from '../../kube/yaml.ts'
import type { Input } from './inputs.ts'
import { spoiledText } from './manifests.ts'
import type { Random } from './random.ts'
import { anObject, anything, spoiled } from './values.ts'

const ROOTS = ['/', '/api', '/apis', '/api/v1', '/apis/apps', '/apis/apps/v1', '/apis/batch/v1', '/version', '/healthz', '/livez', '/readyz', '/openapi/v3', '/openapi/v3/apis/apps/v1', '/openapi/v3/nope', '/openapi/v2', '/apis/metrics.k8s.io/v1beta1/pods', '/apis/metrics.k8s.io/v1beta1/nodes/node-1', '/apis/metrics.k8s.io', '/x', '/api/v1/%E0%A4%A', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', '/apis/authentication.k8s.io/v1/selfsubjectreviews', '/paths']
const NAMES = ['web', 'pi', 'plain', 'sts', 'cj', 'cm', 'node-1', 'nope', 'other', 'high', 'x', '%2e', 'a%2Fb', '名']
const SUBRESOURCES = ['status', 'scale', 'log', 'exec', 'binding', 'eviction', 'finalize', 'resize', 'ephemeralcontainers', 'attach', 'token', 'nope', 'status/x']
const QUERIES: readonly (readonly [string, readonly string[]])[] = [
  ['watch', ['true', '1', 'x']], ['limit', ['1', '0', '-1', 'x', '500']], ['continue', ['x', 'eyJ2IjoibWV0YSJ9', '']], ['resourceVersion', ['0', '1', '100', '99999999', 'x', '-1']], ['resourceVersionMatch', ['Exact', 'NotOlderThan', 'x']], ['labelSelector', ['app=web', 'a in (b', '!x', ',']], ['fieldSelector', ['metadata.name=web', 'status.phase!=Running', 'x=y', '=']],
  ['dryRun', ['All', 'x']], ['fieldValidation', ['Strict', 'Warn', 'Ignore', 'x']], ['fieldManager', ['m', '', 'x'.repeat(200)]], ['force', ['true', 'false', 'x']], ['timeoutSeconds', ['1', '0', 'x']], ['allowWatchBookmarks', ['true']], ['sendInitialEvents', ['true']], ['includeObject', ['None', 'Object', 'Metadata', 'x']], ['propagationPolicy', ['Orphan', 'Foreground', 'Background', 'x']], ['gracePeriodSeconds', ['0', '-1', 'x', '1']],
  ['tailLines', ['1', '-1', 'x']], ['container', ['c', 'nope']], ['follow', ['false']], ['previous', ['true']], ['timestamps', ['true']], ['sinceSeconds', ['1', 'x', '0']], ['limitBytes', ['3', '0']], ['sinceTime', ['2026-01-01T09:00:03Z', 'x']], ['pretty', ['true']], ['foo', ['bar']],
]
const ACCEPTS = ['application/json', '*/*', '', 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io', 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io', 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList', 'application/vnd.kubernetes.protobuf', 'application/yaml', 'x']
const PATCHES = ['application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/apply-patch+yaml', 'application/apply-patch+json', 'application/json', '']
const DELETES = [{}, { propagationPolicy: 'Foreground' }, { gracePeriodSeconds: 0 }, { orphanDependents: true }, { preconditions: { uid: 'x' } }, { preconditions: { resourceVersion: '1' } }, { dryRun: ['All'] }, { dryRun: 'x' }, { gracePeriodSeconds: 'x' }, { propagationPolicy: 3 }]

function pathOf(r: Random): { readonly path: string; readonly plural: string; readonly name: string | undefined } {
  if (r.oneIn(12)) return { path: r.pick(ROOTS), plural: '', name: undefined }
  const kind = r.pick(kinds)
  const name = r.oneIn(3) ? undefined : r.pick(NAMES)
  const parts = [
    kind.group ? `/apis/${kind.group}` : '/api', r.oneIn(30) ? 'v9' : kind.version, ...(kind.namespaced && (name !== undefined || r.oneIn(2)) && !r.oneIn(20) ? ['namespaces', r.pick(['default', 'default', 'default', 'other', 'none', 'kube-system'])] : []), kind.plural,
    ...(name === undefined ? [] : [name]), ...(name !== undefined && r.oneIn(3) ? [r.oneIn(2) && kind.subresources.length ? r.pick(kind.subresources) : r.pick(SUBRESOURCES)] : []),
  ]
  return { path: parts.join('/'), plural: kind.plural, name }
}

/** Bytes that begin as protobuf does and go on as they like. */
const protobuf = (r: Random): readonly number[] => [...(r.oneIn(12) ? [] : [0x6b, 0x38, 0x73, 0]), ...(r.oneIn(2) ? typeMeta(r) : []), ...Array.from({ length: r.below(60) }, () => r.pick([r.below(256), 0x0a, 0x12, r.below(20)]))]
function typeMeta(r: Random): readonly number[] {
  const kind = r.pick(kinds)
  const field = (n: number, bytes: readonly number[]) => [n * 8 + 2, bytes.length, ...bytes]
  const text = (t: string) => [...new TextEncoder().encode(t)]
  const inner = Array.from({ length: r.below(40) }, () => r.pick([r.below(256), 0x0a, 0x12, 0x1a, 2, 4]))
  return [...field(1, [...field(1, text(apiVersionOf(kind))), ...field(2, text(kind.kind))]), ...field(2, [...field(1, field(1, text('x'))), ...inner].slice(0, 127))]
}

export function requestOf(r: Random, objectOf: (plural: string, name: string) => unknown): Input {
  const method = r.pick(['GET', 'GET', 'POST', 'PUT', 'PATCH', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
  const { path, plural, name } = pathOf(r)
  const query = Array.from({ length: r.oneIn(2) ? 0 : 1 + r.below(3) }, () => r.pick(QUERIES)).map(([k, values]) => [k, r.pick(values)] as const)
  const live = (name === undefined ? undefined : objectOf(plural, name)) as object | undefined
  const object = (): unknown => (live && !r.oneIn(3) ? (r.oneIn(3) ? live : spoiled(r, live, 1 + r.below(3))) : r.oneIn(12) ? anything(r) : anObject(r))
  const value = method === 'GET' || method === 'HEAD' ? undefined : method === 'DELETE' ? (r.oneIn(2) ? undefined : r.oneIn(4) ? anything(r) : r.pick(DELETES))
    : method === 'PATCH' && r.oneIn(3) ? r.pick([[{ op: 'add', path: '/metadata/labels', value: { q: '1' } }], { metadata: { labels: { q: '1' } } }, { spec: { replicas: 2 } }, []])
    : r.oneIn(10) ? r.pick([{ spec: { replicas: r.below(5) } }, { target: { kind: 'Node', name: 'node-1' } }, { metadata: { name }, apiVersion: 'policy/v1', kind: 'Eviction' }, {}]) : object()
  const text = value === undefined ? '' : r.oneIn(5) ? toYaml(value) : JSON.stringify(value)
  const type = method === 'PATCH' ? r.pick(PATCHES) : r.pick(['application/json', 'application/json', 'application/yaml', '', 'x'])
  const bytes = method !== 'GET' && r.oneIn(12) ? protobuf(r) : undefined
  return { of: 'request', method, path, query, accept: r.pick(ACCEPTS), contentType: bytes ? 'application/vnd.kubernetes.protobuf' : type, body: r.oneIn(15) ? spoiledText(r, text) : text, ...(bytes ? { bytes } : {}) }
}
