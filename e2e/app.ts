// The page in domain words. Specs speak of applying, waiting and going back; which button that is, and where it stands, is known here.
import { expect, test as base, type Locator, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { en } from '../src/ui/i18n/en.ts'
import { zh } from '../src/ui/i18n/zh.ts'
import { extras } from '../src/ui/i18n/extras/index.ts'
import { Visitor } from './visitor.ts'

export type Language = 'en' | 'zh'
export type Theme = 'light' | 'dark'

/** The page's own words, by which its parts are found. */
const catalogues = { en, zh } as const
const begins = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)

const folder = fileURLToPath(new URL('.', import.meta.url))
/** A manifest that only the tests have. */
export const manifest = (name: string): string => readFileSync(join(folder, 'manifests', name), 'utf8')
/** A manifest of the page's examples. */
export const example = (name: string): string => readFileSync(join(folder, '..', 'src', 'examples', name), 'utf8')

export interface OpenOptions {
  readonly lang?: Language
  readonly theme?: Theme
  /** The part of the address after `#`. */
  readonly hash?: string
}

export class App {
  readonly page: Page
  lang: Language = 'en'
  /** What went wrong in the page that nobody caught. */
  readonly faults: string[] = []

  constructor(page: Page) {
    this.page = page
    page.on('pageerror', error => this.faults.push(error.message))
    page.on('console', message => { if (message.type() === 'error') this.faults.push(`${message.text()} ${message.location().url}`) })
  }

  get words() { return catalogues[this.lang] }
  /** What comes after the first load. */
  get laterWords() { return extras(this.lang) }

  // ---- the page ----

  /** Opens the page and waits until the cluster stands. */
  async open({ hash = '', ...options }: OpenOptions = {}): Promise<void> { await this.openAt(`./${hash}`, options) }

  /** Opens the page at another address than the tests' own. */
  async openAt(address: string, { lang = 'en', theme = 'light' }: OpenOptions = {}): Promise<void> {
    this.lang = lang
    await this.page.addInitScript(([l, t]) => {
      localStorage.setItem('kubestep/settings', localStorage.getItem('kubestep/settings') ?? JSON.stringify({ lang: l, theme: t, layout: {} }))
    }, [lang, theme] as const)
    await this.page.goto(address)
    await this.stands()
  }

  /** The cluster has started: Apply may be pressed (on a phone, where the editor is not shown, it may be there unseen). */
  async stands(): Promise<void> { await this.waits('[data-pane=editor] button:enabled', 'attached', begins(this.words.editor.apply)) }

  /** Waits within the page, from frame to frame; an expectation looks at first often and then only once a second. */
  private async waits(selector: string, state: 'attached' | 'visible', hasText?: RegExp): Promise<void> { await this.page.locator(selector).filter(hasText ? { hasText } : {}).first().waitFor({ state, timeout: 90_000 }) }

  async reload(): Promise<void> {
    await this.page.reload()
    await this.stands()
  }

  get applyButton(): Locator { return this.pane('editor').getByRole('button', { name: begins(this.words.editor.apply) }) }

  pane(name: 'editor' | 'stage' | 'terminal' | 'inspector' | 'transport' | 'header'): Locator { return this.page.locator(`[data-pane=${name}]`) }

  get notices(): Locator { return this.page.getByRole('region', { name: this.words.notices.label }) }

  async language(lang: Language): Promise<void> {
    if (lang === this.lang) return
    await this.page.getByRole('button', { name: /中文/ }).click()
    this.lang = lang
    await expect(this.page.locator('html')).toHaveAttribute('lang', lang === 'zh' ? /^zh/ : 'en')
  }

  async theme(theme: Theme): Promise<void> {
    await this.page.getByRole('button', { name: this.words.menu.theme }).click()
    await this.page.getByRole('menuitemradio', { name: this.words.menu.themes[theme] }).click()
    const html = this.page.locator('html')
    if (theme === 'dark') await expect(html).toHaveAttribute('data-dark', '')
    else await expect(html).not.toHaveAttribute('data-dark')
  }

  // ---- manifests ----

  /** Opens an example from the menu, by its file name. */
  async example(file: string): Promise<void> {
    await this.page.getByRole('button', { name: begins(this.words.menu.sandbox) }).click()
    await this.page.getByRole('menuitem').filter({ hasText: file }).click()
    await expect(this.page.getByRole('tab', { name: file })).toHaveAttribute('aria-selected', 'true')
  }

  /** The text of the file in front. */
  get editor(): Locator { return this.pane('editor').locator('.monaco-editor .native-edit-context, .monaco-editor textarea.inputarea').first() }

  /** The full editor has come. */
  async editorStands(): Promise<void> { await this.waits('[data-pane=editor] .monaco-editor .view-line', 'visible') }

  /** Puts a text in place of the file in front, as pasting does. */
  async write(text: string): Promise<void> {
    await this.editorStands()
    await this.editor.focus()
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.evaluate(t => navigator.clipboard.writeText(t), text)
    await this.page.keyboard.press('ControlOrMeta+v')
  }

  /** Opens a new file with this text under this name. */
  async file(name: string, text: string): Promise<void> {
    await this.page.getByRole('button', { name: this.words.editor.newFile }).click()
    // A new file asks for its name at once.
    await this.page.getByRole('textbox', { name: this.words.editor.renameAsk }).fill(name)
    await this.page.keyboard.press('Enter')
    await expect(this.page.getByRole('tab', { name, exact: true })).toBeVisible()
    await this.write(text)
  }

  async apply(): Promise<void> { await this.applyButton.click() }

  /** What is wrong with the file in front, as `line:column message`; opened if it is closed. */
  async problems(): Promise<Locator> {
    const button = this.pane('editor').getByRole('button', { name: /problem|warning|问题|警告/ }).first()
    await expect(button).toBeVisible()
    const list = this.page.locator('#problems')
    if (!(await list.isVisible())) await button.click()
    return list.getByRole('listitem')
  }

  async fix(): Promise<void> { await this.page.locator('#problems').getByRole('button', { name: this.words.editor.fix, exact: true }).first().click() }

  /** The state beside the Apply button. */
  get verdict(): Locator { return this.pane('editor').getByRole('status') }

  // ---- the terminal ----

  get commandLine(): Locator { return this.page.getByRole('combobox', { name: begins(this.words.terminal.input) }) }
  get output(): Locator { return this.page.getByRole('log', { name: this.words.terminal.label }) }

  /** Types a command line and runs it. */
  async type(line: string): Promise<void> {
    await this.commandLine.fill(line)
    await this.commandLine.press('Enter')
  }

  /** Runs a command line that ends at once; what it printed. */
  async kubectl(line: string): Promise<string> {
    const earlier = await this.newestLine()
    await this.type(`kubectl ${line}`)
    let printed = ''
    await expect.poll(async () => {
      const { item, ended, text } = await this.newestLine()
      printed = text
      return item > earlier.item && ended
    }, { message: `kubectl ${line} ends`, intervals: [20, 30, 50, 100, 200] }).toBe(true)
    return printed
  }

  /** The line that was run last: its place in the terminal's log, whether it has ended, and what it has printed. */
  private newestLine(): Promise<{ readonly item: number; readonly ended: boolean; readonly text: string }> {
    return this.output.evaluate(log => {
      const lines = [...log.children].filter(e => e instanceof HTMLElement)
      const at = lines.findLastIndex(e => e.dataset['item'] !== undefined)
      const command = lines[at]
      if (!command) return { item: -1, ended: false, text: '' }
      const own = lines.slice(at + 1).filter(e => e.dataset['running'] === command.dataset['running'])
      return { item: Number(command.dataset['item']), ended: command.dataset['exit'] !== undefined, text: own.map(e => e.innerText).join('\n').replaceAll('\u00a0', ' ').trim() }
    })
  }

  /** Rows of a table that kubectl printed, without its head, by their first column. */
  async rows(line: string): Promise<readonly (readonly string[])[]> {
    const printed = await this.kubectl(`get ${line} --no-headers`)
    return /^(No resources found|Error from server)/.test(printed) ? [] : printed.split('\n').map(row => row.trim().split(/ {2,}/))
  }

  // ---- time ----

  /** Stops the first Apply from setting time going: it does that only while nobody has taken time into their own hands. */
  async still(): Promise<void> { await this.key('End') }

  /** A key that works everywhere, pressed where nothing else would take it. */
  async key(key: string): Promise<void> {
    await this.pane('transport').focus()
    await this.page.keyboard.press(key)
  }

  async play(): Promise<void> { await this.key('Space') }
  async pause(): Promise<void> { await this.key('Space') }
  async step(frames = 1): Promise<void> { for (let n = 0; n < frames; n++) await this.key('ArrowRight') }
  async stepBack(frames = 1): Promise<void> { for (let n = 0; n < frames; n++) await this.key('ArrowLeft') }
  async toStart(): Promise<void> { await this.key('Home') }
  async toEnd(): Promise<void> { await this.key('End') }
  async forward(seconds: number): Promise<void> { await this.seconds(seconds, 'Shift+ArrowRight') }
  async back(seconds: number): Promise<void> { await this.seconds(seconds, 'Shift+ArrowLeft') }

  private async seconds(count: number, key: string): Promise<void> {
    await this.pane('transport').focus()
    for (let n = 0; n < count; n++) await this.page.keyboard.press(key)
  }

  /** From the menu of steps: until the next pod ends, until the Job is done, and so on, there or back. */
  async travel(where: keyof typeof en.time & ('ended' | 'done' | 'input' | 'tenSeconds' | 'reconcile' | 'change' | 'doneBack' | 'endedBack' | 'inputBack')): Promise<void> {
    await this.page.getByRole('button', { name: this.words.time.more }).click()
    await this.page.getByRole('menuitem', { name: begins(this.words.time[where]) }).first().click()
  }

  async speed(times: number): Promise<void> {
    await this.pane('transport').getByRole('button', { name: this.words.time.speed }).click()
    await this.page.getByRole('menuitemradio', { name: `×${times.toLocaleString('en-US')}`, exact: true }).click()
  }

  /** Lets virtual time pass until kubectl says so; fails after so many virtual seconds. */
  async until(line: string, says: RegExp, { within = 120, stride = 5 }: { within?: number; stride?: number } = {}): Promise<string> {
    for (let passed = 0; ; passed += stride) {
      const printed = await this.kubectl(line)
      if (says.test(printed)) return printed
      if (passed >= within) throw new Error(`after ${passed} s \`kubectl ${line}\` still says:\n${printed}\nand not ${String(says)}`)
      await this.forward(stride)
    }
  }

  // ---- the cluster ----

  /** So many pods in each state, and no others. */
  async expectPods(expected: { readonly [status: string]: number }): Promise<void> {
    const counts: Record<string, number> = {}
    for (const [, , status] of await this.rows('pods')) counts[status!.toLowerCase()] = (counts[status!.toLowerCase()] ?? 0) + 1
    const named = Object.fromEntries(Object.entries(expected).map(([status, n]) => [status === 'succeeded' ? 'completed' : status, n]))
    expect(counts).toEqual(named)
  }

  /** Does something to a node from the menu of nodes. */
  async node(action: keyof typeof en.nodes & ('cordon' | 'uncordon' | 'drain' | 'label' | 'taint' | 'stopKubelet' | 'startKubelet' | 'cutNetwork' | 'connect' | 'powerOff' | 'powerOn' | 'deleteObject' | 'remove'), node: string): Promise<void> {
    await this.openNodes()
    await this.nodesPanel.getByRole('button', { name: this.words.nodes.menu(node) }).click()
    await this.page.getByRole('menuitem', { name: this.words.nodes[action], exact: true }).click()
    await expect(this.nodesPanel).toBeHidden()
  }

  /** A machine joins; of another size, with labels and taints, where they are given. */
  async join({ size, labels, taints }: { size?: keyof typeof en.nodes.sizes; labels?: string; taints?: string } = {}): Promise<void> {
    await this.openNodes()
    await this.nodesPanel.getByRole('button', { name: begins(this.words.nodes.add) }).click()
    const form = this.page.getByRole('dialog', { name: this.words.nodes.addTitle })
    if (size) await form.getByLabel(this.words.nodes.size).selectOption(size)
    if (labels) await form.getByLabel(this.words.nodes.labels).fill(labels)
    if (taints) await form.getByLabel(this.words.nodes.taints).fill(taints)
    await form.getByRole('button', { name: this.words.nodes.join }).click()
    await expect(form).toBeHidden()
  }

  /** Breaks something from the menu of faults, as its form has it. */
  async breaks(kind: keyof typeof en.faults.kinds, values: { readonly [F in keyof typeof en.faults.fields]?: string } = {}): Promise<void> {
    const panel = await this.faultsPanel()
    await panel.getByLabel(this.words.faults.what, { exact: true }).selectOption(kind)
    for (const [field, value] of Object.entries(values)) await panel.getByLabel(this.words.faults.fields[field as keyof typeof values], { exact: true }).selectOption(value)
    await panel.getByRole('button', { name: this.words.faults.breakIt, exact: true }).click()
  }

  /** The panel of faults, opened. */
  async faultsPanel(): Promise<Locator> {
    const panel = this.page.getByRole('dialog', { name: this.words.faults.menu, exact: true })
    if (!(await panel.isVisible())) await this.pane('header').getByRole('button', { name: begins(this.words.faults.menu) }).click()
    await expect(panel.getByRole('form')).toBeVisible()
    return panel
  }

  private async openNodes(): Promise<void> {
    if (!(await this.nodesPanel.isVisible())) await this.page.getByRole('button', { name: this.nodesName }).click()
  }

  private get nodesName(): RegExp { return begins(this.words.menu.nodesLabel(1).split(/[:：]/)[0]!) }
  private get nodesPanel(): Locator { return this.page.getByRole('dialog', { name: this.nodesName }) }

  /** Ends the engine's thread from outside: with an error, as a crash does, or without a word. */
  async killWorker(how: 'crashes' | 'falls silent' = 'crashes'): Promise<void> {
    await this.page.evaluate(h => { (window as unknown as { endEngine: (how: string) => void }).endEngine(h) }, how)
  }
}

/** `app`: the page. A test fails when the page had a fault that nobody caught, unless it says `app.faults.length = 0`. */
export const test = base.extend<{ app: App; coldBrowser: boolean }, { visitor: Visitor }>({
  // For tests of what a browser fetches and keeps: `test.use({ coldBrowser: true })` gives each a browser that has never been here.
  coldBrowser: [false, { option: true }],
  visitor: [async ({ browser }, use, { project }) => {
    const { baseURL, viewport } = project.use
    const visitor = new Visitor(await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), ...(viewport === undefined ? {} : { viewport }) }))
    await use(visitor)
    await visitor.context.close()
  }, { scope: 'worker' }],
  context: async ({ coldBrowser, browser, visitor }, use) => {
    const context = coldBrowser ? await browser.newContext() : visitor.context
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    if (!coldBrowser) await visitor.forgets()
    await use(context)
    await (coldBrowser ? context.close() : visitor.leaves())
  },
  app: async ({ page }, use) => {
    // Workers can be ended from outside by whoever made them: the page's are noted as they are made.
    await page.addInitScript(() => {
      const made: Worker[] = []
      const Real = window.Worker
      window.Worker = class extends Real {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options)
          if (options?.name === 'kubestep-engine') made.push(this)
        }
      }
      const endEngine = (how: string) => {
        const engine = made.at(-1)
        engine?.terminate()
        if (how === 'crashes') engine?.dispatchEvent(new ErrorEvent('error', { message: 'ended by a test', cancelable: true }))
      }
      Object.assign(window, { endEngine })
    })
    const app = new App(page)
    await use(app)
    expect(app.faults, 'faults that the page did not catch').toEqual([])
  },
})
export { expect }
