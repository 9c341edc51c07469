// Which images there are, and what a pull says of the others.
import { describe, expect, test } from 'vitest'
import { imageFacts, IMAGES, pullImage } from './catalogue.ts'
import { parseReference } from './reference.ts'
import { runProgram } from './run.ts'

describe('names', () => {
  test.each([
    ['nginx', 'docker.io/library/nginx:latest'], ['nginx:1.25', 'docker.io/library/nginx:1.25'], ['fluent/fluentd:v1.4-1', 'docker.io/fluent/fluentd:v1.4-1'],
    ['registry.k8s.io/pause:3.9', 'registry.k8s.io/pause:3.9'], ['localhost:5000/a/b', 'localhost:5000/a/b:latest'], ['docker.io/nginx', 'docker.io/library/nginx:latest'],
  ])('%s is %s', (name, full) => {
    expect(parseReference(name)).toMatchObject({ full })
  })
  test.each([
    ['Nginx:UPPER', 'couldn\'t parse image name "Nginx:UPPER": invalid reference format: repository name (library/Nginx) must be lowercase'],
    ['fluentd/fluentd: v1.4-1', 'couldn\'t parse image name "fluentd/fluentd: v1.4-1": invalid reference format'],
    ['', 'couldn\'t parse image name "": invalid reference format'], ['a:', 'couldn\'t parse image name "a:": invalid reference format'],
    [' nginx', 'couldn\'t parse image name " nginx": invalid reference format'],
  ])('%j is none', (name, error) => {
    expect(parseReference(name)).toEqual({ error })
    expect(pullImage(name)).toEqual({ found: false, reason: 'InvalidImageName', message: `Failed to apply default image tag "${name}": ${error}` })
  })
})

describe('pulls', () => {
  test.each(['busybox', 'busybox:1.28', 'busybox:1.36.1', 'nginx:1.7.9', 'nginx:1.27-alpine', 'nginx:alpine', 'httpd:2.4', 'perl:5.34.0', 'python:3.6', 'python:3.12-slim', 'ubuntu:22.04', 'debian:bookworm-slim', 'alpine:3.20', 'redis:7', 'fluentd/fluentd:v1.4-1', 'registry.k8s.io/pause:3.10', 'registry.k8s.io/nginx-slim:0.21', 'pi', 'postgres:16-alpine', 'node:20-alpine', 'registry.k8s.io/busybox:1.27.2', 'registry.k8s.io/etcd:3.5.1-0', 'gcr.io/google-samples/hello-app:2.0', 'gcr.io/google-samples/kubernetes-bootcamp:v1', 'jocatalin/kubernetes-bootcamp:v2', 'me/job-wq-1', 'gcr.io/myproject/job-wq-2'])('%s is there', (name) => {
    expect(pullImage(name)).toMatchObject({ found: true })
  })
  test.each(['nginx:1.91', 'nginx:nope', 'nginx:2', 'busybox:9.99', 'busybox:1.99', 'python:4', 'redis:latests', 'perl:6.0'])('%s has no such tag', (name) => {
    const full = `docker.io/library/${name}`
    expect(pullImage(name)).toEqual({ found: false, reason: 'ErrImagePull', message: `rpc error: code = NotFound desc = failed to pull and unpack image "${full}": failed to resolve image: ${full}: not found` })
  })
  test('the version that the tutorial asks for in vain is not there', () => {
    for (const name of ['gcr.io/google-samples/kubernetes-bootcamp:v10', 'gcr.io/google-samples/kubernetes-bootcamp:v2']) expect(pullImage(name)).toMatchObject({ found: false, reason: 'ErrImagePull' })
  })
  test('a repository that nobody knows is denied, unless the pod says what its image does', () => {
    expect(pullImage('nosuchimage/atall:v1', { images: new Map() })).toEqual({ found: false, reason: 'ErrImagePull', message: 'failed to pull and unpack image "docker.io/nosuchimage/atall:v1": failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed' })
    expect(pullImage('my-app:v1', { annotations: { 'kubestep.dev/run-seconds': '5' } })).toMatchObject({ found: true })
    expect(pullImage('my-app:v1', { images: new Map(), annotations: { 'other/run-seconds': '5' } })).toMatchObject({ found: false })
  })
  test('a registry that is given decides for the repositories it names', () => {
    const images = new Map([['docker.io/library/nginx:1.25', 7]])
    expect(pullImage('nginx:1.25', { images })).toEqual({ found: true, reference: 'docker.io/library/nginx:1.25', sizeBytes: 7 })
    expect(pullImage('nginx:1.24', { images })).toMatchObject({ found: false })
    expect(pullImage('busybox', { images })).toMatchObject({ found: true })
  })
  test('small ones are small', () => {
    expect(pullImage('busybox')).toMatchObject({ sizeBytes: 1_099_952 })
    expect(pullImage('nginx')).toMatchObject({ sizeBytes: 56_717_876 })
    expect(pullImage('nginx:1.27-alpine')).toMatchObject({ sizeBytes: 1_099_950 })
  })
})

test('a tutorial\'s sample has its own tags, and what is called almost like it is somebody\'s own', () => {
  expect(['gcr.io/google-samples/hello-app:2.0', 'gcr.io/google-samples/node-hello:9.0', 'hello-api:v1'].map(name => pullImage(name).found)).toEqual([true, false, true])
})

test('every image starts something that exists', () => {
  for (const image of IMAGES) {
    const name = image.repository.replace('docker.io/library/', '')
    const tag = ['latest', '1.0', '2.40', '3.9', '0.21', 'v1.4-1', '1.10'].find((t) => image.tags(t))
    const t = runProgram({ image: `${name}:${tag}`, env: {}, hostname: 'h', startedAt: 0, seed: 's', restartCount: 0 }, [], 20_000)
    expect([image.repository, t.end?.reason, t.end && (t.end.exitCode === 127 || t.end.exitCode === 126) && t.output[0]?.text !== 'Missing -text option!\n' ? t.output : 'ok']).toEqual([image.repository, undefined, 'ok'])
  }
})

test('stop signals', () => {
  expect(['nginx', 'httpd:2.4', 'postgres:16', 'busybox', 'my-app'].map((name) => imageFacts(name).stopSignal)).toEqual(['QUIT', 'WINCH', 'INT', 'TERM', 'TERM'])
})
