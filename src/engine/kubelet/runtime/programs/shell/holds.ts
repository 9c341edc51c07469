// `[[ … ]]`: what holds, of words, files and numbers.
import { worked } from '../machine/io.ts'
import { Pattern, type Found } from '../regex/pattern.ts'
import { extended } from '../regex/posix.ts'
import type { Doing } from '../machine/process.ts'
import type { Test } from './ast.ts'
import { compare, fileTest } from './condition.ts'
import { matches } from './glob.ts'
import type { Shell } from './shell.ts'

export function* runTest(shell: Shell, test: Test): Doing<number> {
  return (yield* holds(shell, test)) ? 0 : 1
}

function* holds(shell: Shell, test: Test): Doing<boolean> {
  switch (test.k) {
    case 'not':
      return !(yield* holds(shell, test.of))
    case 'and':
      return (yield* holds(shell, test.left)) && (yield* holds(shell, test.right))
    case 'or':
      return (yield* holds(shell, test.left)) || (yield* holds(shell, test.right))
    case 'word':
      return (yield* shell.expander.text(test.word)) !== ''
    case 'unary': {
      const text = yield* shell.expander.text(test.word)
      if (test.op === '-v') return shell.variable(text) !== undefined
      if (test.op === '-z') return text === ''
      if (test.op === '-n') return text !== ''
      return fileTest(shell.proc, test.op, text)
    }
    case 'binary': {
      const left = yield* shell.expander.text(test.left)
      yield* worked(shell.proc, left.length)
      if (test.op === '=' || test.op === '==' || test.op === '!=') {
        return matches(yield* shell.expander.pattern(test.right), left) === (test.op !== '!=')
      }
      if (test.op === '=~') {
        let found: Found | undefined
        try {
          found = new Pattern(extended(yield* shell.expander.regex(test.right)), { longest: true }).exec(left)
        } catch (problem) {
          if (problem instanceof SyntaxError) return false
          throw problem
        }
        const list = new Map((found?.groups ?? []).map((text, i) => [String(i), text ?? '']))
        shell.variables.put('BASH_REMATCH', { text: found?.groups[0] ?? '', list, exported: false, readOnly: false })
        return found !== undefined
      }
      const right = yield* shell.expander.text(test.right)
      if (/^-(eq|ne|lt|le|gt|ge)$/.test(test.op)) {
        return compare(test.op, shell.expander.calculate(left), shell.expander.calculate(right))
      }
      if (test.op === '<') return left < right
      if (test.op === '>') return left > right
      return false
    }
  }
}
