// find: tests on names, kinds, sizes and ages; -exec and -delete.
import { baseOf, type FileNode } from '../machine/files.ts'
import { print } from '../machine/io.ts'
import type { Doing } from '../machine/process.ts'
import { matches } from '../shell/glob.ts'
import { type Applet, fail, sizeOf } from './applet.ts'
import { at, gnu, sizeIn } from './filesystem.ts'
import { runOther } from './others.ts'

export const find: Applet = function* (proc, argv) {
  const words = argv.slice(1)
  let i = 0
  const roots: string[] = []
  while (i < words.length && !/^[-(!]/.test(words[i]!)) roots.push(words[i++]!)
  if (roots.length === 0) roots.push('.')
  let depth = Infinity
  let least = 0
  type Check = (path: string, node: FileNode, name: string) => Doing<boolean>
  const checks: Check[] = []
  let acts = false
  let not = false
  const add = (check: Check) => {
    const negated = not
    not = false
    checks.push(negated ? function* (p, n, b) {
      return !(yield* check(p, n, b))
    } : check)
  }
  for (; i < words.length; i++) {
    const word = words[i]!
    const value = () => words[++i] ?? ''
    if (word === '!' || word === '-not') not = true
    else if (word === '-maxdepth') depth = Number(value())
    else if (word === '-mindepth') least = Number(value())
    else if (word === '-name' || word === '-iname') {
      const pattern = value()
      add(function* (_p, _n, name) {
        return word === '-name' ? matches(pattern, name) : matches(pattern.toLowerCase(), name.toLowerCase())
      })
    } else if (word === '-path') {
      const pattern = value()
      add(function* (path) {
        return matches(pattern, path)
      })
    } else if (word === '-type') {
      const kind = { f: 'file', d: 'dir', l: 'link' }[value()]
      add(function* (_p, node) {
        return node.kind === kind
      })
    } else if (word === '-empty') add(function* (path, node) {
      return node.kind === 'file' ? sizeIn(node) === 0 : (proc.kernel.files.list(at(proc, path)) ?? []).length === 0
    })
    else if (word === '-size') {
      const [, sign, size] = /^([-+]?)(.*)$/.exec(value())!
      const bytes = sizeOf(/\d$/.test(size!) ? `${size}b` : size!)
      add(function* (_p, node) {
        return sign === '+' ? sizeIn(node) > bytes : sign === '-' ? sizeIn(node) < bytes : sizeIn(node) === bytes
      })
    } else if (word === '-newer') {
      const than = proc.kernel.files.stat(at(proc, value()))?.atUs ?? 0
      add(function* (_p, node) {
        return node.atUs > than
      })
    } else if (word === '-mmin' || word === '-mtime') {
      const [, sign, n] = /^([-+]?)(\d+)$/.exec(value()) ?? [undefined, '', '0']
      const unit = word === '-mmin' ? 60e6 : 86_400e6
      add(function* (_p, node) {
        const age = Math.floor((proc.kernel.nowUs - node.atUs) / unit)
        return sign === '+' ? age > Number(n) : sign === '-' ? age < Number(n) : age === Number(n)
      })
    } else if (word === '-print' || word === '-print0') {
      acts = true
      add(function* (path) {
        yield* print(proc, word === '-print' ? `${path}\n` : `${path}\0`)
        return true
      })
    } else if (word === '-delete') {
      acts = true
      add(function* (path) {
        proc.kernel.files.remove(at(proc, path))
        return true
      })
    } else if (word === '-exec') {
      acts = true
      const command: string[] = []
      while (i + 1 < words.length && words[i + 1] !== ';' && words[i + 1] !== '+') command.push(words[++i]!)
      const end = words[++i]
      if (end === undefined || command.length === 0) return yield* fail(proc, argv, !gnu(proc) ? '-exec requires an argument' : end === undefined ? "missing argument to `-exec'" : "invalid argument `;' to `-exec'")
      add(function* (path) {
        return (yield* runOther(proc, argv, command.map((c) => c.replaceAll('{}', path)))) === 0
      })
    } else if (word !== '-a' && word !== '-and') return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `unknown predicate \`${word}'` : `unrecognized: ${word}`)
  }
  let status = 0
  const visit = function* (path: string, level: number): Doing<void> {
    const node = proc.kernel.files.at(at(proc, path)) ?? (level === 0 ? proc.kernel.files.stat(at(proc, path)) : undefined)
    if (!node) {
      if (level === 0) status = yield* fail(proc, argv, gnu(proc) ? `‘${path}’: No such file or directory` : `${path}: No such file or directory`)
      return
    }
    proc.kernel.burn(proc, 5, 1)
    const names = node.kind === 'dir' ? (proc.kernel.files.list(at(proc, path)) ?? []) : []
    let holds = level >= least
    for (const check of checks) holds = holds && (yield* check(path, node, baseOf(path) || path))
    if (holds && !acts) yield* print(proc, `${path}\n`)
    if (level < depth) for (const name of names) yield* visit(path.endsWith('/') ? `${path}${name}` : `${path}/${name}`, level + 1)
  }
  for (const root of roots) yield* visit(root, 0)
  return status
}
