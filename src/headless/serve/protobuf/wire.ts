// Protobuf as it lies in a body: parts with a number each, a whole number or bytes. Source: protobuf.dev/programming-guides/encoding.
import { badRequest } from '../../../engine/api/errors.ts'

export type Part = readonly [number: number, value: bigint | Uint8Array]

const cut = () => badRequest('unexpected EOF')

/** The parts of a message, in order. Numbers of four and eight bytes, which the API's types do not have, are stepped over. Throws an ApiError at a body that ends early. */
export function* parts(bytes: Uint8Array): Generator<Part> {
  let at = 0
  const varint = (): bigint => {
    for (let value = 0n, shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined || shift > 63n) throw cut()
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const number = Math.floor(tag / 8)
    switch (tag % 8) {
      case 0: yield [number, varint()]; break
      case 1: at += 8; break
      case 2: {
        const length = Number(varint())
        if (at + length > bytes.length) throw cut()
        yield [number, bytes.subarray(at, at + length)]
        at += length
        break
      }
      case 5: at += 4; break
      default: throw badRequest(`proto: illegal wireType ${tag % 8}`)
    }
  }
}

/** Whole numbers that stand side by side in one part (`packed`). */
export function packed(bytes: Uint8Array): bigint[] {
  const out: bigint[] = []
  let value = 0n
  let shift = 0n
  for (const byte of bytes) {
    value |= BigInt(byte & 127) << shift
    shift += 7n
    if (byte < 128) {
      out.push(value)
      ;[value, shift] = [0n, 0n]
    }
  }
  return out
}

/** Numbers below zero are written as if there were 64 bits. */
export const signed = (value: bigint): number => Number(BigInt.asIntN(64, value))

export const textOf = (value: bigint | Uint8Array): string => (typeof value === 'bigint' ? String(value) : Buffer.from(value).toString('utf8'))

/** Those of a message's parts that have this number: the last wins where one is wanted. */
export const lastOf = (bytes: Uint8Array, number: number): bigint | Uint8Array | undefined => [...parts(bytes)].findLast(([n]) => n === number)?.[1]
