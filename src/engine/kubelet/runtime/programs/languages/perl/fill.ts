// What stands in "…" once it is filled in.
import { quoted } from '../lexer.ts'
import type { Perl } from './run.ts'
import { numeric, text } from './values.ts'

/** "…": escapes, $names, @names, $h{key} and $a[0]. */
export function fill(perl: Perl, raw: string): string {
  let out = ''
  for (let i = 0; i < raw.length; ) {
    const rest = raw.slice(i)
    if (raw[i] === '\\') {
      const end = /^\\x\{[0-9a-fA-F]+\}|^\\x[0-9a-fA-F]{2}|^\\./s.exec(rest)?.[0] ?? '\\'
      out += /^\\[$@%"\\]/.test(end) ? end[1]! : (quoted(`${end}"`, 0, '"', false)?.s ?? '')
      i += end.length
      continue
    }
    const found = /^\$\{(\w+)\}|^\$(\w+|[!@&0$])(?:\{['"]?(\w+)['"]?\}|\[(\$?\w+|-\d+)\])?|^@(\w+)/.exec(rest)
    if (!found) {
      out += raw[i++]
      continue
    }
    i += found[0].length
    const [, braced, name, key, index, all] = found
    if (all !== undefined) out += (perl.arrays.get(`@${all}`) ?? []).map(text).join(' ')
    else if (key !== undefined) out += text(perl.hashes.get(`%${name}`)?.get(key))
    else if (index !== undefined) out += text(perl.arrays.get(`@${name}`)?.at(index.startsWith('$') ? numeric(perl.scalar(index)) : Number(index)))
    else out += text(perl.scalar(`$${braced ?? name}`))
  }
  return out
}
