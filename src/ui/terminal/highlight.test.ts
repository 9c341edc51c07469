import { describe, expect, test } from 'vitest'
import { kinds } from '../../kube/kinds.ts'
import { printerFor } from '../../kubectl/print/kinds/index.ts'
import { en } from '../i18n/columns/en.ts'
import { zh } from '../i18n/columns/zh.ts'
import { columnWords } from './columnWords.ts'
import { kindOfHead } from './columns.ts'
import { commandSpans, headOf, outputLines, readingOf, type Reading, type Span } from './highlight.ts'

const marked = (spans: readonly Span[]) => spans.flatMap(s => (s.as === undefined ? [] : [`${s.as}:${s.text}`]))
const textOf = (spans: readonly Span[]) => spans.map(s => s.text).join('')

describe('a command line', () => {
  test.each([
    ['kubectl get pods -n kube-system', ['program:kubectl', 'verb:get', 'flag:-n']],
    ['k delete pod x --wait=false', ['program:k', 'verb:delete', 'flag:--wait=false']],
    [`kubectl patch job x -p '{"spec": {}}' | wc -l`, ['program:kubectl', 'verb:patch', 'flag:-p', `string:'{"spec": {}}'`, 'operator:|', 'flag:-l']],
    [`kubectl exec x -- sh -c "echo 'a`, ['program:kubectl', 'verb:exec', 'flag:-c', `string:"echo 'a`]],
    ['echo hello-world', []],
  ])('%s', (line, expected) => expect(marked(commandSpans(line))).toEqual(expected))
})

describe('how output is read', () => {
  test.each([
    ['kubectl get pods', 'table'], ['k get pods -o wide', 'table'], ['kubectl get pods -o yaml', 'yaml'], ['kubectl get pods -oyaml', 'yaml'], ['kubectl get pods -o jsonpath={.x}', 'plain'],
    ['kubectl describe pod x', 'description'], ['kubectl logs x', 'plain'], ['kubectl exec x -- cat y', 'plain'], ['kubectl get pods | grep x', 'plain'], ['echo x', 'plain'],
    ['kubectl apply -f x.yaml', 'table'], ['kubectl create job x --image=y --dry-run=client -o yaml', 'yaml'],
  ] as const)('%s: %s', (line, reading) => expect(readingOf(line)).toBe(reading))
})

describe('output', () => {
  const of = (text: string, reading: Reading = 'table') => outputLines(text, reading).map(l => marked(l.spans))
  test('a table: its head, names and states', () =>
    expect(of('NAME      READY   STATUS             RESTARTS   AGE\nweb-1     1/1     Running            0          3s\nweb-2     0/1     CrashLoopBackOff   2 (5s ago) 9s\nRunning   1/1     Completed          0          3s')).toEqual([
      ['head:NAME      READY   STATUS             RESTARTS   AGE'], ['name:web-1', 'good:Running'], ['name:web-2', 'bad:CrashLoopBackOff'], ['name:Running', 'done:Completed'],
    ]))
  test('below a namespace, the name is the second', () => expect(of('NAMESPACE   NAME    STATUS\ndefault     web-1   Pending')[1]).toEqual(['name:web-1', 'busy:Pending']))
  test('two tables in one output', () => expect(of('NAME   READY\na      1/1\n\nNAME   STATUS\nb      Bound')[4]).toEqual(['name:b', 'good:Bound']))
  test('rows of a watch have no head', () => expect(of('web-1   0/1   Terminating   0   3s')).toEqual([['name:web-1', 'busy:Terminating']]))
  test.each([['job.batch/pi created', ['name:job.batch/pi']], ['pod "web-1" deleted from default namespace', ['name:"web-1"']], ['No resources found in default namespace.', []], ['Error and Running are words here', []]])('%s', (line, expected) => expect(of(line)).toEqual([expected]))
  test('a description', () => expect(of('Name:         web\nStatus:       Running\n  Normal  Created  3s  kubelet  Created container\n  Warning  BackOff  3s', 'description')).toEqual([['key:Name:'], ['key:Status:', 'good:Running'], [], ['bad:Warning']]))
  test('YAML', () => expect(of('kind: Pod\n- name: a\n  x', 'yaml')).toEqual([['key:kind:'], ['key:name:'], []]))
  test('what programs print is left alone', () => expect(of('NAME  STATUS\nkey: Running', 'plain')).toEqual([[], []]))
  test.each(['table', 'description', 'yaml', 'plain'] as const)('nothing of the text is changed when it is read as %s', reading => {
    for (const text of ['NAME   READY\na  b   c ', ' Key:  value\n\n  x   y', 'a/b created\n"x"', 'NODE SELECTOR   NAME', '\t tab\t']) expect(outputLines(text, reading).map(l => textOf(l.spans)).join('\n')).toBe(text)
  })
})

describe('columns', () => {
  test.each([
    ['NAME   NODE SELECTOR   AGE', ['NAME', 'NODE SELECTOR', 'AGE']], ['NAMESPACE   NAME   PORT(S)', ['NAMESPACE', 'NAME', 'PORT(S)']], ['NAME   CPU(cores)   MEMORY(bytes)', ['NAME', 'CPU(cores)', 'MEMORY(bytes)']],
  ])('of %j', (line, titles) => expect(headOf(line)!.map(c => c.title)).toEqual(titles))
  test.each(['NAME', 'Name   Ready', 'NAME   ready', 'HELLO   WORLD', ''])('%j is no head', line => expect(headOf(line)).toBeUndefined())

  /** Titles as kubectl prints them. */
  const titlesOf = (kind: string) => printerFor(kind).columns.map(c => c.name.toUpperCase())
  const printed = kinds.map(k => [k.kind, k.plural, titlesOf(k.kind)] as const)
  test.each(printed)('every column of %s has words in both languages', (_kind, _plural, titles) => {
    const kind = kindOfHead(titles)
    for (const title of titles) for (const words of [en, zh]) expect(columnWords(words, kind, title), `${kind}.${title}`).toBeTruthy()
  })
  // ReplicationControllers have the head of ReplicaSets, and mean the same by it.
  test.each(printed.filter(([, , titles]) => titles.length > 2 && titles.includes('READY')))('%s is known by its head', (kind, plural, titles) =>
    expect(kindOfHead(titles)).toBe(kind === 'ReplicationController' ? 'replicasets' : plural))
  test('a head is known without its wide columns too', () => {
    for (const [kind, plural] of printed.filter(([k]) => ['Pod', 'Deployment', 'DaemonSet', 'StatefulSet', 'Service', 'Node', 'Job'].includes(k))) {
      expect(kindOfHead(printerFor(kind).columns.filter(c => c.priority === 0).map(c => c.name.toUpperCase()))).toBe(plural)
    }
  })
  test.each([['top', 'CPU(%)'], ['history', 'CHANGE-CAUSE']])('what %s prints has words', (kind, title) => expect(columnWords(en, kind, title)).toBeTruthy())
})
