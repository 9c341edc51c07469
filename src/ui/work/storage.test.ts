import { describe, expect, test } from 'vitest'
import { MAX_TABS, outlived } from './outlived.ts'
import { Keeper, loadShared, loadWork, patient, type Shelf } from './storage.ts'

const workOf = (text: string) => ({ files: { files: [{ path: 'a.yaml', text }], active: 'a.yaml' }, history: [] })
const textOf = async (work: ReturnType<typeof loadWork>) => (await work)?.files.files[0]?.text

class Drawer implements Shelf {
  readonly kept = new Map<string, unknown>()
  full = false
  async read(keys: readonly string[]) { return keys.map(key => this.kept.get(key)) }
  async write(records: readonly (readonly [string, unknown])[]) {
    if (this.full) throw new Error('QuotaExceededError')
    for (const [key, value] of records) this.kept.set(key, structuredClone(value))
  }
}

/** A tab that keeps this text now. */
async function keeps(drawer: Shelf, name: string | undefined, text: string, link?: string): Promise<void> {
  const keeper = new Keeper(() => workOf(text), () => { throw new Error('not kept') }, drawer, { own: Promise.resolve(name) })
  keeper.link = link
  await keeper.flush()
}

test('two tabs: each comes back to its own work, a new one to the latest', async () => {
  const drawer = new Drawer()
  await keeps(drawer, 'a', 'first')
  await keeps(drawer, 'b', 'second')
  expect(await textOf(loadWork(drawer, { came: 'a' }))).toBe('first')
  expect(await textOf(loadWork(drawer, { came: 'b' }))).toBe('second')
  expect(await textOf(loadWork(drawer, { came: undefined }))).toBe('second')
})

test('a tab whose record is gone, or is no work, begins with the latest', async () => {
  const drawer = new Drawer()
  await keeps(drawer, 'a', 'first')
  drawer.kept.set('work/b', '<img>')
  expect(await textOf(loadWork(drawer, { came: 'b' }))).toBe('first')
  expect(await textOf(loadWork(drawer, { came: 'c' }))).toBe('first')
})

test('two shared runs in two tabs are kept beside each other, and beside one’s own work', async () => {
  const drawer = new Drawer()
  await keeps(drawer, 'a', 'own')
  await keeps(drawer, 'a', 'with A', '#A')
  await keeps(drawer, 'b', 'with B', '#B')
  expect(await textOf(loadShared('#A', drawer, { came: 'a' }))).toBe('with A')
  expect(await textOf(loadShared('#B', drawer, { came: 'b' }))).toBe('with B')
  expect(await textOf(loadShared('#A', drawer, { came: 'b' }))).toBeUndefined()
  expect(await textOf(loadWork(drawer, { came: 'a' }))).toBe('own')
})

test('where a tab has no name all share one record', async () => {
  const drawer = new Drawer()
  await keeps(drawer, undefined, 'only')
  expect([...drawer.kept.keys()]).toEqual(['work'])
  expect(await textOf(loadWork(drawer, { came: undefined }))).toBe('only')
})

test('no storage: nothing is found, the person is told once, and again when it fails after it had worked', async () => {
  const drawer = new Drawer()
  const barred = new (class extends Drawer { override read(): Promise<never> { return Promise.reject(new Error('SecurityError')) } })()
  expect(await loadWork(barred, { came: 'a' })).toBeUndefined()
  let told = 0
  const keeper = new Keeper(() => workOf('x'), () => { told++ }, drawer, { own: Promise.resolve('a') })
  drawer.full = true
  await keeper.flush()
  await keeper.flush()
  expect(told).toBe(1)
  drawer.full = false
  await keeper.flush()
  expect(await textOf(loadWork(drawer, { came: 'a' }))).toBe('x')
  drawer.full = true
  await keeper.flush()
  expect(told).toBe(2)
})

test('the records of the tabs opened longest ago go, and nothing else', () => {
  const names = Array.from({ length: MAX_TABS + 2 }, (_, n) => `work/${String(n).padStart(3, '0')}-x`)
  expect(outlived(['work', 'shared', 'other', ...names, 'shared/000-x', 'shared/005-x'])).toEqual(['work/000-x', 'work/001-x', 'shared/000-x'])
  expect(outlived(names.slice(2))).toEqual([])
})

describe('storage that may never answer', () => {
  const soon = { beats: 3, beatMs: 1 }
  class Slow extends Drawer {
    answer = () => {}
    override async read(keys: readonly string[]) {
      await new Promise<void>(resolve => { this.answer = resolve })
      return super.read(keys)
    }
  }

  test('the page begins without it, says so once, and writes over nothing that it may still hold', async () => {
    const drawer = new Slow()
    drawer.kept.set('work', workOf('earlier'))
    const shelf = patient(drawer, soon)
    expect(await loadWork(shelf, { came: 'a' })).toBeUndefined()
    let told = 0
    const keeper = new Keeper(() => workOf('new'), () => { told++ }, shelf, { own: Promise.resolve('a') })
    await keeper.flush()
    drawer.answer()
    await keeper.flush()
    expect(told).toBe(1)
    expect([...drawer.kept]).toEqual([['work', workOf('earlier')]])
    expect(await loadWork(shelf, { came: 'a' })).toBeUndefined()
  })

  test('storage that answers in time is used', async () => {
    const drawer = new Slow()
    drawer.kept.set('work', workOf('earlier'))
    const shelf = patient(drawer, { ...soon, beats: 1_000_000 })
    const found = textOf(loadWork(shelf, { came: undefined }))
    drawer.answer()
    expect(await found).toBe('earlier')
    await keeps(shelf, 'a', 'later')
    expect(drawer.kept.get('work/a')).toEqual(workOf('later'))
  })
})
