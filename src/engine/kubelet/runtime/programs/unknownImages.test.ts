import { describe, expect, test } from 'vitest'
import { pullImage } from './catalogue.ts'
import { isSlipOf, standsForItself } from './unknownImages.ts'

describe('images that nobody knows', () => {
  test.each([
    ['ngnix', 'nginx', true], ['nginxx', 'nginx', true], ['ngin', 'nginx', true], ['nginz', 'nginx', true],
    ['nginx', 'nginx', false], ['engine', 'nginx', false], ['ngixn', 'nginx', true], ['xnginxx', 'nginx', false],
  ])('%s is a slip of %s: %s', (written, meant, slip) => expect(isSlipOf(written, meant)).toBe(slip))

  test.each([
    ['docker.io/library/myapp', true], ['ghcr.io/acme/shop', true], ['docker.io/library/ngnix', false],
    ['docker.io/acme/nonexistent', false], ['docker.io/library/doesnotexist', false],
  ])('%s exists: %s', (repository, exists) => expect(standsForItself(repository, ['docker.io/library/nginx', 'docker.io/library/pi'])).toBe(exists))

  test('a sandbox has the learner’s own image; a registry that lists its images does not', () => {
    expect(pullImage('acme/shop:v1')).toMatchObject({ found: true })
    expect(pullImage('acme/shop:v1', { images: new Map([['docker.io/library/nginx:latest', 1]]) })).toMatchObject({ found: false })
    expect(pullImage('nginx:1.91')).toMatchObject({ found: false })
    expect(pullImage('busybux')).toMatchObject({ found: false })
  })
})
