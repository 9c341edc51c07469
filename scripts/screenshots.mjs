// The README's pictures, from the real page: a Job half way, one of its pods selected, its causes beside it. Needs a build (`npx vite build`)
// and a Chromium.   node scripts/screenshots.mjs [URL of a page that is served already]
import { spawn } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { findOrInstallChromium } from './chromium.mjs'
import { programOf, root } from './tools.mjs'

const { chromium } = await import('@playwright/test')
const PORT = 4371
const EXAMPLE = 'paral-8x2.yaml'
/** Two pods have ended, two run. */
const SECONDS = 55
const given = process.argv[2]
const url = given ?? `http://127.0.0.1:${PORT}/`
const folder = join(root, 'docs', 'pictures')
mkdirSync(folder, { recursive: true })

const found = await findOrInstallChromium()
if (!found.path) throw new Error(found.why)
const server = given ? undefined : spawn(process.execPath, [programOf('vite'), 'preview', '--host', '127.0.0.1', '--port', String(PORT), '--strictPort'], { cwd: root, stdio: 'ignore' })
const browser = await chromium.launch({ executablePath: found.path, args: ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] })
try {
  for (let tries = 0; ; tries++) {
    const up = await fetch(url).then(r => r.ok, () => false)
    if (up) break
    if (tries > 50) throw new Error(`nothing answers at ${url}`)
    await new Promise(resolve => { setTimeout(resolve, 200) })
  }
  for (const [lang, theme, name] of [['en', 'light', 'page-light'], ['en', 'dark', 'page-dark'], ['zh', 'light', 'page-zh-light'], ['zh', 'dark', 'page-zh-dark']]) {
    const page = await browser.newPage({ viewport: { width: 1400, height: 880 }, reducedMotion: 'reduce' })
    // Also on a machine that has other things to do.
    page.setDefaultTimeout(180_000)
    await page.addInitScript(([l, t]) => localStorage.setItem('kubestep/settings', JSON.stringify({ lang: l, theme: t, layout: {} })), [lang, theme])
    await page.goto(url)
    await page.locator('.monaco-editor .view-line').first().waitFor()
    const bar = page.locator('[data-pane=transport]')
    const press = async key => { await bar.focus(); await page.keyboard.press(key) }
    // From time touched on, Apply does not start to play.
    await press('End')
    await page.locator('[data-pane=header] button').first().click()
    await page.locator('[role=menuitem]', { hasText: EXAMPLE }).click()
    await page.locator('[data-pane=editor] button[class*=apply]').click()
    const line = page.locator('[data-pane=terminal] input')
    const type = async text => { await line.fill(text); await line.press('Enter'); await page.waitForTimeout(150) }
    for (let n = 0; n < SECONDS; n++) await press('Shift+ArrowRight')
    await page.waitForTimeout(800)
    await type('kubectl get pods')
    await page.locator('[data-pane=terminal]', { hasText: /Running/ }).waitFor()
    await page.locator('[data-mark][aria-label^=Pod]').last().click()
    await bar.focus()
    await page.waitForTimeout(700)
    const path = join(folder, `${name}.png`)
    await page.screenshot({ path })
    console.log(`${path}  ${Math.round(statSync(path).size / 1024)} KB`)
    await page.close()
  }
} finally {
  await browser.close()
  server?.kill()
}
