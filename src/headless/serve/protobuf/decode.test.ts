// Bodies as clients write them: made here part by part, with the numbers of the API's generated.proto, apart from the table that is tested.
import { describe, expect, test } from 'vitest'
import { schemaType } from '../../../kube/schema.ts'
import { decodeBody } from './decode.ts'
import { numbers } from './numbers.ts'

const varint = (value: number | bigint): number[] => {
  const out = []
  let left = BigInt.asUintN(64, BigInt(value))
  for (; left > 127n; left >>= 7n) out.push(Number(left & 127n) | 128)
  return [...out, Number(left)]
}
/** A part: a number as it is, a text or other parts with their length before them. */
type Content = number | string | number[]
const part = (number: number, content: Content): number[] => {
  if (typeof content === 'number') return [...varint(number << 3), ...varint(content)]
  const bytes = typeof content === 'string' ? [...Buffer.from(content)] : content
  return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes]
}
const body = (apiVersion: string, kind: string, raw: number[]): Uint8Array => Uint8Array.from([...Buffer.from('k8s\0'), ...part(1, [...part(1, apiVersion), ...part(2, kind)]), ...part(2, raw)])

describe('a body in protobuf becomes the object that JSON would have held', () => {
  test('texts, numbers behind pointers, lists, maps, structures', () => {
    const template = part(2, part(2, [...part(1, 'nginx'), ...part(2, 'nginx:1.27'), ...part(3, 'a'), ...part(3, 'b')]))
    const spec = [...part(1, 0), ...part(2, part(1, [...part(1, 'app'), ...part(2, 'web')])), ...part(3, template)]
    expect(decodeBody(body('apps/v1', 'Deployment', [...part(1, part(1, 'web')), ...part(2, spec)]))).toEqual({
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
      spec: { replicas: 0, selector: { matchLabels: { app: 'web' } }, template: { spec: { containers: [{ name: 'nginx', image: 'nginx:1.27', command: ['a', 'b'] }] } } },
    })
  })
  test.each<[what: string, spec: number[], expected: object]>([
    ['a volume\'s source stands in the volume', part(1, [...part(1, 'v'), ...part(2, part(19, part(1, part(1, 'cm'))))]), { volumes: [{ name: 'v', configMap: { name: 'cm' } }] }],
    ['a probe\'s handler stands in the probe; a port is a number or a name', part(2, part(11, [...part(1, part(2, part(2, [...part(1, 0), ...part(2, 80)]))), ...part(2, 5)])),
      { containers: [{ readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 5 } }] }],
    ['a named port', part(2, part(11, part(1, part(2, part(2, [...part(1, 1), ...part(3, 'web')]))))), { containers: [{ readinessProbe: { httpGet: { port: 'web' } } }] }],
    ['quantities', part(2, part(8, part(2, [...part(1, 'cpu'), ...part(2, part(1, '100m'))]))), { containers: [{ resources: { requests: { cpu: '100m' } } }] }],
    ['numbers below zero', part(25, -2_000_000_000), { priority: -2_000_000_000 }],
    ['a truth and an untruth', [...part(11, 1), ...part(21, 0)], { hostNetwork: true, automountServiceAccountToken: false }],
    ['what has no number here is passed over', [...part(500, 'x'), ...part(3, 'Never')], { restartPolicy: 'Never' }],
    ['lists of numbers, side by side or one by one', part(14, [...part(4, [...varint(1), ...varint(300)]), ...part(4, 7)]), { securityContext: { supplementalGroups: [1, 300, 7] } }],
  ])('%s', (_, spec, expected) => {
    expect(decodeBody(body('v1', 'Pod', part(2, spec))).spec).toEqual(expected)
  })
  test('bytes are base64, times RFC 3339, and no time is none', () => {
    expect(decodeBody(body('v1', 'Secret', part(2, [...part(1, 'k'), ...part(2, 'v')]))).data).toEqual({ k: 'dg==' })
    expect(decodeBody(body('v1', 'Pod', part(1, [...part(8, []), ...part(9, part(1, 1_767_225_600))]))).metadata).toEqual({ deletionTimestamp: '2026-01-01T00:00:00Z' })
    expect(decodeBody(body('coordination.k8s.io/v1', 'Lease', part(2, part(3, [...part(1, 1_767_225_600), ...part(2, 5000)])))).spec).toEqual({ acquireTime: '2026-01-01T00:00:00.000005Z' })
  })
  test('options of a delete, whatever group says them; a kind that is not known has its name alone', () => {
    expect(decodeBody(body('policy/v1', 'DeleteOptions', [...part(1, 0), ...part(4, 'Orphan')]))).toMatchObject({ gracePeriodSeconds: 0, propagationPolicy: 'Orphan' })
    expect(decodeBody(body('example.com/v1', 'Foo', part(1, 'x')))).toEqual({ apiVersion: 'example.com/v1', kind: 'Foo' })
  })
  test('what is no protobuf, or ends early, is refused', () => {
    expect(() => decodeBody(Buffer.from('{}'))).toThrow('expected prefix [107 56 115 0]')
    expect(() => decodeBody(body('v1', 'Pod', part(2, part(2, 'x'))).subarray(0, -1))).toThrow('unexpected EOF')
    expect(() => decodeBody(Uint8Array.from([...Buffer.from('k8s\0'), 0x0b]))).toThrow('illegal wireType 3')
  })
})

test('every field in the table of numbers is one of the schema', () => {
  const wrong = Object.entries(numbers).filter(([type]) => !type.startsWith('+')).flatMap(([type, line]) =>
    line.split(' ').filter(f => f !== '-' && (f.startsWith('+') ? !numbers[f] : !schemaType(type)?.fields.has(f))).map(f => `${type}.${f}`))
  expect(wrong).toEqual([])
})
