// One browser for all tests of a worker. It has been here before, as most people's have: what it fetched and compiled it still has,
// and a test does not pay again for compiling an engine and an editor. What a page stored it forgets, so that no test knows of another.
import type { BrowserContext, CDPSession, Page } from '@playwright/test'

export class Visitor {
  readonly context: BrowserContext
  /** Stays open on nothing, so that a test's page is a tab of a window that is there, and somebody can be told to forget while no page is open. */
  #keeper: { readonly page: Page; readonly cdp: CDPSession } | undefined
  /** Where the tests have been. */
  readonly #origins = new Set<string>()

  constructor(context: BrowserContext) {
    this.context = context
    context.on('request', request => { if (request.isNavigationRequest()) this.#origins.add(new URL(request.url()).origin) })
  }

  /** All that pages keep in a browser is gone; what the browser itself keeps of their files is not. */
  async forgets(): Promise<void> {
    if (!this.#keeper) {
      const page = await this.context.newPage()
      this.#keeper = { page, cdp: await this.context.newCDPSession(page) }
    }
    await this.context.clearCookies()
    for (const origin of this.#origins) await this.#keeper.cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
  }

  /** Every page of the test is closed, and the network is there again. */
  async leaves(): Promise<void> {
    await this.context.setOffline(false)
    await Promise.all(this.context.pages().filter(page => page !== this.#keeper?.page).map(page => page.close()))
  }
}
