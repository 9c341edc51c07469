// dd: copies in blocks. One block is held in memory, which is how it meets a memory limit.
import { openFile, write } from '../machine/io.ts'
import { FileStream } from '../machine/streams.ts'
import { type Applet, cut, fail, sizeOf } from './applet.ts'
import { gnu } from './filesystem.ts'

/** So many bytes a second's tenth brings. */
const FILL_BYTES = 100_000_000

export const dd: Applet = function* (proc, argv) {
  const given = new Map(argv.slice(1).map((a) => cut(a, '=') as [string, string]))
  const block = sizeOf(given.get('bs') ?? '512')
  const limit = given.has('count') ? Number(sizeOf(given.get('count')!)) : Infinity
  if (Number.isNaN(block) || Number.isNaN(limit)) return yield* fail(proc, argv, `invalid number '${given.get('bs') ?? given.get('count')}'`)
  const from = given.has('if') ? openFile(proc, given.get('if')!, { read: true }) : proc.fds[0]
  if (typeof from === 'string') return yield* fail(proc, argv, gnu(proc) ? `failed to open '${given.get('if')}': ${from}` : `can't open '${given.get('if')}': ${from}`)
  const to = given.has('of') ? openFile(proc, given.get('of')!, { write: true, make: true }) : proc.fds[1]
  if (typeof to === 'string') return yield* fail(proc, argv, `can't open '${given.get('of')}': ${to}`)
  // dd holds one block in memory: that is how it meets a memory limit.
  proc.kernel.allocate(proc, block + 1_000_000)
  const endless = given.get('if')?.startsWith('/dev/') ?? false
  let bytes = 0
  let blocks = 0
  let status = 0
  const inMemory = to?.kind === 'file' && /^\/dev\/shm\//.test(given.get('of') ?? '')
  if (endless && (to?.kind === 'null' || given.get('of') === '/dev/null' || block * Math.min(limit, 1e9) > 4_000_000)) {
    // Too much to hold as text: only its time and its size count. About 1 GB/s.
    const file = to instanceof FileStream && !inMemory ? to : undefined
    // What a file is given is told of a few times and not with each block.
    const atOnce = file ? Math.max(1, Math.floor(FILL_BYTES / block)) : 1
    while (blocks < limit) {
      const several = Math.min(atOnce, limit - blocks)
      proc.kernel.burn(proc, several * block / 1000, 1)
      if (inMemory) proc.kernel.allocate(proc, bytes + block)
      yield { us: Math.max(1, several * block / 1000) }
      if (file?.fill(several * block) === 'no-space') {
        status = yield* fail(proc, argv, `error writing '${given.get('of') ?? 'standard output'}': No space left on device`)
        break
      }
      proc.kernel.wrote(proc)
      blocks += several
      bytes += several * block
    }
  } else {
    while (blocks < limit && from) {
      let chunk = ''
      while (chunk.length < block) {
        const got = from.read('some')
        if (got === null) yield { on: [from.changed] }
        else if (got === undefined) break
        else chunk += got
      }
      if (chunk === '') break
      bytes += Math.min(chunk.length, block)
      blocks++
      to?.write(chunk.slice(0, block))
      proc.kernel.burn(proc, 1 + block / 1000, 1)
      if (proc.debtUs >= 1000) yield { pay: true }
    }
  }
  if (given.get('status') !== 'none') {
    yield* write(proc, 2, `${blocks}+0 records in\n${blocks}+0 records out\n`)
    yield* write(proc, 2, gnu(proc) ? `${bytes} bytes copied, ${(bytes / 1e9).toFixed(6)} s, 1.0 GB/s\n` : `${bytes} bytes (${(bytes / 1048576).toFixed(1)}MB) copied, ${(bytes / 1e9).toFixed(6)} seconds, 953.7MB/s\n`)
  }
  return status
}
