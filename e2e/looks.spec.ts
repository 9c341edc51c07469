// How the page is built, for eyes and for screen readers: axe in both themes, languages and widths; the tree of roles and names.
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type App } from './app.ts'

async function clean(app: App, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page: app.page }).analyze()
  const said = violations.flatMap(v => v.nodes.map(n => `${v.impact} ${v.id}: ${n.target.join(' ')} ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`))
  expect(said, what).toEqual([])
}

// Every pair of theme, language and width is among these.
for (const [theme, lang, width] of [['light', 'en', 1440], ['light', 'zh', 1024], ['dark', 'en', 1024], ['dark', 'zh', 1440]] as const) {
  test(`axe finds nothing: ${theme}, ${lang}, ${width} wide`, async ({ app }) => {
    await app.page.setViewportSize({ width, height: width === 1440 ? 900 : 768 })
    await app.page.emulateMedia({ reducedMotion: 'reduce' })
    await app.open({ theme, lang })
    await app.still()
    await app.editorStands()
    await app.apply()
    await app.forward(4)
    await app.kubectl('get pods')
    await clean(app, 'a Job at work')
    // Nothing is cut off at the side, of the page or of a strip of tabs.
    expect(await app.page.evaluate(() => [...document.querySelectorAll('[data-pane=inspector] [role=tablist], [data-pane=stage] [role=tablist], header')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent))).toEqual([])
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    if (width === 1440) {
      await app.page.getByRole('button', { name: app.words.menu.help }).click()
      await clean(app, 'help')
    }
  })
}

test('the theme changes at once and stays', async ({ app }) => {
  await app.open()
  const ground = () => app.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await ground()
  await app.theme('dark')
  await expect.poll(ground).not.toBe(light)
  await app.reload()
  expect(await ground()).not.toBe(light)
})

test('the page’s landmarks and names', async ({ app }) => {
  await app.open()
  await app.editorStands()
  await expect(app.page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - 'heading "kubestep: Kubernetes workloads, step by step" [level=1]'
      - button "Sandbox"
      - text: /Kubernetes 1\\.36/
      - button "Share link"
      - button /Nodes menu/
      - button /EN · 中文/
      - button "Colours"
      - button "Help and shortcuts"
  `)
  for (const name of ['Editor', 'Stage', 'Terminal', 'Inspector'] as const) await expect(app.page.getByRole('region', { name, exact: true })).toBeVisible()
  await expect(app.pane('terminal')).toMatchAriaSnapshot(`
    - region "Terminal":
      - button "Copy all text"
      - button "Clear (Ctrl-L)"
      - log "Terminal output"
      - combobox "Command line"
  `)
})

test('a phone shows one pane at a time, all of them reachable', async ({ app }) => {
  await app.page.setViewportSize({ width: 390, height: 844 })
  await app.open()
  await expect(app.page.getByRole('tab', { name: 'Stage' })).toHaveAttribute('aria-selected', 'true')
  await app.page.getByRole('tab', { name: 'Editor' }).click()
  await app.apply()
  // What was applied is to be seen.
  await expect(app.page.getByRole('tab', { name: 'Stage' })).toHaveAttribute('aria-selected', 'true')
  await app.page.getByRole('tab', { name: 'Terminal' }).click()
  await expect(app.output).toContainText('created')
  expect(await app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await expect(app.page.getByRole('button', { name: 'Help and shortcuts' })).toBeInViewport({ ratio: 1 })
})
