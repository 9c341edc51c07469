#!/usr/bin/env node
// `kubestep …` from a checkout: bundles the sources once (a fraction of a second, kept in .cache until a source changes), then runs them.
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const cache = join(root, '.cache')
const bundle = join(cache, 'kubestep.mjs')

function newest(folder) {
  let latest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (path !== join(root, 'src', 'ui')) latest = Math.max(latest, newest(path))
    } else if (/\.(ts|json)$/.test(entry.name) && !entry.name.endsWith('.test.ts')) {
      latest = Math.max(latest, statSync(path).mtimeMs)
    }
  }
  return latest
}

if (!existsSync(bundle) || statSync(bundle).mtimeMs < newest(join(root, 'src'))) {
  const { build } = await import('rolldown')
  const { fastSpreads } = await import('./spread.mjs')
  mkdirSync(cache, { recursive: true })
  // One bundle in its own folder per process, so that two commands started together do not read each other's half-written file.
  const temporary = join(cache, `build-${process.pid}`)
  await build({
    input: join(root, 'src', 'headless', 'main.ts'), platform: 'node', logLevel: 'silent', plugins: [fastSpreads], external: ['rolldown', 'ws'],
    output: { dir: temporary, format: 'esm', entryFileNames: 'main.mjs', chunkFileNames: '[name].mjs', codeSplitting: false, sourcemap: 'inline' },
  })
  const { renameSync, rmSync } = await import('node:fs')
  renameSync(join(temporary, 'main.mjs'), bundle)
  rmSync(temporary, { recursive: true, force: true })
  writeFileSync(join(cache, '.gitignore'), '*\n')
}

const { main } = await import(pathToFileURL(bundle).href)
process.exitCode = await main(process.argv.slice(2), { root, cwd: process.env.INIT_CWD ?? process.cwd() })
