import { describe, expect, test } from 'vitest'
import { createCluster } from '../engine/index.ts'
import { checkFile } from './check.ts'
import type { Finding } from './protocol.ts'

const cluster = createCluster({ seed: 1, startAt: '2026-01-01T00:00:00Z', nodes: 1 })
const check = (text: string) => checkFile(cluster, { path: 'a.yaml', text }).findings
const brief = (f: Finding) => `${f.from.line}:${f.from.column} ${f.message}`

function fixed(text: string, { fix }: Finding): string {
  const lines = text.split('\n')
  const offset = (p: { line: number; column: number }) => lines.slice(0, p.line - 1).reduce((n, l) => n + l.length + 1, 0) + p.column - 1
  return text.slice(0, offset(fix!.from)) + fix!.text + text.slice(offset(fix!.to))
}

/** Presses Fix on the first finding that offers it until none does. */
function repaired(text: string): string {
  for (let n = 0; n < 10; n++) {
    const next = check(text).find(f => f.fix)
    if (!next) return text
    text = fixed(text, next)
  }
  throw new Error('the repairs go round in circles')
}

const job = (spec: string) => `apiVersion: batch/v1
kind: Job
metadata:
  name: a
spec:
${spec}`
const template = `  template:
    spec:
      restartPolicy: Never
      containers:
      - name: c
        image: busybox
`

const broken = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: fluentd
spec:
  selector:
    matchLabels:
      name: fluentd
  template:
    metadata:
      labels:
        name: fluentd
      spec:
        containers:
        - name: fluentd
          image: fluentd/fluentd: v1.4-1
`

describe('repairs', () => {
  test('a space in an image is named at its line, and repaired', () => {
    const [found, ...others] = check(broken)
    expect(others).toEqual([])
    expect(brief(found!)).toMatch(/^16:\d+ error parsing a.yaml: error converting YAML to JSON: yaml: line 16: mapping values are not allowed in this context$/)
    expect(fixed(broken, found!)).toBe(broken.replace('fluentd: v1.4-1', 'fluentd:v1.4-1'))
  })
  test('a block that is indented too far is moved out whole', () => {
    const better = repaired(broken)
    expect(better).toContain('        name: fluentd\n    spec:\n      containers:\n      - name: fluentd\n        image: fluentd/fluentd:v1.4-1\n')
    expect(check(better)).toEqual([])
  })
  test('another value with a colon is put in quotes', () => {
    const text = job(template).replace('  name: a', '  name: a\n  annotations:\n    note: see: there # why')
    expect(fixed(text, check(text)[0]!)).toContain("note: 'see: there' # why")
  })
  test.each([
    ['    a: b: c: d', "    a: 'b: c: d'"],
    ['    image: a: b: c', "    image: 'a: b: c'"],
    ['    - image: nginx: 1.2', '    - image: nginx:1.2'],
  ])('%s', (line, better) => {
    const text = `kind: Job\nspec:\n${line}\n`
    expect(fixed(text, check(text)[0]!)).toBe(`kind: Job\nspec:\n${better}\n`)
  })
  test('a key on the line after a value is no colon in a value', () => {
    expect(check('kind: Job\nmetadata: a\n  name: b\n')[0]!.fix).toBeUndefined()
  })
  test.each(['paralelism', 'paralellism', 'Parallelism', 'parallelsim'])('%s is parallelism', word => {
    const text = job(`  ${word}: 2\n${template}`)
    const found = check(text)[0]!
    expect(brief(found)).toBe(`6:3 unknown field "spec.${word}"`)
    expect(found.hint).toMatchObject({ id: 'hint.unknown-field', meant: 'parallelism' })
    expect(repaired(text)).toBe(job(`  parallelism: 2\n${template}`))
  })
  test('what is like nothing is only named', () => {
    const found = check(job(`  colour: red\n${template}`))[0]!
    expect(found.hint).toMatchObject({ id: 'hint.unknown-field' })
    expect(found.fix).toBeUndefined()
  })
  test('a field of the parent is moved to it', () => {
    const text = job(`${template}      backoffLimit: 4\n`).replace('      backoffLimit', '    backoffLimit')
    const found = check(text).find(f => f.fix)!
    expect(found.hint).toMatchObject({ id: 'hint.misplaced-field', field: 'backoffLimit', from: 'template', to: 'spec' })
    expect(repaired(text)).toBe(job(`${template}  backoffLimit: 4\n`))
  })
  test('an API version of old is replaced, and its comment stays', () => {
    const text = 'apiVersion: batch/v1beta1 # old\nkind: CronJob\nmetadata:\n  name: a\nspec:\n  schedule: "* * * * *"\n  jobTemplate:\n    spec:\n' + template.replace(/^/gm, '    ').trimEnd()
    expect(check(text)[0]!.message).toMatch(/^no matches for kind "CronJob" in version "batch\/v1beta1"/)
    expect(repaired(text)).toMatch(/^apiVersion: batch\/v1 # old\n/)
  })
  test('a kind that is not simulated: Kubernetes’ words at its line, and ours', () => {
    const [found, ...more] = check('apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: web\n')
    expect(more).toEqual([])
    expect(found).toMatchObject({ from: { line: 2, column: 7 }, hint: { id: 'hint.not-simulated', kind: 'ServiceMonitor', version: 'monitoring.coreos.com/v1' } })
    expect(found!.message).toBe('no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"\nensure CRDs are installed first')
  })
  test('a Job may not restart for ever', () => {
    const text = job(template.replace('Never', 'Always'))
    expect(check(text)[0]!.message).toBe('spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"')
    expect(check(repaired(text))).toEqual([])
  })
})

describe('places', () => {
  test('a good manifest has no findings', () => expect(check(job(template))).toEqual([]))
  test('what is missing is told at its parent', () => {
    expect(check(job('  completions: 3\n')).map(brief)[0]).toMatch(/^5:1 /)
  })
  test('lines count on through several documents', () => {
    const text = `${job(template)}---\n${job(`  parallelism: -1\n${template}`)}`
    expect(check(text).map(f => f.from.line)).toEqual([text.split('\n').findIndex(l => l.includes('-1')) + 1])
  })
  test('five megabytes are refused at once, and an alias bomb too', () => {
    expect(check('a: b\n'.repeat(1_000_000))[0]!.message).toMatch(/too large/)
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefghij'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(',')}]`)].join('\n')
    const began = performance.now()
    expect(check(bomb)[0]!.severity).toBe('error')
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
