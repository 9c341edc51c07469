import { expect, test } from 'vitest'
import vectors from '../../test-data/vectors/podhash.json' with { type: 'json' }
import { failing } from '../headless/vectors/failing.ts'
import { podhashTopic } from '../headless/vectors/podhash.ts'
import { podTemplateHash, templateDump } from './podHash.ts'
import { goLayout } from './podHash/goLayout.ts'
import { schemaType } from './schema.ts'

test.each([...new Set(vectors.cases.map(c => c.op))])('vectors: %s', op => expect(failing(podhashTopic, vectors, op)).toEqual([]))

test('a collision count of 0 is not the same as none', () => {
  const template = { metadata: { name: '' }, spec: { containers: [{ name: 'c' }] } } as any
  expect(podTemplateHash(template, 0)).not.toBe(podTemplateHash(template))
})

test('every field that the schema knows has its place in the layout, and the other way round', () => {
  const lines = new Map(goLayout.trim().split('\n').map(l => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 2).split(' ')]))
  const json = (field: string): string[] => {
    if (field.startsWith('+')) return lines.get(field.slice(1))!.flatMap(json)
    const [, go, name] = /^(\w+)(?:=(\w+))?/.exec(field)!
    return [name ?? go!.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, s => s.toLowerCase())]
  }
  for (const [name, fields] of lines) {
    // These two are embedded in others everywhere, and have no type of their own in the schema.
    if (name === 'VolumeSource' || name === 'ProbeHandler') continue
    const type = schemaType(name)
    expect(type, name).toBeDefined()
    expect([...type!.fields.keys()].sort(), name).toEqual(fields.flatMap(json).sort())
  }
})

test('a quantity that needs more than 64 bits is shown as Go\'s big numbers are', () => {
  const dump = templateDump({ spec: { containers: [{ resources: { limits: { cpu: '1500Pi' } } }] } })
  expect(dump).toContain('d:(resource.infDecAmount){Dec:(*inf.Dec){unscaled:(big.Int){neg:(bool)false abs:(big.nat)[6917529027641081856 91552734]} scale:(inf.Scale)9}} s:(string) Format:(resource.Format)BinarySI}')
})
