import { describe, expect, test } from 'vitest'
import { helpAt, suggestionsAt } from './suggest.ts'
import { placeAt, readLine } from './yamlPlace.ts'

/** The text with `|` where the cursor is. */
function at(text: string) {
  const before = text.slice(0, text.indexOf('|')).split('\n')
  return placeAt(text.replace('|', '').split('\n'), before.length, before.at(-1)!.length + 1)
}
const labels = (text: string) => suggestionsAt(at(text)!, 'en').map(s => s.label)

const JOB = `apiVersion: batch/v1
kind: Job
metadata:
  name: pi
spec:
  parallelism: 3
  template:
    metadata:
      labels:
        app: pi
    spec:
      restartPolicy: OnFailure
      containers:
      - name: pi
        image: pi
        resources:
          requests:
            cpu: 250m
      - name: second
        env:
        - name: A
          value: b
`

describe('where the cursor is', () => {
  test.each([
    ['root', 'apiVersion: batch/v1\nki|', [], 'key', 'ki'],
    ['spec', 'kind: Job\nspec:\n  par|', ['spec'], 'key', 'par'],
    ['blank line in spec', 'kind: Job\nspec:\n  |', ['spec'], 'key', ''],
    ['after a dash, list at the key’s own column', 'spec:\n  containers:\n  - na|', ['spec', 'containers'], 'key', 'na'],
    ['after a dash, list further in', 'spec:\n  containers:\n    - na|', ['spec', 'containers'], 'key', 'na'],
    ['second field of an item', 'spec:\n  containers:\n  - name: a\n    im|', ['spec', 'containers'], 'key', 'im'],
    ['deep in an item', 'spec:\n  containers:\n  - name: a\n    resources:\n      requests:\n        c|', ['spec', 'containers', 'resources', 'requests'], 'key', 'c'],
    ['second item', 'spec:\n  containers:\n  - name: a\n    env:\n    - name: x\n  - name: b\n    im|', ['spec', 'containers'], 'key', 'im'],
    ['item in an item', 'spec:\n  containers:\n  - name: a\n    env:\n    - na|', ['spec', 'containers', 'env'], 'key', 'na'],
    ['back out again', 'spec:\n  template:\n    spec:\n      x: 1\n  back|', ['spec'], 'key', 'back'],
    ['value', 'spec:\n  restartPolicy: On|', ['spec'], 'value', 'On'],
    ['value, nothing typed', 'spec:\n  restartPolicy: |', ['spec'], 'value', ''],
    ['second document', 'kind: Job\nspec:\n  a: 1\n---\nki|', [], 'key', 'ki'],
    ['comments between are passed over', 'spec:\n  # why\n\n  par|', ['spec'], 'key', 'par'],
  ])('%s', (_name, text, path, on, prefix) => expect(at(text)).toMatchObject({ path, on, prefix }))

  test.each([
    ['in a comment', 'spec:\n  # par|'], ['behind a value’s comment', 'a: 1 # b|'], ['in a block of text', 'data:\n  script: |-\n    ec|'.replace('|-', 'PIPE').replace('|', '§').replace('PIPE', '|-').replace('§', '|')],
    ['after a tab', 'spec:\n\tpar|'], ['on the separator', '--|-'],
  ])('nothing %s', (_name, text) => {
    if (text.includes('script')) expect(placeAt('data:\n  script: |-\n    ec'.split('\n'), 3, 7)).toBeUndefined()
    else expect(at(text)).toBeUndefined()
  })

  test('siblings above and below, of this mapping alone', () => {
    expect([...at(JOB.replace('image: pi\n', 'image: pi\n        |\n'))!.siblings].toSorted()).toEqual(['image', 'name', 'resources'])
    expect([...at('spec:\n  a: 1\n  |\n  b: 2\nstatus: x')!.siblings].toSorted()).toEqual(['a', 'b'])
  })

  test.each([['- - a: b', 4, 0, 'a'], ['"x y": z', 0, undefined, 'x y'], ['http://x', 0, undefined, undefined], ['a:b', 0, undefined, undefined], ['- text', 2, 0, undefined]])(
    'line %j', (text, column, dash, key) => expect(readLine(text)).toMatchObject({ column, dash, key }))
})

describe('what could stand there', () => {
  test('required first, present ones left out, status never', () => {
    expect(labels(`${JOB}|`)).not.toContain('status')
    expect(labels('kind: Job\napiVersion: batch/v1\nspec:\n  |')[0]).toBe('template')
    expect(labels('kind: Job\napiVersion: batch/v1\nspec:\n  parallelism: 1\n  |')).not.toContain('parallelism')
  })
  test.each([
    ['container', JOB.replace('image: pi\n', 'image: pi\n        |\n'), 'livenessProbe'],
    ['env item', `${JOB}        - |`, 'valueFrom'],
    ['metadata', 'kind: Job\nmetadata:\n  |', 'labels'],
    ['template metadata', JOB.replace('      labels:', '      |\n      labels:'), 'annotations'],
    ['no kind yet', '|', 'kind'],
    ['kinds of a version', 'apiVersion: batch/v1\nkind: |', 'CronJob'],
    ['enum', 'kind: Pod\nspec:\n  restartPolicy: |', 'OnFailure'],
    ['boolean', 'kind: Job\nspec:\n  suspend: |', 'true'],
    ['version of a kind', 'kind: CronJob\napiVersion: |', 'batch/v1'],
  ])('%s', (_name, text, wanted) => expect(labels(text)).toContain(wanted))
  test.each([
    ['labels have no fixed fields', 'kind: Job\nmetadata:\n  labels:\n    |'],
    ['a path that leads nowhere', 'kind: Job\nspec:\n  nonsense:\n    |'],
    ['an unknown kind', 'kind: Foo\nspec:\n  |'],
    ['a number', 'kind: Job\nspec:\n  parallelism: |'],
    ['prototype', 'kind: Job\n__proto__:\n  |'],
  ])('nothing: %s', (_name, text) => expect(labels(text)).toEqual([]))
  test('kinds of another version are not offered', () => expect(labels('apiVersion: batch/v1\nkind: |')).not.toContain('Pod'))
  test('what is put in fits what the field holds', () => {
    const insert = (text: string, label: string) => suggestionsAt(at(text)!, 'en').find(s => s.label === label)!.insert
    const spec = 'kind: Job\nspec:\n  template:\n    spec:\n      |'
    expect(insert(spec, 'restartPolicy')).toBe('restartPolicy: ')
    expect(insert(spec, 'containers')).toBe('containers:\n      - ')
    expect(insert(spec, 'affinity')).toBe('affinity:\n        ')
    expect(insert(spec, 'nodeSelector')).toBe('nodeSelector:\n        ')
  })
})

describe('what is said of a field', () => {
  test('path, type, required, values, words', () => {
    expect(helpAt(at(JOB.replace('containers:', 'conta|iners:'))!, 'en')).toMatchObject({ path: 'spec.template.spec.containers', type: '[]Container', required: true, explain: 'job.spec.template.spec.containers' })
    const policy = helpAt(at(JOB.replace('restartPolicy', 'restart|Policy'))!, 'zh')!
    expect(policy.values).toContain('OnFailure')
    expect(policy.doc).toMatch(/重启/)
  })
  test.each([['parallelism: 3', 'integer'], ['app: pi', undefined], ['requests:', 'map[string]Quantity']])('%s', (line, type) =>
    expect(helpAt(at(JOB.replace(line, `${line[0]}|${line.slice(1)}`))!, 'en')?.type).toBe(type))
})
