// What is thrown at the cluster: command lines, manifests and patches, each from its seed alone.
import { kinds } from '../../kube/kinds.ts'
import { toYaml } from '../../kube/yaml.ts'
import { commands } from '../../kubectl/commands/registry.ts'
import { globalFlags } from '../../kubectl/parse/globals.ts'
import { randomOf, type Random } from './random.ts'
import { scriptOf } from './scripts.ts'
import { anObject, anything, spoiled } from './values.ts'

export type Input =
  | { readonly of: 'line'; readonly line: string }
  | { readonly of: 'script'; readonly line: string }
  | { readonly of: 'manifest'; readonly line: string; readonly text: string }
  | { readonly of: 'patch'; readonly plural: string; readonly name: string; readonly type: 'json' | 'merge' | 'strategic' | 'apply'; readonly body: unknown; readonly subresource?: string }

const flags = [...commands.flatMap(c => c.flags ?? []), ...globalFlags]
const VALUES = ['1m', '{.items[*]', 'yaml', 'json', 'wide', 'name', 'jsonpath={range', 'jsonpath={.items[*].metadata.name}', 'go-template={{range .items}}', 'custom-columns=A:.x', 'a=b,c!=', '3x', 'null',
  'status', '0', '-1', '999999999999', 'delete', 'condition=Ready', 'jsonpath={.x}=y', 'x.yaml', '-', 'server', 'client', 'foreground', 'orphan', 'web', 'nginx', 'c']
const NAMES = ['web', 'pi', 'job/pi', 'deploy/web', 'pods/', '/x', 'all', 'pods,jobs', 'node-1', '-', '--', '.', 'x.yaml', 'over', 'a=b', 'a-', 'web=nginx:1', '{"spec":{}}', '[{"op":"x"}]', 'job.spec.template', 'default']
const SHELL = ['|', '||', '&&', ';', '$(', ')', '"', "'", '`', '$x', 'x=1', '2>&1', '>', '#', '\\', 'grep', '-v', '-E', 'wc', '-l', 'head', '-n', 'awk', "'{print $1}'", 'sort', 'uniq', 'cut', 'tr', 'tail', 'xargs', 'tee', 'watch',
  'while', 'do', 'done', 'for', 'p', 'in', 'if', 'then', 'fi', 'true', 'sleep', '1']

function word(r: Random): string {
  switch (r.below(16)) {
    case 0: case 1: case 2: return r.pick(commands).path
    case 3: case 4: case 5: {
      const kind = r.pick(kinds)
      return r.pick([kind.plural, kind.kind, kind.singular, ...kind.shortNames])
    }
    case 6: case 7: return `--${r.pick(flags).name}`
    case 8: case 9: case 10: return `--${r.pick(flags).name}=${r.pick(VALUES)}`
    case 11: case 12: case 13: return r.pick(NAMES)
    case 14: return r.pick(SHELL)
    default: return Array.from({ length: r.below(8) }, () => String.fromCodePoint(r.pick([r.below(128), r.below(0xd000), 0x1f600 + r.below(80)]))).join('')
  }
}

const SENDS = ['apply -f x.yaml', 'create -f x.yaml', 'apply --server-side -f x.yaml', 'replace -f x.yaml', 'diff -f x.yaml', 'create --dry-run=server -f x.yaml', 'apply --dry-run=client -o yaml -f x.yaml',
  'apply --validate=false -f x.yaml', 'create --validate=warn -f x.yaml', 'delete -f x.yaml --wait=false', 'apply -f x.yaml --prune -l app=x', 'kustomize .', 'apply -k .']

function manifestText(r: Random): string {
  const objects = Array.from({ length: r.oneIn(5) ? 1 + r.below(3) : 1 }, () => anObject(r))
  let text = r.oneIn(3) ? JSON.stringify(objects.length > 1 ? { apiVersion: 'v1', kind: 'List', items: objects } : objects[0]) : objects.map(o => toYaml(o)).join('---\n')
  for (let n = r.oneIn(3) ? 1 + r.below(4) : 0; n > 0; n--) {
    const at = r.below(text.length + 1)
    text = text.slice(0, at) + r.pick(['\t', ':', '- ', '{', '}', '"', '\n', '&a ', '*a', '!!', '#', '|', '\u0000', '', '  ', '---\n', '0x', '%']) + text.slice(at + r.below(3))
  }
  return text
}

const TARGETS = [['deployments', 'web'], ['jobs', 'pi'], ['pods', 'plain'], ['configmaps', 'cm'], ['services', 'web'], ['nodes', 'node-1'], ['statefulsets', 'sts'], ['cronjobs', 'cj'], ['pods', 'nope']] as const
const PATHS = ['/spec', '/spec/replicas', '/metadata/labels', '/metadata/labels/a~1b', '/spec/template/spec/containers/0', '/spec/template/spec/containers/-', '/spec/template/spec/containers/9', '/metadata/finalizers',
  '/metadata/managedFields', '/status', '', '/', '/metadata/name', '/data/a', '/spec/parallelism', '/metadata/annotations']

function patchOf(r: Random, objectOf: (plural: string, name: string) => unknown): Input {
  const [plural, name] = r.pick(TARGETS)
  const type = r.pick(['json', 'merge', 'strategic', 'apply'] as const)
  const live = objectOf(plural, name) ?? {}
  const body = r.oneIn(12) ? anything(r)
    : type === 'json' ? Array.from({ length: 1 + r.below(3) }, () => ({ op: r.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'x']), path: r.pick(PATHS), from: r.pick(PATHS), value: anything(r) }))
    : r.oneIn(3) ? { ...anObject(r), metadata: { name } }
    : spoiled(r, r.oneIn(2) ? live : { spec: (live as { spec?: unknown }).spec ?? {}, ...(type === 'strategic' ? { $retainKeys: [r.pick(['a', 'spec'])] } : {}) }, 1 + r.below(5))
  return { of: 'patch', plural, name, type, body, ...(r.oneIn(4) ? { subresource: r.pick(['status', 'scale', 'binding', 'nope']) } : {}) }
}

/** The input of a seed. `objectOf`: what stands in the cluster under a name, for patches that nearly fit. */
export function inputOf(seed: number, objectOf: (plural: string, name: string) => unknown): Input {
  const r = randomOf(seed)
  if (seed % 12 === 0) return { of: 'script', line: scriptOf(r) }
  switch (seed % 3) {
    case 0: return { of: 'line', line: [r.pick(['kubectl', 'k', '', 'kubectl']), ...Array.from({ length: r.below(9) }, () => word(r))].join(' ').trim() }
    case 1: return { of: 'manifest', line: `kubectl ${r.pick(SENDS)}`, text: manifestText(r) }
    default: return patchOf(r, objectOf)
  }
}
