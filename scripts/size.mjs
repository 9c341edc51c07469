// How much the page weighs before Monaco: everything that index.html fetches by itself, and the chunks that are imported with the
// first paint, gzipped. Fails above the limit.  node scripts/size.mjs [dist] [limit in KB]
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = process.argv[2] ?? 'dist'
const limit = Number(process.argv[3] ?? 200) * 1024
const assets = readdirSync(join(dist, 'assets'))
const html = readFileSync(join(dist, 'index.html'), 'utf8')

/** Loaded after the first paint, or only when they are asked for. */
const LATER = /^(monaco|editor|CodeEditor|DiffWithLive|refusals|yaml|zh-cn|codicon)/
/** The engine's own thread: loaded beside the page, and counted apart. */
const WORKER = /^worker/

const first = new Set()
const visit = name => {
  if (first.has(name) || LATER.test(name) || WORKER.test(name) || !assets.includes(name)) return
  first.add(name)
  if (!name.endsWith('.js')) return
  const text = readFileSync(join(dist, 'assets', name), 'utf8')
  for (const m of text.matchAll(/["'`](?:\.\/|assets\/)([\w.-]+\.(?:js|css))["'`]/g)) visit(m[1])
}
for (const m of html.matchAll(/assets\/([\w.-]+\.(?:js|css))/g)) visit(m[1])

const weigh = name => gzipSync(readFileSync(join(dist, 'assets', name)), { level: 9 }).length
const kb = bytes => `${(bytes / 1024).toFixed(1)} KB`.padStart(10)
const rows = [...first].map(name => [name, weigh(name)]).sort((a, b) => b[1] - a[1])
const sum = rows.reduce((n, [, bytes]) => n + bytes, gzipSync(html, { level: 9 }).length)
for (const [name, bytes] of rows) console.log(kb(bytes), name)
console.log(kb(sum), `first load (limit ${kb(limit).trim()})`)
for (const name of assets.filter(n => WORKER.test(n) && n.endsWith('.js'))) console.log(kb(weigh(name)), `${name}, in its own thread`)
if (sum > limit) {
  console.error('The first load is too heavy.')
  process.exit(1)
}
