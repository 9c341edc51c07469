// A Chromium for the browser tests: one that is there, else one that can be had.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { programOf, run } from './tools.mjs'

const USUAL = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]
const INSTALL_MS = 300_000

/** `{ path }`, or `{ why }` there is none. */
export async function findOrInstallChromium() {
  const { chromium } = await import('@playwright/test')
  const wanted = process.env.PW_CHROMIUM
  if (wanted && !works(wanted)) return { why: `PW_CHROMIUM is ${wanted}, which does not run` }
  const known = () => [wanted, chromium.executablePath(), ...USUAL].find(path => path && works(path))
  let path = known()
  if (path) return { path }

  console.log('No Chromium here; Playwright’s own is being installed …')
  await run(process.execPath, [programOf('@playwright/test', 'playwright'), 'install', 'chromium'], { timeoutMs: INSTALL_MS })
  path = known()
  if (path) return { path }

  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('It cannot be had or lacks libraries; trying the system’s packages …')
    const apt = args => run('apt-get', args, { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: INSTALL_MS })
    await apt(['update', '-q'])
    await apt(['install', '-y', '-q', '--no-install-recommends', 'chromium'])
    path = known()
    if (path) return { path }
  }
  return { why: 'there is no Chromium, and none could be installed. Put the path of one into PW_CHROMIUM.' }
}

/** Whether it starts: a file that lacks its libraries is no browser. On Windows a browser asked for its version opens a window. */
function works(path) {
  if (!existsSync(path)) return false
  return process.platform === 'win32' || spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}
