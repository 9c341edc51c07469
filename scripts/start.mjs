// `npm start`: from a fresh clone to the page in a browser. Installs what is missing, builds what has changed, serves it to this
// machine only, and opens a browser where there is a desktop.
//   --dev      serve the sources as they are, with reloading     --port N   another port than 4173 (or the next free one)
//   --no-open  open no browser                                   --host H   another address than 127.0.0.1
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { install, needNode, newest, root } from './tools.mjs'

const KNOWN = ['--dev', '--no-open', '--port', '--host']
const args = process.argv.slice(2)
const strange = args.find((a, i) => !KNOWN.includes(a) && !['--port', '--host'].includes(args[i - 1]))
if (strange) {
  console.error(`npm start does not know "${strange}". It knows ${KNOWN.join(', ')}.`)
  process.exit(2)
}
const valueOf = (name, otherwise) => (args.includes(name) ? args[args.indexOf(name) + 1] : otherwise)

needNode()
install()
process.chdir(root)
const vite = await import('vite')
const where = { host: valueOf('--host', '127.0.0.1'), port: Number(valueOf('--port', 4173)), strictPort: args.includes('--port') }

const server = args.includes('--dev') ? await develop() : await show()
const url = server.resolvedUrls.local[0] ?? server.resolvedUrls.network[0]
console.log(`\n  kubestep is at  ${url}\n  Ctrl-C ends it.\n`)
if (!args.includes('--no-open')) openBrowser(url)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))

async function develop() {
  const server = await vite.createServer({ server: where, logLevel: 'warn' })
  return server.listen()
}

async function show() {
  if (!isBuilt()) {
    console.log('Building the page …')
    await vite.build({ logLevel: 'warn' })
  }
  return vite.preview({ preview: where, logLevel: 'warn' })
}

function isBuilt() {
  const page = join(root, 'dist', 'index.html')
  if (!existsSync(page)) return false
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'scripts/chunks.ts', 'scripts/earlyEngine.ts', 'package-lock.json'].map(name => join(root, name))
  return statSync(page).mtimeMs > newest(...sources)
}

/** A browser is a courtesy: where none can be opened the address above is enough. */
function openBrowser(url) {
  const { platform, env } = process
  const desktop = platform === 'darwin' || platform === 'win32' || env.DISPLAY || env.WAYLAND_DISPLAY
  if (!desktop || env.CI || env.SSH_CONNECTION) return
  const [command, ...rest] = platform === 'darwin' ? ['open', url] : platform === 'win32' ? ['cmd', '/c', 'start', '""', url] : ['xdg-open', url]
  const child = spawn(command, rest, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true })
  child.on('error', () => {})
  child.unref()
}
