import { expect, test } from './app.ts'

for (const how of ['crashes', 'falls silent'] as const) {
  test(`an engine that ${how} comes back with nothing lost`, async ({ app }) => {
    await app.open()
    await app.still()
    await app.apply()
    await app.forward(4)
    const before = await app.kubectl('get pods -o wide')
    await app.killWorker(how)
    // What has fallen silent is noticed when it is asked something.
    if (how === 'falls silent') await app.key('End')
    await expect(app.notices).toContainText(app.words.notices.restarted, { timeout: 30_000 })
    // To the second, as the ages tell: all stands where it stood.
    expect(await app.kubectl('get pods -o wide')).toBe(before)
    await app.forward(12)
    await app.expectPods({ succeeded: 8 })
  })
}

test('a link that was cut off or tampered with costs nothing', async ({ app }) => {
  await app.open({ hash: '#s=1.1VdNb5tAEP0vPofUXgype' })
  await expect(app.notices).toContainText(app.words.notices.linkBad)
  await expect(app.page.getByRole('tab', { name: 'para-job.yaml' })).toBeVisible()
  await app.kubectl('get nodes')
})

const hostile: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a text', '<img src=x onerror=alert(1)>'],
  ['numbers for names', { files: { files: 7, active: [] }, history: 'x', run: 3 }],
  ['a run of another make', { files: { files: [{ path: 'a.yaml', text: 'kind: A\n' }], active: 'a.yaml' }, history: [], run: { version: 1, options: { seed: 'x', startAt: 'never', nodes: 1e9 }, inputs: [{ seq: 1, at: 0, name: '__proto__', payload: {} }], position: 1e12, now: 0 } }],
  ['names with markup', { files: { files: [{ path: '<script>a</script>.yaml', text: 'x' }, { path: 'good.yaml', text: 'kind: A\n' }], active: 'good.yaml' }, history: [] }],
]
for (const [what, stored] of hostile) {
  test(`stored state may be anything: ${what}`, async ({ app }) => {
    await app.open()
    const scripts = () => app.page.locator('script:not([src]):not([type])').count()
    const own = await scripts()
    await app.page.evaluate(value => new Promise<void>((resolve, reject) => {
      localStorage.setItem('kubestep/settings', JSON.stringify({ lang: 'en', theme: '<b>', layout: { columns: { left: -1, middle: 'x' }, __proto__: 1 } }))
      const open = indexedDB.open('kubestep')
      open.onerror = () => reject(open.error!)
      open.onsuccess = () => {
        const put = open.result.transaction('work', 'readwrite')
        const keys = put.objectStore('work').getAllKeys()
        // The record of all tabs, and whatever this tab has kept already.
        keys.onsuccess = () => { for (const key of new Set(['work', ...keys.result])) put.objectStore('work').put(value, key) }
        put.oncomplete = () => { open.result.close(); resolve() }
      }
    }), stored)
    await app.page.evaluate(() => { addEventListener('pagehide', e => e.stopImmediatePropagation(), { capture: true }) })
    await app.reload()
    expect(await app.kubectl('get nodes')).toContain('node-1')
    expect(await scripts()).toBe(own)
  })
}

test('HTML in every name stays text', async ({ app }) => {
  await app.open()
  await app.still()
  const evil = '<img src=x onerror=alert(1)>'
  await app.write(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "${evil}"\n  annotations:\n    note: "${evil}"\ndata:\n  a: "${evil}"\n`)
  await expect(await app.problems()).toContainText([/metadata\.name: Invalid value/])
  await app.apply()
  await expect(app.output).toContainText(evil)
  await app.kubectl(`get pods '${evil}'`)
  expect(await app.page.locator('img').count()).toBe(0)
})
