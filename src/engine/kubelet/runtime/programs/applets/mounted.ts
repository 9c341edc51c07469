// What is mounted where, and what room it has: mount, df.
import { print } from '../machine/io.ts'
import type { Process } from '../machine/process.ts'
import type { MountPoint } from '../program.ts'
import { type Applet, fail, options } from './applet.ts'
import { at, gnu, human } from './filesystem.ts'

/** A machine's disk, in KiB. */
const DISK = { all: 264_212_084, used: 82_211_204 }
/** What a volume in memory may hold where nothing bounds it: a machine's memory. */
const MEMORY_KIB = 16_000_000

interface Mounted { readonly device: string; readonly path: string; readonly type: string; readonly how: string; readonly kib: number; readonly used: number }

const OF_EVERY_CONTAINER: readonly Mounted[] = [
  { device: 'overlay', path: '/', type: 'overlay', how: 'rw,relatime', kib: DISK.all, used: DISK.used },
  { device: 'proc', path: '/proc', type: 'proc', how: 'rw,nosuid,nodev,noexec,relatime', kib: 0, used: 0 },
  { device: 'tmpfs', path: '/dev', type: 'tmpfs', how: 'rw,nosuid,size=65536k,mode=755', kib: 65_536, used: 0 },
  { device: 'sysfs', path: '/sys', type: 'sysfs', how: 'ro,nosuid,nodev,noexec,relatime', kib: 0, used: 0 },
]

function mountedIn(proc: Process): readonly Mounted[] {
  const { inMemory = {} } = proc.kernel.start
  const volume = ({ path, readOnly, inMemory: memory }: MountPoint): Mounted => {
    const how = `${readOnly ? 'ro' : 'rw'},relatime`
    if (!memory) return { device: '/dev/sda1', path, type: 'ext4', how, kib: DISK.all, used: DISK.used }
    const kib = path in inMemory ? Math.ceil(inMemory[path]! / 1024) : MEMORY_KIB
    return { device: 'tmpfs', path, type: 'tmpfs', how: `${how},size=${kib}k`, kib, used: 0 }
  }
  return [...OF_EVERY_CONTAINER, ...proc.kernel.files.mounts.all.toReversed().map(volume)]
}

const mount: Applet = function* (proc, argv) {
  if (argv.length > 1 && !/^-[lrv]$/.test(argv[1]!)) return yield* fail(proc, argv, gnu(proc) ? `${argv.at(-1)}: must be superuser to use mount.` : 'permission denied (are you root?)', gnu(proc) ? 32 : 1)
  for (const { device, path, type, how } of mountedIn(proc)) yield* print(proc, `${device} on ${path} type ${type} (${how})\n`)
  return 0
}

const df: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'hkaTPm')
  const all = mountedIn(proc)
  const shown = rest.length === 0 ? all.filter(m => m.kib > 0) : rest.map(path => {
    const real = proc.kernel.files.follow(at(proc, path))
    return all.toSorted((a, b) => b.path.length - a.path.length).find(m => real === m.path || m.path === '/' || real.startsWith(`${m.path}/`))!
  })
  const size = (kib: number): string => (on.has('h') ? human(kib * 1024) : String(kib))
  const line = (cells: readonly string[]): string => `${cells[0]!.padEnd(20)} ${cells.slice(1, 4).map(c => c.padStart(9)).join(' ')} ${cells[4]!.padStart(4)} ${cells[5]}\n`
  yield* print(proc, line(['Filesystem', on.has('h') ? 'Size' : '1K-blocks', 'Used', 'Available', 'Use%', 'Mounted on']))
  for (const { device, path, kib, used } of shown) yield* print(proc, line([device, size(kib), size(used), size(kib - used), `${kib === 0 ? 0 : Math.ceil(used * 100 / kib)}%`, path]))
  return 0
}

export const MOUNTED: ReadonlyMap<string, Applet> = new Map([['df', df], ['mount', mount]])
