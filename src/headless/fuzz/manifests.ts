// Manifests: objects that are right, nearly right or nonsense, as YAML in several hands or as JSON, and now and then broken as text.
import { toYaml } from '../../kube/yaml.ts'
import type { Random } from './random.ts'
import { anObject, anything } from './values.ts'

const BITS = ['\t', ':', '- ', '{', '}', '[', ']', '"', "'", '\n', '&a ', '*a', '!!', '!!binary ', '#', '|', '>-', '|2', '\u0000', '', '  ', '---\n', '...\n', '0x', '%', '%YAML 1.1\n', '? ', '<<: ', ',', '\r\n', '\ufeff', '名', '\u0085', '@', '`', '~', '\\']

/** A text with a few spots changed. */
export function spoiledText(r: Random, text: string): string {
  let out = text
  for (let n = 1 + r.below(4); n > 0; n--) {
    const at = r.below(out.length + 1)
    out = out.slice(0, at) + r.pick(BITS) + out.slice(at + r.below(3))
  }
  return out
}

/** YAML as people write it by hand: flow style within, comments, quotes, anchors. Only for what JSON can say. */
function byHand(r: Random, value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null || r.oneIn(8)) return ` ${JSON.stringify(value ?? null)}${r.oneIn(12) ? ' # why' : ''}\n`
  const entries = Object.entries(value)
  if (entries.length === 0) return Array.isArray(value) ? ' []\n' : ' {}\n'
  const deeper = `${indent}${r.pick(['  ', '  ', ' ', '    '])}`
  const lines = entries.map(([key, v]) => {
    const head = Array.isArray(value) ? '-' : `${/^[A-Za-z][\w.-]*$/.test(key) && !r.oneIn(8) ? key : JSON.stringify(key)}:`
    return `${deeper}${head}${r.oneIn(20) ? ' &here' : ''}${typeof v === 'string' && v.includes('\n') && !r.oneIn(3) ? ` |\n${v.split('\n').map(l => `${deeper}  ${l}\n`).join('')}` : byHand(r, v, deeper)}`
  })
  return `\n${lines.join(r.oneIn(12) ? '\n' : '')}`
}

/** `apiVersion` stands at the margin. */
const handWritten = (r: Random, object: object): string => Object.entries(object).map(([k, v]) => `${k}:${byHand(r, v)}`).join('')

/** What a file holds that somebody applies. */
export function manifestText(r: Random): string {
  if (r.oneIn(60)) return deepText(r)
  if (r.oneIn(40)) return kustomization(r)
  const objects = Array.from({ length: r.oneIn(5) ? 1 + r.below(3) : 1 }, () => anObject(r))
  const text = r.oneIn(3) ? JSON.stringify(objects.length > 1 ? { apiVersion: 'v1', kind: r.pick(['List', 'List', 'JobList']), items: objects } : objects[0]) : objects.map(o => (r.oneIn(3) ? handWritten(r, o) : toYaml(o))).join('---\n')
  return r.oneIn(3) ? spoiledText(r, text) : text
}

/** Nested far beyond what anybody writes. */
function deepText(r: Random): string {
  const depth = r.pick([50, 1000, 20_000])
  const [open, close] = r.pick([['[', ']'], ['{"a":', '}'], ['- ', ''], ['{a: ', '}']] as const)
  const nest = `${open.repeat(depth)}1${close.repeat(r.oneIn(4) ? depth - 1 : depth)}`
  return r.oneIn(3) ? nest : `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: deep}\ndata: ${nest}\n`
}

/** A kustomization.yaml: every field that it may have, now and then nonsense in it. */
function kustomization(r: Random): string {
  const parts: Record<string, unknown> = {
    resources: r.pick([['base'], ['base/d.yaml'], ['x.yaml'], ['nope.yaml'], ['..']]), namePrefix: 'p-', nameSuffix: '-s', namespace: r.pick(['other', 'A_']), commonLabels: { a: r.pick(['b', '', 'A b']) }, commonAnnotations: { a: 'b' },
    labels: [{ pairs: { l: '1' }, includeSelectors: r.oneIn(2) }], images: [{ name: 'nginx', newTag: r.pick(['1.27', '']), newName: 'httpd' }], replicas: [{ name: r.pick(['web', 'nope']), count: r.pick([3, -1]) }],
    configMapGenerator: [{ name: 'g', literals: [r.pick(['a=1', 'a', '=', 'a=b=c'])], files: [r.pick(['f.txt', 'k=f.txt', 'none'])], envs: ['app.env'], behavior: r.pick(['create', 'merge', 'replace', 'x']) }],
    secretGenerator: [{ name: 's', literals: ['p=x'], type: 'Opaque' }], generatorOptions: { disableNameSuffixHash: r.oneIn(2), labels: { g: '1' } },
    patches: [{ path: r.pick(['patch.yaml', 'none']), target: { kind: r.pick(['ConfigMap', 'Deployment']), name: r.pick(['.*', 'based', '(']) } }, { patch: r.pick(['[{"op": "add", "path": "/data/z", "value": "1"}]', '- op: x', 'data: {q: "1"}', '{']), target: { kind: 'ConfigMap' } }],
    patchesStrategicMerge: ['patch.yaml'], patchesJson6902: [{ path: 'patch.yaml', target: { version: 'v1', kind: 'ConfigMap', name: 'based' } }],
    replacements: [{ source: { kind: 'ConfigMap', name: 'based', fieldPath: r.pick(['data.a', 'data.none', 'metadata.name']) }, targets: [{ select: { kind: 'ConfigMap' }, fieldPaths: [r.pick(['metadata.annotations.a', 'data.*', 'spec.[x=y].z'])], options: { create: r.oneIn(2) } }] }],
    components: ['base'], bases: ['base'], crds: ['x'], vars: [{ name: 'V', objref: { kind: 'ConfigMap', name: 'based', apiVersion: 'v1' } }], openapi: { path: 'x' }, buildMetadata: ['originAnnotations'], sortOptions: { order: r.pick(['legacy', 'fifo']) },
    [r.pick(['foo', 'kind', 'apiVersion', 'metadata'])]: anything(r),
  }
  const names = Object.keys(parts)
  const chosen: Record<string, unknown> = r.oneIn(6) ? {} : { resources: ['base'] }
  for (let n = 1 + r.below(4); n > 0; n--) {
    const name = r.pick(names)
    chosen[name] = r.oneIn(10) ? anything(r) : parts[name]
  }
  return toYaml(chosen)
}

const SENDS = [
  'apply -f x.yaml', 'create -f x.yaml', 'apply --server-side -f x.yaml', 'apply --server-side --force-conflicts --field-manager=m -f x.yaml', 'replace -f x.yaml', 'replace --force -f x.yaml', 'diff -f x.yaml', 'diff --server-side -f x.yaml', 'create --dry-run=server -f x.yaml',
  'create --dry-run=client -o json -f x.yaml', 'apply --dry-run=client -o yaml -f x.yaml', 'apply --dry-run=server -o name -f x.yaml', 'apply --validate=false -f x.yaml', 'create --validate=warn -f x.yaml', 'create --validate=ignore -f x.yaml', 'delete -f x.yaml --wait=false', 'delete -f x.yaml --ignore-not-found --now',
  'apply -f x.yaml --prune -l app=x', 'apply -f x.yaml --prune --all', 'apply -f x.yaml --overwrite=false -o yaml', 'get -f x.yaml -o yaml', 'describe -f x.yaml', 'label -f x.yaml a=b', 'annotate -f x.yaml a=b --local -o yaml', 'patch -f x.yaml -p {"metadata":{"labels":{"q":"1"}}}',
  'set image -f x.yaml *=nginx:1.28 --local -o yaml', 'set env -f x.yaml A=b --dry-run=client -o yaml', 'scale -f x.yaml --replicas=2', 'rollout status -f x.yaml --timeout=1s', 'wait -f x.yaml --for=condition=Ready --timeout=1s', 'expose -f x.yaml --port=80', 'autoscale -f x.yaml --max=3',
  'apply view-last-applied -f x.yaml', 'apply set-last-applied -f x.yaml --create-annotation', 'apply edit-last-applied -f x.yaml', 'create --edit -f x.yaml', 'edit -f x.yaml', 'run p --image=nginx --overrides={"spec":{"restartPolicy":"Never"}}',
]
const PLAIN = ['apply -f x.yaml', 'create -f x.yaml', 'apply --server-side -f x.yaml', 'create --validate=warn -f x.yaml', 'replace -f x.yaml']

/** How a manifest is sent. */
export const sendingOf = (r: Random, text: string): string => (/^(resources|configMapGenerator|patches|namePrefix)/m.test(text) && !r.oneIn(8) ? r.pick(['kustomize .', 'apply -k .', 'diff -k .', 'delete -k .', 'get -k . -o yaml']) : r.pick(r.oneIn(2) ? PLAIN : SENDS))
