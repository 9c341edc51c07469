// gzip and its kin. Files here have no bytes to squeeze: what is packed keeps its text and gets the name.
import { resolvePath } from '../machine/files.ts'
import { print } from '../machine/io.ts'
import { type Applet, called, inputs, options } from './applet.ts'

export const gzip: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'cdfknqv123456789')
  const unpacks = on.has('d') || called(argv) !== 'gzip'
  const { texts, failed } = yield* inputs(proc, argv, rest)
  for (const { name, text } of texts) {
    if (name === '-' || on.has('c') || called(argv) === 'zcat') {
      yield* print(proc, text)
      continue
    }
    const from = resolvePath(proc.cwd, name)
    proc.kernel.files.write(unpacks ? from.replace(/\.gz$/, '') : `${from}.gz`, text, proc.kernel.nowUs)
    if (!on.has('k')) proc.kernel.files.remove(from)
  }
  return failed ? 1 : 0
}
