// Perl’s scalars: as text, as a number, as true or false; and what leaves a block with one.
import { floatText } from '../../shell/printing.ts'
import type { Scalar } from './tree.ts'

export class Leave {
  readonly kind: 'last' | 'next' | 'return'
  readonly value: readonly Scalar[]
  constructor(kind: 'last' | 'next' | 'return', value: readonly Scalar[] = []) {
    this.kind = kind
    this.value = value
  }
}

export function text(v: Scalar): string {
  if (v === undefined) return ''
  if (typeof v !== 'number') return String(v)
  if (Number.isInteger(v) && Math.abs(v) < 1e15) return String(v)
  return Number.isFinite(v) ? floatText(v, 'g', 15) : v > 0 ? 'Inf' : v < 0 ? '-Inf' : 'NaN'
}

export function numeric(v: Scalar): number {
  if (typeof v === 'number') return v
  if (typeof v === 'bigint') return Number(v)
  return v === undefined ? 0 : Number.parseFloat(v) || 0
}

export const truthy = (v: Scalar): boolean => v !== undefined && v !== '' && v !== '0' && v !== 0 && v !== 0n
