// Kustomizations as kustomize itself builds them, and what is said where they cannot be built.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createCluster } from '../../engine/index.ts'
import { start } from '../index.ts'
import { consoleOn, printed } from '../testing/console.ts'
import { joinPath } from './paths.ts'

const ROOT = 'test-data/kustomize'
const files = {
  read: (path: string) => (existsSync(`${ROOT}/${path}`) && statSync(`${ROOT}/${path}`).isFile() ? readFileSync(`${ROOT}/${path}`, 'utf8') : undefined),
  list: (path: string) => (existsSync(`${ROOT}/${path}`) && statSync(`${ROOT}/${path}`).isDirectory() ? readdirSync(`${ROOT}/${path}`) : undefined),
}

test.each(['base', 'over', 'three', 'parts'])('kubectl kustomize %s prints what kustomize prints', folder => {
  const { out, err, code } = printed(start(`kubectl kustomize ${folder}`, { client: createCluster({}).client(), files }))
  expect({ out, err, code }).toEqual({ out: readFileSync(`${ROOT}/${folder}.expected.yaml`, 'utf8'), err: readFileSync(`${ROOT}/${folder}.expected.err`, 'utf8'), code: 0 })
})

test('apply -k applies what it makes, and delete -k takes it away', () => {
  const client = createCluster({}).client()
  const run = (line: string) => printed(start(line, { client, files }))
  expect(run('kubectl apply -k three').out).toBe('configmap/env created\nservice/svc created\nstatefulset.apps/s created\ncronjob.batch/cj created\njob.batch/j created\n')
  expect(run('kubectl get -k three -o name').out).toContain('cronjob.batch/cj\n')
  expect(run('kubectl delete -k three --wait=false').out).toContain('configmap "env" deleted from default namespace\n')
})

const BASE = 'configMapGenerator: [{name: c, literals: [a=1]}]\n'

describe('what cannot be built', () => {
  const say = (texts: Record<string, string>, folder = '.') => consoleOn(createCluster({}).client(), texts).k(`kubectl kustomize ${folder}`).err
  test.each([
    [{ 'a/x.yaml': '' }, 'a', "error: unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory 'a'\n"],
    [{ 'a/x.yaml': '' }, 'b', "error: must build at directory: not a valid directory: evalsymlink failure on 'b' : lstat b: no such file or directory\n"],
    [{ 'kustomization.yaml': 'resourcez: [a]\n' }, '.', 'error: invalid Kustomization: json: unknown field "resourcez"\n'],
    [{ 'kustomization.yaml': 'resources: [no.yaml]\n' }, '.', "error: accumulating resources: accumulation err='accumulating resources from 'no.yaml': evalsymlink failure on 'no.yaml' : lstat no.yaml: "
      + "no such file or directory': must build at directory: not a valid directory: evalsymlink failure on 'no.yaml' : lstat no.yaml: no such file or directory\n"],
    [{ 'b/kustomization.yaml': BASE, 'kustomization.yaml': 'resources: [b]\nreplacements:\n- source: {kind: Deployment, name: nope, fieldPath: spec.replicas}\n  targets: [{select: {kind: ConfigMap}}]\n' }, '.', 'error: nothing selected by Deployment.[noVer].[noGrp]/nope.[noNs]:spec.replicas\n'],
    [{ 'b/kustomization.yaml': BASE, 'kustomization.yaml': 'resources: [b]\nreplacements:\n- source: {kind: ConfigMap, name: c, fieldPath: data.b}\n  targets: [{select: {kind: ConfigMap}}]\n' }, '.', 'error: fieldPath `data.b` is missing for replacement source ConfigMap.[noVer].[noGrp]/c.[noNs]\n'],
    [{ 'b/kustomization.yaml': BASE, 'kustomization.yaml': 'resources: [b]\nreplacements:\n- source: {kind: ConfigMap, name: c}\n  targets: [{select: {kind: ConfigMap}, fieldPaths: [spec.x]}]\n' }, '.', 'error: unable to find field "spec.x" in replacement target\n'],
    [{ 'b/kustomization.yaml': BASE, 'kustomization.yaml': 'components: [b]\n' }, '.', 'error: accumulating components: accumulateDirectory: "expected kind \'Component\' for path \'b\' but got \'Kustomization\'"\n'],
    [{ 'b/kustomization.yaml': `kind: Component\n${BASE}`, 'kustomization.yaml': 'resources: [b]\n' }, '.', "error: accumulating resources: accumulation err='accumulating resources from 'b': 'b' must resolve to a file': expected kind != 'Component' for path 'b'\n"],
    [{ 'b/kustomization.yaml': BASE, 'kustomization.yaml': 'resources: [b]\nvars: [{name: X, objref: {kind: Service, name: s, apiVersion: v1}}]\n' }, '.',
      "# Warning: 'vars' is deprecated. Please use 'replacements' instead. [EXPERIMENTAL] Run 'kustomize edit fix' to update your Kustomization automatically.\nerror: var '{X Service.v1.[noGrp] {metadata.name}}' cannot be mapped to a field in the set of known resources\n"],
    ...([
      ['null', "var '{ [noKind].[noVer].[noGrp] {metadata.name}}' cannot be mapped to a field in the set of known resources"],
      ['{name: X, objref: {kind: ConfigMap, apiVersion: v1}}', "var '{X ConfigMap.v1.[noGrp] {metadata.name}}' cannot be mapped to a field in the set of known resources"],
      ['{name: X, objref: {kind: ConfigMap, name: a}}', "var '{X ConfigMap.[noVer].[noGrp] {metadata.name}}' cannot be mapped to a field in the set of known resources"],
      ['{name: X, objref: {apiVersion: v1, name: a}}', "var '{X [noKind].v1.[noGrp] {metadata.name}}' cannot be mapped to a field in the set of known resources"],
      ['{name: X, objref: {kind: ConfigMap, apiVersion: v1, name: b}}', 'merging vars [{X ConfigMap.[noVer].[noGrp] {}}]: found 2 resId matches for var {X ConfigMap.v1.[noGrp] {}} (unable to disambiguate)'],
      ['{name: X, objref: {kind: ConfigMap, apiVersion: v1, name: a}, fieldref: {fieldpath: data.q}}', "field specified in var '{X ConfigMap.v1.[noGrp] {data.q}}' not found in corresponding resource"],
    ] as const).map(([variable, words]) => [{ 'base/kustomization.yaml': 'resources: [a.yaml]\n', 'base/a.yaml': [['a'], ['b'], ['b', 'x']].map(([name, namespace]) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${namespace ? `, namespace: ${namespace}` : ''}}\n`).join('---\n'), 'kustomization.yaml': `resources: [base]\nvars: [${variable}]\n` }, '.',
      `# Warning: 'vars' is deprecated. Please use 'replacements' instead. [EXPERIMENTAL] Run 'kustomize edit fix' to update your Kustomization automatically.\nerror: ${words}\n`]),
    [{ 'kustomization.yaml': 'helmCharts: []\n' }, '.', 'error: the field "helmCharts" of a kustomization is not supported here\n'],
  ] as [Record<string, string>, string, string][])('%j in %s', (texts, folder, words) => expect(say(texts, folder)).toBe(words))
  test('a folder that contains itself comes to an end', () => {
    expect(say({ 'a/kustomization.yaml': 'resources: [../a]\n' }, 'a')).toMatch(/^error: cycle detected/)
  })
})

test('kubectl create --append-hash counts the name, kustomize does not', () => {
  const { k } = consoleOn(createCluster({}).client())
  expect(k('kubectl create cm foo --from-literal=a=1 --append-hash --dry-run=client -o name').out).toBe('configmap/foo-k6f6d7gm92\n')
  expect(k('kubectl create secret generic foo --from-literal=a=1 --append-hash --dry-run=client -o name').out).toBe('secret/foo-865kbh9bf9\n')
})

test.each([['base', 'x', 'base/x'], ['over', '../base', 'base'], ['.', '..', '..'], ['a/b', '../../c', 'c'], ['a', '/b', 'b']])('%s and %s lead to %s', (folder, path, whole) => {
  expect(joinPath(folder, path)).toBe(whole)
})
