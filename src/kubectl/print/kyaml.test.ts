// KYAML as its encoder writes it; the Service is the example of its enhancement proposal.
import { expect, test } from 'vitest'
import { parseYaml } from '../../kube/yaml.ts'
import { toKyaml } from './kyaml.ts'

const service = {
  kind: 'Service', apiVersion: 'v1', metadata: { name: 'hostnames', labels: { app: 'hostnames' } },
  spec: { clusterIPs: ['10.0.162.160'], ports: [{ port: 80, protocol: 'TCP' }, { port: 81 }], selector: {}, none: [] }, status: { loadBalancer: {} },
}

test('maps in braces, names in order, lists of maps close together, every text quoted', () => {
  expect(toKyaml(service)).toBe(`---
{
  apiVersion: "v1",
  kind: "Service",
  metadata: {
    labels: {
      app: "hostnames",
    },
    name: "hostnames",
  },
  spec: {
    clusterIPs: [
      "10.0.162.160",
    ],
    none: [],
    ports: [{
      port: 80,
      protocol: "TCP",
    }, {
      port: 81,
    }],
    selector: {},
  },
  status: {
    loadBalancer: {},
  },
}
`)
})

test.each([
  ['app.kubernetes.io/name', true], ['a_b', true], ['x-y', true], ['名', true], ['no', false], ['Y', false], ['null', false], ['12', false], ['1e3', false], ['0x1F', false], ['1_000', false], ['12:30', false],
  ['2026-01-02', false], ['a b', false], ['-a', false], ['a.', false], ['', false], ['.nan', false], ['a:b', false],
])('a name %j need not be quoted: %s', (name, plain) => expect(toKyaml({ [name]: 1 })).toBe(`---\n{\n  ${plain ? name : JSON.stringify(name)}: 1,\n}\n`))

test('a text of several lines is folded, and its leading blanks are kept', () => {
  expect(toKyaml({ a: 'x\n  y\n\nz', b: 'end\n' })).toBe('---\n{\n  a: "\\\n     x\\n\\\n    \\  y\\n\\\n     \\n\\\n     z\\\n    ",\n  b: "\\\n     end\\n\\\n    ",\n}\n')
})

test.each([['say "hi" \\ there'], ['tab\tbell\x07 \u00a0 \u2028 😀 é'], ['line\n\ttabbed\n'], ['\n'], ['a\n b\n  c']])('%j is read as it was', text => {
  expect(parseYaml(toKyaml({ text, list: [text, [text], null, true, 1.5] }))[0]!.value).toEqual({ text, list: [text, [text], null, true, 1.5] })
})
