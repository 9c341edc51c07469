import { deflateSync, strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { decodeLink, encodeLink, MAX_LINK } from './link.ts'
import { isLink } from './prefix.ts'
import { dictionaries } from './dictionary.ts'

const files = { files: [{ path: 'para-job.yaml', text: 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: calculate-pi 你好\n' }], active: 'para-job.yaml' }
const run = {
  version: 1, options: { seed: 7, startAt: '2026-11-20T09:00:00Z', nodes: 3 }, position: 120, now: 1_795_165_241_000,
  inputs: [{ seq: 9, at: 1_795_165_200_000, name: 'kubectl', payload: { line: 'kubectl apply -f para-job.yaml', files: files.files } }],
}
const pack = (text: string, version = '1') => `#s=${version}.${Buffer.from(deflateSync(strToU8(text), { dictionary: strToU8(dictionaries['1']!) })).toString('base64url')}`

describe('links', () => {
  test('there and back', () => expect(decodeLink(encodeLink({ files, run })!)).toEqual({ files, run }))
  test('files alone', () => expect(decodeLink(encodeLink({ files })!)).toEqual({ files }))
  test('a short run is a short link', () => expect(encodeLink({ files, run })!.length).toBeLessThan(420))
  test('too much is no link', () => {
    let text = ''
    for (let i = 0; text.length < 400_000; i++) text += Math.imul(i, 2_654_435_761).toString(36)
    expect(encodeLink({ files: { ...files, files: [{ path: 'a.yaml', text }] } })).toBeUndefined()
  })
  test('only hashes of ours are links', () => expect([isLink('#s=1.x'), isLink('#section'), isLink('')]).toEqual([true, false, false]))

  const good = encodeLink({ files, run })!
  test.each([
    ['nothing in it', '#s='], ['no version', '#s=abc'], ['an unknown version', pack('{}', '99')], ['a version from the prototype', pack('{}', 'constructor')], ['not base64', '#s=1.***'], ['cut in the middle', good.slice(0, good.length / 2)],
    ['no JSON', pack('hello')], ['null', pack('null')], ['a list', pack('[]')], ['no files', pack('{"run":{}}')], ['files that are none', pack('{"files":{"files":[{"path":1,"text":2},null]}}')],
    ['a path that leads out', pack('{"files":{"files":[{"path":"../../etc/x.yaml","text":""}],"active":""}}')], ['far too long', `#s=1.${'A'.repeat(MAX_LINK * 3)}`],
  ])('hostile: %s', (_name, hash) => expect(decodeLink(hash)).toBeUndefined())

  test('a bomb is defused before it is unpacked', () => {
    const started = performance.now()
    const bomb = pack(`{"files":{"files":[{"path":"a.yaml","text":"${'0'.repeat(60_000_000)}"}]}}`)
    const packed = performance.now()
    expect(decodeLink(bomb)).toBeUndefined()
    // Whoever unpacked it all would be at it about as long as it took to pack.
    expect(performance.now() - packed).toBeLessThan(packed - started)
  })
  test('a bad run costs the run, not the files', () => expect(decodeLink(pack(JSON.stringify({ files, run: { ...run, options: { seed: 'x' } } })))).toEqual({ files }))
  test('keys of the prototype stay outside', () => {
    const shared = decodeLink(pack('{"__proto__":{"polluted":1},"files":{"files":[{"path":"a.yaml","text":"x","__proto__":{"y":1}}],"active":"a.yaml"}}'))
    expect(shared?.files.files).toEqual([{ path: 'a.yaml', text: 'x' }])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
