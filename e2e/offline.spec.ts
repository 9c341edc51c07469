import { expect, test } from './app.ts'

// What a browser kept from earlier would be in the way here.
test.use({ coldBrowser: true })

test('nothing leaves the page', async ({ app, baseURL }) => {
  const foreign: string[] = []
  const own = new URL(baseURL!).origin
  app.page.on('request', request => {
    const url = request.url()
    if (!url.startsWith(own) && !/^(data|blob):/.test(url)) foreign.push(url)
    if (url.startsWith(own) && request.method() !== 'GET') foreign.push(`${request.method()} ${url}`)
  })
  await app.open()
  await app.editorStands()
  await app.apply()
  await app.kubectl('get pods')
  await app.page.getByRole('button', { name: app.words.menu.share }).click()
  await expect(app.notices).toContainText(app.words.notices.linkCopied)
  expect(foreign).toEqual([])
})

test('once it is there, the page works without a network', async ({ app, context }) => {
  await app.open()
  await app.editorStands()
  await app.page.waitForLoadState('networkidle')
  await context.setOffline(true)
  await app.still()
  await app.apply()
  await app.forward(15)
  await app.expectPods({ succeeded: 8 })
})
