// What a configuration is refused for before it is decoded, in the words of structured-merge-diff.
import { expect, test } from 'vitest'
import { Deployment, Pod, Secret, Service, type Kind } from '../../../kube/kinds.ts'
import { schemaOf } from '../../../kube/schema.ts'
import { severalText, undeclared } from './declared.ts'

const of = (kind: Kind, value: unknown): string[] => undeclared(schemaOf(kind)!, value)
const container = (...list: unknown[]) => ({ spec: { containers: list } })

test.each<[string, Kind, unknown, string[]]>([
  ['nothing', Pod, container({ name: 'c', image: 'nginx' }), []],
  ['nulls fit everywhere', Pod, { metadata: null, spec: { containers: [{ name: 'c', tty: null, env: null, resources: null }] } }, []],
  ['a name that there is not', Pod, container({ name: 'c', imagee: 'x' }), ['.spec.containers[name="c"].imagee: field not declared in schema']],
  ['the first of several beside one another', Pod, { spec: { bar: 1, foo: 2 }, zoo: 1 }, ['.spec.bar: field not declared in schema', '.zoo: field not declared in schema']],
  ['a number as a text', Deployment, { spec: { replicas: '2' } }, ['.spec.replicas: expected numeric (int or float), got string']],
  ['yes and no', Pod, { spec: { hostPID: 'yes', terminationGracePeriodSeconds: true } }, ['.spec.hostPID: expected boolean, got &{yes}', '.spec.terminationGracePeriodSeconds: expected numeric (int or float), got bool']],
  ['what is no text', Secret, { stringData: { a: 1, b: true, c: { d: 'e' } } }, [1, 'true', 'map[string]interface {}{"d":"e"}'].map((v, i) => `.stringData.${'abc'[i]}: expected string, got &value.valueUnstructured{Value:${v}}`)],
  ['lists and maps', Pod, { metadata: { labels: ['a'] }, spec: { containers: { name: 'c' }, tolerations: 'x' } },
    ['.metadata.labels: expected map, got &{[a]}', '.spec.containers: expected list, got &{map[name:c]}', '.spec.tolerations: expected list, got &{x}']],
  ['quantities, times and ports are any scalar', Service, { metadata: { creationTimestamp: 3 }, spec: { ports: [{ port: 80, targetPort: 'http' }, { port: 81, targetPort: {} }] } },
    ['.spec.ports[port=81,protocol="TCP"].targetPort: expected any scalar, got &{map[]}']],
  ['elements of the same key', Pod, container({ name: 'c' }, { name: 'c' }), ['.spec.containers: duplicate entries for key [name="c"]']],
  ['ports: the same number, and the protocol that need not be said', Pod, container({ name: 'c', ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'TCP' }, { containerPort: 80, protocol: 'UDP' }] }),
    ['.spec.containers[name="c"].ports: duplicate entries for key [containerPort=80,protocol="TCP"]']],
  ['an element without its key ends its list', Pod, container({ image: 'x' }, { name: 'c', imagee: 'x' }), ['.spec.containers: element 0: associative list with keys has an element that omits key field "name" (and doesn\'t have default value)']],
  ['elements that are none', Pod, container(null), ['.spec.containers: element 0: associative list with keys may not have a null element']],
  ['texts in place of elements', Pod, container('c'), ['.spec.containers: element 0: associative list with keys may not have non-map elements']],
  ['elements without keys have a number', Pod, { spec: { tolerations: [{ key: 'a' }, { kee: 'b' }] } }, ['.spec.tolerations[1].kee: field not declared in schema']],
])('%s', (_name, kind, value, expected) => expect(of(kind, value)).toEqual(expected))

test('several are told below one another', () => {
  expect([severalText(['a: x']), severalText(['a: x', 'b: y'])]).toEqual(['a: x', 'errors:\n  a: x\n  b: y'])
})
