import { expect, test } from 'vitest'
import type { Input } from './inputs.ts'
import { broken, type Answer } from './promises.ts'

const line = (text: string): Input => ({ of: 'line', line: text, apt: true })
const patch: Input = { of: 'patch', plural: 'pods', name: 'x', type: 'merge', body: {} }
const request: Input = { of: 'request', method: 'POST', path: '/', query: [], accept: '', contentType: '', body: '' }
const answer = (more: Partial<Answer>): Answer => ({ code: 0, out: '', err: '', interrupted: false, ...more })

test.each<[string, Input, Answer, number, RegExp | undefined]>([
  ['all is well', line('kubectl get x'), answer({ out: 'x' }), 0, undefined],
  ['a code that is none', line('kubectl get x'), answer({ code: 256 }), 0, /ends with 256/],
  ['no end', line('kubectl get x'), answer({ code: undefined }), 0, /ends with undefined/],
  ['a failure without words', line('kubectl get x'), answer({ code: 1 }), 0, /says nothing/],
  ['… that Ctrl-C made', line('kubectl get x -w'), answer({ code: 130, interrupted: true }), 0, undefined],
  ['… of a command that speaks by its code', line('kubectl diff -f x'), answer({ code: 1, out: '+a' }), 0, undefined],
  ['… of a shell line, where grep may be last', { of: 'line', line: 'k get x | grep y' }, answer({ code: 1 }), 0, undefined],
  ['a value that was not there', line('kubectl get x'), answer({ out: 'pod/undefined' }), 0, /JavaScript/],
  ['… that somebody wrote himself', line('kubectl label x undefined=y'), answer({ out: 'undefined' }), 0, undefined],
  ['an object as text', line('kubectl get x'), answer({ err: 'error: [object Object]', code: 1 }), 0, /JavaScript/],
  ['a refused patch that did something', patch, answer({ code: 1, err: 'no' }), 1, /frames came of it/],
  ['a refused patch that did nothing', patch, answer({ code: 1, err: 'no' }), 0, undefined],
  ['a request without a status', request, answer({ code: 0 }), 0, /answers with 0/],
  ['a refused request that did something', request, answer({ code: 409 }), 2, /frames came of it/],
  ['a server that fails', request, answer({ code: 500 }), 0, /internal error/],
  ['… as Kubernetes does, of wrong types in an applied configuration', request, answer({ code: 500, out: '{"message":"failed to create typed patch object (default/web; v1, Kind=Service): .spec.selector.app: expected string"}' }), 0, undefined],
  ['a request that did something', request, answer({ code: 201 }), 2, undefined],
])('%s', (_what, input, given, frames, why) => {
  const said = broken(input, given, frames)
  if (why) expect(said).toMatch(why)
  else expect(said).toBeUndefined()
})
