import { describe, expect, test } from 'vitest'
import { parseRefusals, refusalsOf } from './refusals.ts'

const FILE = {
  path: 'a.yaml',
  text: `apiVersion: v1
kind: ConfigMap
metadata:
  name: first
---
apiVersion: batch/v1
kind: Job
metadata:
  name: pi
spec:
  parallelism: -1
  backoffLimit: -2
  template:
    spec:
      restartPolicy: Always
      containers:
      - name: pi
        image: ""
`,
}
const places = (errors: string) => refusalsOf(errors, FILE).map(f => [f.from.line, f.field])

describe('what kubectl printed, at its lines', () => {
  test('several fields of one object', () => {
    const found = refusalsOf(`The Job "pi" is invalid: 
* spec.parallelism: Invalid value: -1: must be greater than or equal to 0
* spec.backoffLimit: Invalid value: -2: must be greater than or equal to 0
* spec.template.spec.containers[0].image: Required value
`, FILE)
    expect(found.map(f => [f.from.line, f.from.column, f.message])).toEqual([
      [11, 16, 'spec.parallelism: Invalid value: -1: must be greater than or equal to 0'],
      [12, 17, 'spec.backoffLimit: Invalid value: -2: must be greater than or equal to 0'],
      [18, 16, 'spec.template.spec.containers[0].image: Required value'],
    ])
  })
  test.each([
    ['one field', 'The Job "pi" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"', [[15, 'spec.template.spec.restartPolicy']]],
    ['a list on one line', 'The Job "pi" is invalid: [spec.parallelism: Invalid value: -1: no, spec.template: Invalid value: core.PodTemplateSpec{A: 1}: field is immutable]', [[11, 'spec.parallelism'], [14, 'spec.template']]],
    ['a field that is not there: the nearest one around it', 'The Job "pi" is invalid: spec.template.spec.volumes[0].name: Required value', [[14, 'spec.template.spec.volumes[0].name']]],
    ['strict decoding', 'Error from server (BadRequest): error when creating "a.yaml": Job in version "v1" cannot be handled as a Job: strict decoding error: unknown field "spec.paralelism", unknown field "spec.x"', [[10, 'spec.paralelism'], [10, 'spec.x']]],
    ['an object that is there already', 'Error from server (AlreadyExists): error when creating "a.yaml": jobs.batch "pi" already exists', [[7, undefined]]],
    ['broken YAML', 'error: error parsing a.yaml: error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context', [[3, undefined]]],
    ['warnings are no refusals', 'Warning: spec.template: unknown field\n', []],
    ['nothing', '\n', []],
    ['something nobody knows', 'error: the server is on fire', [[2, undefined]]],
  ])('%s', (_name, errors, expected) => expect(places(errors)).toEqual(expected))
  test('what cannot be changed any more comes with what to do instead', () => {
    const said = refusalsOf('The Job "pi" is invalid: spec.template: Invalid value: core.PodTemplateSpec{A: 1}: field is immutable', FILE)
    expect(said[0]!.hint).toEqual({ id: 'hint.immutable', kind: 'Job' })
    expect(refusalsOf('The Job "pi" is invalid: spec.template: Required value', FILE)[0]!.hint).toBe(undefined)
  })
  test('a file that cannot be read still gets its line', () =>
    expect(refusalsOf('error: yaml: line 2: oops', { path: 'x.yaml', text: 'a: [\nb: }\n' })[0]).toMatchObject({ from: { line: 2, column: 1 } }))
  test('markup in a name stays text', () => expect(parseRefusals('The Job "<img src=x>" is invalid: metadata.name: Invalid value: "<img src=x>": no')[0]!.message).toContain('<img src=x>'))
})
