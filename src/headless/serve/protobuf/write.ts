// Protobuf as it is written: parts with a number each. Source: protobuf.dev/programming-guides/encoding.

export type Bytes = Uint8Array<ArrayBufferLike>

const NOTHING = new Uint8Array()

function varint(value: number): number[] {
  const out = []
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128)
  return [...out, value]
}

/** Parts one after the other. */
export const joined = (parts: readonly Bytes[]): Bytes => Buffer.concat(parts)

/** Bytes with their length before them: another message, too. */
export const bytes = (number: number, value: Bytes): Bytes => joined([Uint8Array.from([...varint(number * 8 + 2), ...varint(value.length)]), value])

/** A text; nothing where there is none. */
export const text = (number: number, value: string | undefined): Bytes => (value ? bytes(number, Buffer.from(value)) : NOTHING)

/** A whole number of zero or more, or a truth. */
export const whole = (number: number, value: number): Bytes => Uint8Array.from([...varint(number * 8), ...varint(value)])
