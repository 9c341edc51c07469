// {a,b} and {1..5} of bash: one word becomes several, before anything else is expanded.
import type { Part, Word } from './ast.ts'

type Item = string | Part
/** More words than this from one are a mistake, not a wish. */
const LIMIT = 100_000

/** The words that a word stands for; itself if it has no braces. */
export function expandBraces(word: Word): readonly Word[] {
  if (!word.parts.some((part) => part.p === 'text' && part.s.includes('{'))) return [word]
  const items: Item[] = []
  for (const part of word.parts) {
    if (part.p === 'text') items.push(...part.s)
    else items.push(part)
  }
  return expand(items).map((all) => ({ parts: join(all), raw: word.raw }))
}

function join(items: readonly Item[]): Part[] {
  const parts: Part[] = []
  let text = ''
  for (const item of items) {
    if (typeof item === 'string') text += item
    else {
      if (text !== '') parts.push({ p: 'text', s: text })
      text = ''
      parts.push(item)
    }
  }
  if (text !== '') parts.push({ p: 'text', s: text })
  return parts
}

function expand(items: readonly Item[]): Item[][] {
  for (let open = items.indexOf('{'); open >= 0; open = items.indexOf('{', open + 1)) {
    if (open > 0 && items[open - 1] === '$') continue
    const commas: number[] = []
    let depth = 0
    let close = -1
    for (let i = open; i < items.length; i++) {
      if (items[i] === '{') depth++
      else if (items[i] === '}' && --depth === 0) {
        close = i
        break
      } else if (items[i] === ',' && depth === 1) commas.push(i)
    }
    if (close < 0) continue
    let choices: Item[][]
    if (commas.length > 0) {
      const cuts = [open, ...commas, close]
      choices = cuts.slice(1).flatMap((end, i) => expand(items.slice(cuts[i]! + 1, end)))
    } else {
      const inner = items.slice(open + 1, close)
      const range = inner.every((item) => typeof item === 'string') ? sequence(inner.join('')) : undefined
      if (!range) continue
      choices = range.map((text) => [...text])
    }
    const rest = expand(items.slice(close + 1))
    if (choices.length * rest.length > LIMIT) return [[...items]]
    const before = items.slice(0, open)
    return choices.flatMap((choice) => rest.map((after) => [...before, ...choice, ...after]))
  }
  return [[...items]]
}

function sequence(text: string): string[] | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text)
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text)
  const found = numbers ?? letters
  if (!found) return undefined
  const value = (s: string) => (numbers ? Number(s) : s.charCodeAt(0))
  const from = value(found[1]!)
  const to = value(found[2]!)
  const step = Math.abs(Number(found[3] ?? 1)) || 1
  if (Math.abs(to - from) / step > LIMIT) return undefined
  const width = numbers && /^-?0\d/.test(found[1]!) || numbers && /^-?0\d/.test(found[2]!) ? Math.max(found[1]!.length, found[2]!.length) : 0
  const out: string[] = []
  for (let n = from; from <= to ? n <= to : n >= to; n += from <= to ? step : -step) {
    const digits = numbers ? String(Math.abs(n)).padStart(width - (n < 0 ? 1 : 0), '0') : String.fromCharCode(n)
    out.push(numbers && n < 0 ? `-${digits}` : digits)
  }
  return out
}
