// Vectors of quantities, run through src/kube/quantity.ts and quantityMath.ts.
import * as quantity from '../../kube/quantity.ts'
import type { ParsedQuantity } from '../../kube/quantity.ts'
import * as math from '../../kube/quantityMath.ts'
import type { Topic } from './topic.ts'

const q = { ...quantity, ...math }

const facts = (x: ParsedQuantity) => ({
  string: q.formatQuantity(x),
  json: JSON.stringify(q.formatQuantity(x)),
  format: x.format,
  value: `${q.scaledValue(x, 0)}`,
  milliValue: `${q.scaledValue(x, q.MILLI)}`,
  sign: q.signOf(x),
  isZero: q.isZero(x),
  asInt64OK: q.asInt64(x) !== undefined,
  asInt64: q.asInt64(x) === undefined ? undefined : `${q.asInt64(x)}`,
  approxFloat: q.approximate(x),
})

/** What decoding gives, and what the error says where it gives none. */
function attempt<T>(read: () => T): { ok?: T; error?: string } {
  try {
    return { ok: read() }
  } catch (e) {
    if (!(e instanceof q.QuantityError)) throw e
    return { error: e.message }
  }
}

const runs: Readonly<Record<string, (v: any) => Record<string, unknown>>> = {
  parse(v) {
    const plain = attempt(() => q.parseQuantity(v.input))
    const json = attempt(() => q.formatQuantity(q.quantityFromJson(v.input)))
    return { ...(plain.ok ? facts(plain.ok) : { error: plain.error }), jsonString: json.ok, jsonError: json.error }
  },
  unmarshalJSON(v) {
    const raw: string = v.raw
    const text = raw === 'null' ? null : raw.startsWith('"') ? (JSON.parse(raw) as string) : raw
    const read = attempt(() => q.quantityFromJson(text))
    return read.ok ? facts(read.ok) : { error: read.error }
  },
  arith(v) {
    const [a, b] = [q.parseQuantity(v.a), q.parseQuantity(v.b)]
    const [sum, difference] = [q.add(a, b), q.subtract(a, b)]
    return {
      add: q.formatQuantity(sum), addFormat: sum.format, sub: q.formatQuantity(difference), subFormat: difference.format,
      cmp: q.compare(a, b), equal: q.compare(a, b) === 0, negA: q.formatQuantity(q.negate(a)),
    }
  },
  scale(v) {
    const x = q.parseQuantity(v.input)
    const up = q.roundUp(x, v.scale)
    return { scaledValue: `${q.scaledValue(x, v.scale)}`, roundUp: q.formatQuantity(up.quantity), roundUpExact: up.exact }
  },
  newQuantity: v => ({ string: q.formatQuantity(q.newQuantity(v.valueIn, v.format)) }),
  newMilliQuantity: v => ({ string: q.formatQuantity(q.newMilliQuantity(v.milliIn, v.format)) }),
}

const inputs = new Set(['name', 'op', 'input', 'raw', 'a', 'b', 'scale', 'valueIn', 'milliIn'])

export const quantityTopic: Topic = {
  name: 'quantity',
  judge(vector) {
    const expected = Object.fromEntries(Object.entries(vector).filter(([k]) => !inputs.has(k) && !(vector.op.startsWith('new') && k === 'format')))
    if (typeof expected.approxFloat === 'string') expected.approxFloat = Number(expected.approxFloat)
    return { expected, actual: runs[vector.op]!(vector) }
  },
}
