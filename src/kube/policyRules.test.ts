import { describe, expect, test } from 'vitest'
import { brokenDown, compacted, compactText, ruleAllows, uncovered } from './policyRules.ts'
import type { PolicyRule } from './rbac.ts'

const rule = (verbs: string[], apiGroups: string[], resources: string[], resourceNames?: string[]): PolicyRule => ({ verbs, apiGroups, resources, ...(resourceNames ? { resourceNames } : {}) })
const urls = (...nonResourceURLs: string[]): PolicyRule => ({ verbs: ['get'], nonResourceURLs })

test.each<[string, PolicyRule, object, boolean]>([
  ['the very thing', rule(['get'], [''], ['pods']), { verb: 'get', resource: 'pods' }, true],
  ['another verb', rule(['get'], [''], ['pods']), { verb: 'list', resource: 'pods' }, false],
  ['another group', rule(['get'], [''], ['deployments']), { verb: 'get', group: 'apps', resource: 'deployments' }, false],
  ['every verb', rule(['*'], [''], ['pods']), { verb: 'proxy', resource: 'pods' }, true],
  ['a part is not the whole', rule(['get'], [''], ['pods']), { verb: 'get', resource: 'pods', subresource: 'log' }, false],
  ['a part by its name', rule(['get'], [''], ['pods/log']), { verb: 'get', resource: 'pods', subresource: 'log' }, true],
  ['the whole is not a part', rule(['get'], [''], ['pods/log']), { verb: 'get', resource: 'pods' }, false],
  ['a part of anything', rule(['get'], ['*'], ['*/scale']), { verb: 'get', group: 'apps', resource: 'deployments', subresource: 'scale' }, true],
  ['everything has every part', rule(['get'], ['*'], ['*']), { verb: 'get', group: 'apps', resource: 'deployments', subresource: 'scale' }, true],
  ['by name', rule(['get'], [''], ['pods'], ['a']), { verb: 'get', resource: 'pods', name: 'a' }, true],
  ['by another name', rule(['get'], [''], ['pods'], ['a']), { verb: 'get', resource: 'pods', name: 'b' }, false],
  ['a list has no name', rule(['list'], [''], ['pods'], ['a']), { verb: 'list', resource: 'pods' }, false],
  ['a path', urls('/healthz'), { verb: 'get', path: '/healthz' }, true],
  ['below a path', urls('/healthz'), { verb: 'get', path: '/healthz/x' }, false],
  ['below a path with a star', urls('/healthz/*'), { verb: 'get', path: '/healthz/x' }, true],
  ['a rule for resources allows no path', rule(['*'], ['*'], ['*']), { verb: 'get', path: '/healthz' }, false],
])('%s', (_name, given, asked, allowed) => expect(ruleAllows(given, asked as never)).toBe(allowed))

describe('whether rules allow what others do', () => {
  test.each<[string, PolicyRule[], PolicyRule[], string[]]>([
    ['the same', [rule(['get', 'list'], [''], ['pods'])], [rule(['get'], [''], ['pods'])], []],
    ['a verb more', [rule(['get'], [''], ['pods'])], [rule(['get', 'list'], [''], ['pods'])], ['{APIGroups:[""], Resources:["pods"], Verbs:["list"]}']],
    ['all names of one', [rule(['get'], [''], ['pods'], ['a'])], [rule(['get'], [''], ['pods'])], ['{APIGroups:[""], Resources:["pods"], Verbs:["get"]}']],
    ['one name of all', [rule(['get'], [''], ['pods'])], [rule(['get'], [''], ['pods'], ['a'])], []],
    ['together', [rule(['get'], [''], ['pods']), rule(['get'], ['apps'], ['deployments'])], [rule(['get'], [''], ['pods'])], []],
    ['a star is more than all that there is', [rule(['get', 'list', 'watch'], [''], ['pods'])], [rule(['*'], [''], ['pods'])], ['{APIGroups:[""], Resources:["pods"], Verbs:["*"]}']],
    ['a path under a star', [urls('/a/*')], [urls('/a/b')], []],
    ['another path', [urls('/a')], [urls('/b')], ['{NonResourceURLs:["/b"], Verbs:["get"]}']],
  ])('%s', (_name, owned, wanted, missing) => expect(uncovered(owned, wanted).map(compactText)).toEqual(missing))
})

test('broken down and put together again, verbs of one resource stand in one rule', () => {
  const rules = [rule(['get', 'list'], ['', 'apps'], ['pods', 'deployments'])]
  expect(rules.flatMap(brokenDown)).toHaveLength(8)
  expect(compacted(rules.flatMap(brokenDown)).map(compactText)).toEqual(['', 'apps'].flatMap(g => ['pods', 'deployments'].map(r => `{APIGroups:["${g}"], Resources:["${r}"], Verbs:["get" "list"]}`)))
})
