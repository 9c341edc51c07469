// How much the page weighs before Monaco: everything that index.html fetches by itself and what is fetched beside the first paint,
// gzipped. Fails above the limit. e2e/first-load.spec.ts holds this list against what a browser really fetches.
//   node scripts/size.mjs [dist] [limit in KB]
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = process.argv[2] ?? 'dist'
const limit = Number(process.argv[3] ?? 180) * 1024
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'))

/** Imported when they are asked for or the page is at rest, but for these, which the first paint waits for. The longer language counts. */
const BESIDE = ['stage', 'src/ui/i18n/zh.ts']
/** The stage is a chunk by its name (scripts/chunks.ts); whether it has an entry of its own besides is the bundler's affair. */
const keyOf = key => (key === 'stage' ? Object.keys(manifest).find(k => /^_stage-.*\.js$/.test(k)) ?? key : key)

const first = new Set()
const visit = key => {
  const chunk = manifest[key]
  if (chunk === undefined) throw new Error(`${key} is no chunk any more: BESIDE in scripts/size.mjs is out of date`)
  if (first.has(chunk.file)) return
  first.add(chunk.file)
  for (const style of chunk.css ?? []) first.add(style)
  for (const needed of chunk.imports ?? []) visit(needed)
}
for (const key of ['index.html', ...BESIDE]) visit(keyOf(key))

const weigh = name => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length
const kb = bytes => `${(bytes / 1024).toFixed(1)} KB`.padStart(10)
const rows = [...first].map(name => [name, weigh(name)]).sort((a, b) => b[1] - a[1])
const sum = rows.reduce((n, [, bytes]) => n + bytes, gzipSync(readFileSync(join(dist, 'index.html')), { level: 9 }).length)
for (const [name, bytes] of rows) console.log(kb(bytes), name)
console.log(kb(sum), `first load (limit ${kb(limit).trim()})`)
for (const name of readdirSync(join(dist, 'assets')).filter(n => /^worker.*\.js$/.test(n))) console.log(kb(weigh(join('assets', name))), `${name}, in its own thread`)
if (sum > limit) {
  console.error('The first load is too heavy.')
  process.exit(1)
}
