// What the start and test scripts share: is everything installed, how to run a tool of ours, how to say that this Node is too old.
// Plain Node without packages: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const json = path => JSON.parse(readFileSync(path, 'utf8'))

/** Ends the process where Node is older than package.json asks for. */
export function needNode() {
  const wanted = /(\d+)\.(\d+)/.exec(json(join(root, 'package.json')).engines.node).slice(1).map(Number)
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return
  console.error(`This needs Node ${wanted.join('.')} or newer; this is ${process.versions.node}. https://nodejs.org has it.`)
  process.exit(1)
}

/** Whether what lies in node_modules is what the lock file says. Compared by content: a checkout gives files new times. */
function isInstalled() {
  const have = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(have)) return false
  const wanted = json(join(root, 'package-lock.json')).packages
  const found = json(have).packages
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    path === '' || found[path]?.version === version || (optional && !found[path]))
}

/** Installs what the lock file says, if it is not there. */
export function install() {
  if (isInstalled()) return
  console.log('Installing packages (npm ci) …')
  if (npm('ci')) return
  // npm ci refuses a lock file in which another platform's optional binaries are missing, as it is where a registry lacks them.
  // npm install takes the same versions and is content with the binaries of this platform.
  console.log('npm ci would not; installing with npm install …')
  if (npm('install', '--no-save')) return
  console.error('\nThe packages could not be installed. Is there a network? `npm install` shows more.')
  process.exit(1)
}

function npm(...command) {
  const args = [...command, '--no-audit', '--no-fund']
  // Under `npm run`, npm says where it is; else it is looked up, which on Windows takes a shell (npm.cmd).
  const path = process.env.npm_execpath
  const done = path?.endsWith('.js')
    ? spawnSync(process.execPath, [path, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  return done.status === 0
}

/** A package's program, to be run with this very Node: no .cmd files, no PATH. */
export function programOf(name, bin = name) {
  const folder = join(root, 'node_modules', name)
  const entry = json(join(folder, 'package.json')).bin
  return join(folder, typeof entry === 'string' ? entry : entry[bin])
}

/** Runs a program in the checkout, with its output on ours. Resolves to the exit code. */
export function run(command, args, { env = {}, timeoutMs } = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    const timer = timeoutMs && setTimeout(() => {
      console.error(`\ngiven up after ${timeoutMs / 1000} s`)
      child.kill('SIGKILL')
    }, timeoutMs)
    const end = code => {
      clearTimeout(timer)
      resolve(code)
    }
    child.on('error', error => {
      console.error(String(error.message))
      end(1)
    })
    child.on('exit', code => end(code ?? 1))
  })
}

/** When the youngest of these files and folders was changed. */
export function newest(...paths) {
  let latest = 0
  for (const path of paths) {
    const stat = statSync(path)
    if (stat.isDirectory()) latest = Math.max(latest, newest(...readdirSync(path).map(name => join(path, name))))
    else latest = Math.max(latest, stat.mtimeMs)
  }
  return latest
}
