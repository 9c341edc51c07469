// Programs that look at files and change them: ls, cp, mv, rm, mkdir, stat …
import { baseOf, resolvePath, type FileNode } from '../machine/files.ts'
import { openFile, print, readAll } from '../machine/io.ts'
import type { Doing, Process } from '../machine/process.ts'
import { heldBy, lengthOf, textOf } from '../program.ts'
import { dateText } from './clock.ts'
import { type Applet, fail, options, sizeOf } from './applet.ts'

export const at = (proc: Process, path: string): string => resolvePath(proc.cwd, path)
export const gnu = (proc: Process): boolean => proc.kernel.flavour === 'gnu'

/** Says that something could not be done to a path. */
const cannotDo = (proc: Process, argv: readonly string[], doing: string, path: string, why: string): Doing<number> =>
  fail(proc, argv, gnu(proc) ? `cannot ${doing} '${path}': ${why}` : `can't ${doing} '${path}': ${why}`)

const modeText = (node: FileNode): string => (node.mode & 0o1000 ? bitsText(node).slice(0, -1) + (node.mode & 1 ? 't' : 'T') : bitsText(node))

const bitsText = (node: FileNode): string =>
  (node.kind === 'dir' ? 'd' : node.kind === 'link' ? 'l' : '-') + [6, 3, 0].map((s) => ['r', 'w', s === 3 && node.mode & 0o2000 ? 's' : 'x'].map((c, i) => ((node.mode >> s) & (4 >> i) ? c : '-')).join('')).join('')

export const sizeIn = (node: FileNode): number => (node.kind === 'file' ? lengthOf(node.text) : node.kind === 'link' ? node.target.length : 4096)

/** Whose a file is: what was not there from the beginning is the container's own user's. */
function ownersOf(proc: Process, node: FileNode, path: string): readonly [user: string, group: string] {
  const { identity } = proc.kernel.start
  const named = (id: number) => (id === 0 ? 'root' : String(id))
  const mount = proc.kernel.files.mounts.of(path)
  if (mount?.mode !== undefined) return ['root', named(mount.group ?? 0)]
  const shared = identity?.shared
  const under = shared?.paths.find(p => path === p || path.startsWith(`${p}/`))
  if (identity === undefined) return ['root', 'root']
  if (under !== undefined) return [path === under ? 'root' : named(identity.uid), named(shared!.gid)]
  return node.atUs > 0 ? [named(identity.uid), named(identity.gid)] : ['root', 'root']
}

function row(proc: Process, node: FileNode, name: string, path: string): string {
  const [user, group] = ownersOf(proc, node, path)
  const when = dateText(proc.kernel.start.startedAt + Math.floor(node.atUs / 1000), '%b %e %H:%M')
  const link = node.kind === 'link' ? ` -> ${node.target}` : ''
  return gnu(proc) ? `${modeText(node)} 1 ${user} ${group} ${String(sizeIn(node)).padStart(5)} ${when} ${name}${link}\n`
    : `${modeText(node)}    1 ${user.padEnd(8)} ${group.padEnd(8)} ${String(sizeIn(node)).padStart(9)} ${when} ${name}${link}\n`
}

/** What it takes of the disk, in KiB: a link nothing, all others whole blocks. */
const blocksOf = (node: FileNode | undefined): number => (node?.kind === 'file' ? 4 * Math.ceil(heldBy(node.text) / 4096) : node?.kind === 'link' ? 0 : 4)

const ls: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'laA1dRhtrFiS', { all: 'a', 'almost-all': 'A' })
  const { files } = proc.kernel
  let status = 0
  const paths = rest.length > 0 ? rest : ['.']
  const show = function* (node: FileNode | undefined, name: string, path: string) {
    if (node) yield* print(proc, on.has('l') ? row(proc, node, name, path) : `${name}\n`)
  }
  const dirs: string[] = []
  for (const path of paths) {
    const node = on.has('d') || on.has('l') ? (files.at(at(proc, path)) ?? files.stat(at(proc, path))) : files.stat(at(proc, path))
    if (!node) {
      status = yield* fail(proc, argv, gnu(proc) ? `cannot access '${path}': No such file or directory` : `${path}: No such file or directory`, gnu(proc) ? 2 : 1)
    } else if (files.stat(at(proc, path))?.kind === 'dir' && !on.has('d') && !(on.has('l') && node.kind === 'link' && !path.endsWith('/'))) dirs.push(path)
    else yield* show(node, path, at(proc, path))
  }
  for (let i = 0; i < dirs.length; i++) {
    const dir = dirs[i]!
    const real = files.follow(at(proc, dir))
    const names = files.list(real) ?? []
    if (paths.length > 1 || on.has('R')) yield* print(proc, `${i > 0 ? '\n' : ''}${dir}:\n`)
    const shown = [...(on.has('a') ? ['.', '..'] : []), ...names.filter((n) => on.has('a') || on.has('A') || !n.startsWith('.'))]
    if (on.has('l')) yield* print(proc, `total ${shown.reduce((sum, name) => sum + blocksOf(files.at(resolvePath(real, name))), 0)}\n`)
    for (const name of on.has('r') ? shown.reverse() : shown) {
      const path = resolvePath(real, name)
      yield* show(files.at(path), name, path)
      if (on.has('R') && name !== '.' && name !== '..' && files.at(path)?.kind === 'dir') dirs.push(`${dir}/${name}`)
    }
  }
  return status
}

const rm: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'rRfiv', { recursive: 'r', force: 'f' })
  let status = 0
  if (rest.length === 0 && !on.has('f')) return yield* fail(proc, argv, 'missing operand')
  for (const path of rest) {
    const node = proc.kernel.files.at(at(proc, path))
    if (!node) {
      if (!on.has('f')) status = yield* cannotDo(proc, argv, 'remove', path, 'No such file or directory')
    } else if (node.kind === 'dir' && !on.has('r') && !on.has('R')) {
      status = gnu(proc) ? yield* cannotDo(proc, argv, 'remove', path, 'Is a directory') : yield* fail(proc, argv, `'${path}' is a directory`)
    } else {
      const failed = proc.kernel.files.remove(at(proc, path))
      if (failed) status = yield* cannotDo(proc, argv, 'remove', path, failed)
    }
  }
  return status
}

const mkdir: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'pm:v', { parents: 'p', mode: 'm' })
  let status = 0
  for (const path of rest) {
    const full = at(proc, path)
    if (on.has('p')) {
      const parts = full.split('/').slice(1)
      for (let i = 1; i <= parts.length; i++) {
        const up = `/${parts.slice(0, i).join('/')}`
        const node = proc.kernel.files.stat(up)
        if (node?.kind === 'dir') continue
        const failed = node ? 'File exists' : proc.kernel.files.makeDirectory(up, proc.kernel.nowUs)
        if (failed) {
          status = yield* cannotDo(proc, argv, 'create directory', path, failed)
          break
        }
      }
      continue
    }
    const failed = proc.kernel.files.makeDirectory(full, proc.kernel.nowUs)
    if (failed) status = gnu(proc) ? yield* fail(proc, argv, `cannot create directory ‘${path}’: ${failed}`) : yield* cannotDo(proc, argv, 'create directory', path, failed)
  }
  return status
}

const rmdir: Applet = function* (proc, argv) {
  let status = 0
  for (const path of argv.slice(1)) {
    const names = proc.kernel.files.list(at(proc, path))
    const failed = names?.length === 0 ? proc.kernel.files.remove(at(proc, path)) : names ? 'Directory not empty' : 'No such file or directory'
    if (failed) status = yield* fail(proc, argv, gnu(proc) ? `failed to remove '${path}': ${failed}` : `'${path}': ${failed}`)
  }
  return status
}

function* copyTree(proc: Process, from: string, to: string): Doing<string | undefined> {
  const { files } = proc.kernel
  const node = files.stat(from)
  if (!node) {
    const stream = openFile(proc, from, { read: true })
    if (typeof stream === 'string') return stream
    return files.write(to, yield* readAll(proc, stream), proc.kernel.nowUs)
  }
  if (node.kind === 'file') return files.write(to, node.text, proc.kernel.nowUs, node.mode)
  if (!files.stat(to)) {
    const failed = files.makeDirectory(to, proc.kernel.nowUs)
    if (failed) return failed
  }
  for (const name of files.list(from) ?? []) {
    const failed: string | undefined = yield* copyTree(proc, resolvePath(from, name), resolvePath(to, name))
    if (failed) return failed
  }
  return undefined
}

const copyOrMove: Applet = function* (proc, argv) {
  const moving = baseOf(argv[0]!) === 'mv'
  const { on, rest } = options(argv, 'rRafpiuvdnT', { recursive: 'r', archive: 'a', force: 'f' })
  if (rest.length < 2) return yield* fail(proc, argv, rest.length === 0 ? 'missing file operand' : `missing destination file operand after '${rest[0]}'`)
  const target = at(proc, rest.at(-1)!)
  const into = proc.kernel.files.stat(target)?.kind === 'dir'
  let status = 0
  for (const path of rest.slice(0, -1)) {
    const from = at(proc, path)
    const node = proc.kernel.files.stat(from)
    if (!node && !from.startsWith('/dev/') && !from.startsWith('/proc/')) {
      status = gnu(proc) ? yield* fail(proc, argv, `cannot stat '${path}': No such file or directory`) : yield* fail(proc, argv, moving ? `can't rename '${path}': No such file or directory` : `can't stat '${path}': No such file or directory`)
      continue
    }
    if (node?.kind === 'dir' && !moving && !on.has('r') && !on.has('R') && !on.has('a')) {
      status = yield* fail(proc, argv, gnu(proc) ? `-r not specified; omitting directory '${path}'` : `omitting directory '${path}'`)
      continue
    }
    const to = into ? resolvePath(target, baseOf(from)) : target
    const { files } = proc.kernel
    // Within one file system a name is changed, and that is refused as a whole.
    if (moving && files.isReadOnly(from) && files.mounts.of(from) === files.mounts.of(to)) {
      status = yield* fail(proc, argv, gnu(proc) ? `cannot move '${path}' to '${into ? `${rest.at(-1)}/${baseOf(from)}` : rest.at(-1)}': Read-only file system` : `can't rename '${path}': Read-only file system`)
      continue
    }
    const failed = yield* copyTree(proc, from, to)
    if (failed) status = yield* fail(proc, argv, gnu(proc) ? `cannot ${moving ? 'move' : 'create regular file'} '${rest.at(-1)}': ${failed}` : `can't create '${rest.at(-1)}': ${failed}`)
    else if (moving) {
      const left = files.remove(from)
      if (left) status = yield* cannotDo(proc, argv, 'remove', path, left)
    }
  }
  return status
}

const ln: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'sfnvT', { symbolic: 's', force: 'f' })
  const [target = '', name = baseOf(target)] = rest
  let full = at(proc, name)
  if (proc.kernel.files.stat(full)?.kind === 'dir') full = resolvePath(full, baseOf(target))
  if (on.has('f') && proc.kernel.files.at(full)) proc.kernel.files.remove(full)
  const text = proc.kernel.files.content(at(proc, target))
  const failed = on.has('s') ? proc.kernel.files.link(full, target) : text === undefined ? 'No such file or directory' : proc.kernel.files.write(full, text, proc.kernel.nowUs)
  return failed ? yield* fail(proc, argv, `${name}: ${failed}`) : 0
}

const chmod: Applet = function* (proc, argv) {
  const words = argv.slice(1).filter((a) => !/^-[Rvf]+$/.test(a))
  const [mode = '', ...paths] = words
  let status = 0
  for (const path of paths) {
    const node = proc.kernel.files.stat(at(proc, path))
    if (!node) {
      status = yield* fail(proc, argv, gnu(proc) ? `cannot access '${path}': No such file or directory` : `${path}: No such file or directory`)
      continue
    }
    let bits = node.mode
    if (/^[0-7]+$/.test(mode)) bits = Number.parseInt(mode, 8)
    else for (const clause of mode.split(',')) {
      const found = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause)
      if (!found) return yield* fail(proc, argv, `invalid mode '${mode}'`)
      const who = found[1] === '' || found[1]!.includes('a') ? 'ugo' : found[1]!
      for (const w of who) {
        const shift = { u: 6, g: 3, o: 0 }[w as 'u' | 'g' | 'o']
        const value = [...found[3]!].reduce((sum, c) => sum | { r: 4, w: 2, x: 1 }[c as 'r' | 'w' | 'x'], 0) << shift
        bits = found[2] === '+' ? bits | value : found[2] === '-' ? bits & ~value : (bits & ~(7 << shift)) | value
      }
    }
    const failed = proc.kernel.files.changeMode(at(proc, path), bits)
    if (failed) status = yield* fail(proc, argv, gnu(proc) ? `changing permissions of '${path}': ${failed}` : `${path}: ${failed}`)
  }
  return status
}

const stat: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'c:Lft', { format: 'c', printf: 'c' })
  let status = 0
  for (const path of rest) {
    const node = on.has('L') ? proc.kernel.files.stat(at(proc, path)) : proc.kernel.files.at(at(proc, path)) ?? proc.kernel.files.stat(at(proc, path))
    if (!node) {
      status = yield* fail(proc, argv, gnu(proc) ? `cannot statx '${path}': No such file or directory` : `can't stat '${path}': No such file or directory`)
      continue
    }
    const seconds = Math.floor((proc.kernel.start.startedAt + node.atUs / 1000) / 1000)
    const [user, group] = ownersOf(proc, node, at(proc, path))
    const number = (name: string) => (name === 'root' ? '0' : name)
    const values: Readonly<Record<string, string>> = {
      s: String(sizeIn(node)), n: path, a: (node.mode & 0o7777).toString(8), A: modeText(node), U: user, G: group, u: number(user), g: number(group), Y: String(seconds), X: String(seconds), Z: String(seconds),
      F: node.kind === 'dir' ? 'directory' : node.kind === 'link' ? 'symbolic link' : sizeIn(node) === 0 ? 'regular empty file' : 'regular file', y: dateText(seconds * 1000, '%Y-%m-%d %H:%M:%S.000000000 +0000'), h: '1', i: '1',
    }
    const format = on.get('c')
    if (format !== undefined) yield* print(proc, `${format.replace(/%([a-zA-Z%])/g, (all: string, c: string) => (c === '%' ? '%' : (values[c] ?? all)))}\n`)
    else yield* print(proc, `  File: ${path}${node.kind === 'link' ? ` -> ${node.target}` : ''}\n  Size: ${values['s']}\t\tBlocks: 8          IO Block: 4096   ${values['F']}\nAccess: (${values['a']!.padStart(4, '0')}/${values['A']})  Uid: (${number(user).padStart(5)}/${user.padStart(8)})   Gid: (${number(group).padStart(5)}/${group.padStart(8)})\nModify: ${values['y']}\n`)
  }
  return status
}

const readlink: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'fnem')
  const path = at(proc, rest[0] ?? '')
  const node = proc.kernel.files.at(path)
  if (on.has('f') || baseOf(argv[0]!) === 'realpath') yield* print(proc, `${proc.kernel.files.follow(path)}\n`)
  else if (node?.kind === 'link') yield* print(proc, `${node.target}\n`)
  else return 1
  return 0
}

const du: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'shak')
  for (const path of rest.length > 0 ? rest : ['.']) {
    // What a file takes, and not what it looks like: holes take nothing.
    const taken = (node: FileNode | undefined): number => (node?.kind === 'file' ? heldBy(node.text) : node ? sizeIn(node) : 0)
    const bytes = [at(proc, path), ...proc.kernel.files.under(at(proc, path))].reduce((sum, p) => sum + taken(proc.kernel.files.at(p)), 0)
    yield* print(proc, `${on.has('h') ? human(bytes) : Math.ceil(bytes / 1024)}\t${path}\n`)
  }
  return 0
}

export const human = (bytes: number): string => (bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)}K` : bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)}M` : `${(bytes / 1024 ** 3).toFixed(1)}G`)

/** truncate and fallocate: a file of that length, without anything written. What the first adds is a hole; the second takes room for it. */
const sized = (takesRoom: boolean): Applet => function* (proc, argv) {
  const { on, rest } = options(argv, takesRoom ? 'l:o:n' : 's:co', { size: 's', length: 'l', 'no-create': 'c' })
  const asked = on.get(takesRoom ? 'l' : 's')
  const [, sign = '', size = ''] = /^([-+]?)(.*)$/.exec(asked ?? '')!
  const bytes = sizeOf(size)
  if (asked === undefined || rest.length === 0) return yield* fail(proc, argv, asked === undefined && !takesRoom ? 'you must specify either ‘--size’ or ‘--reference’' : asked === undefined ? 'no length argument specified' : 'missing file operand')
  if (Number.isNaN(bytes) || (takesRoom && (sign !== '' || bytes === 0))) return yield* fail(proc, argv, takesRoom ? 'invalid length value specified' : `Invalid number: ‘${asked}’`)
  const { files, nowUs } = proc.kernel
  let status = 0
  for (const path of rest) {
    const full = at(proc, path)
    const old = files.content(full)
    if (old === undefined && on.has('c')) continue
    const before = old ?? ''
    const length = takesRoom ? Math.max(lengthOf(before), bytes) : Math.max(0, sign === '+' ? lengthOf(before) + bytes : sign === '-' ? lengthOf(before) - bytes : bytes)
    const text = textOf(before).slice(0, length)
    const held = takesRoom ? length : Math.min(length, heldBy(before))
    const failed = files.write(full, length === text.length ? text : { text, zeros: held - text.length, ...(length > held ? { holes: length - held } : {}) }, nowUs)
    if (failed) status = yield* fail(proc, argv, takesRoom ? `fallocate failed: ${failed}` : `cannot open '${path}' for writing: ${failed}`)
    else proc.kernel.wrote(proc)
  }
  return status
}

const silent: Applet = function* () {
  return 0
}

export const FILESYSTEM: ReadonlyMap<string, Applet> = new Map([
  ['ls', ls], ['rm', rm], ['mkdir', mkdir], ['rmdir', rmdir], ['cp', copyOrMove], ['mv', copyOrMove], ['ln', ln], ['chmod', chmod], ['chown', silent], ['chgrp', silent],
  ['stat', stat], ['readlink', readlink], ['realpath', readlink], ['du', du], ['truncate', sized(false)], ['fallocate', sized(true)], ['unlink', rm],
])

