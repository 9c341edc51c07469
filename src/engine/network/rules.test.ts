import { expect, test } from 'vitest'
import { nearest, type Backend } from './rules.ts'

const at = (address: string, nodes?: string[], zones?: string[]): Backend => ({ address, port: 80, ...(nodes ? { nodes } : {}), ...(zones ? { zones } : {}) })
const zones = [at('1', undefined, ['a']), at('2', undefined, ['a']), at('3', undefined, ['b'])]
const nodes = [at('1', ['n1'], ['a']), at('2', ['n2'], ['a']), at('3', ['n3'], ['b'])]

test.each<[string, readonly Backend[], string | undefined, string | undefined, string]>([
  ['the own zone', zones, 'n1', 'a', '12'],
  ['another zone', zones, 'n3', 'b', '3'],
  ['a zone that has none', zones, 'n9', 'c', '123'],
  ['a node without a zone', zones, 'n1', undefined, '123'],
  ['one that says nothing calls all hints off', [...zones, at('4')], 'n1', 'a', '1234'],
  ['the own node', nodes, 'n2', 'a', '2'],
  ['a node that has none: its zone', nodes, 'n9', 'a', '12'],
  ['neither', nodes, 'n9', 'c', '123'],
  ['hints for nodes that are not on all: zones count', [at('1', ['n1'], ['a']), at('2', undefined, ['a']), at('3', undefined, ['b'])], 'n1', 'a', '12'],
  ['nobody', [], 'n1', 'a', ''],
])('[N12] %s', (_, backends, node, zone, expected) => expect(nearest(backends, node, zone).map(b => b.address).join('')).toBe(expected))
