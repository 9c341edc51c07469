import { test } from 'vitest'
import { readFileSync, readdirSync, existsSync, statSync, writeFileSync } from 'node:fs'
import { createCluster } from './engine/index.ts'
import { start } from './kubectl/index.ts'
test('x', () => {
  const at = (p: string) => `/tmp/orc/${p}`
  const files = { read: (p: string) => existsSync(at(p)) && statSync(at(p)).isFile() ? readFileSync(at(p), 'utf8') : undefined, list: (p: string) => existsSync(at(p)) && statSync(at(p)).isDirectory() ? readdirSync(at(p)) : undefined }
  const real = JSON.parse(readFileSync('/tmp/orc/real.json', 'utf8'))
  let text = ''; let same = 0
  const c = createCluster({}); c.world.travel({ forMs: 1000 })
  for (const r of real) {
    let o: any
    try {
      const run = start(r.line, { client: c.client(), files })
      const join = (s: string) => run.output.filter(x => x.stream === s).map(x => x.text).join('')
      o = { code: run.exitCode, out: join('out'), err: join('err') }
    } catch (e) { o = { code: 'THROW', out: '', err: String((e as Error).stack) } }
    if (o.code === r.code && o.out === r.out && o.err === r.err) { same++; continue }
    text += `=== ${r.line}\n--- real ${r.code}\n${r.out}${r.err}--- ours ${o.code}\n${o.out}${o.err}\n`
  }
  writeFileSync('/tmp/orc/diff.txt', `${same}/${real.length}\n${text}`)
})
