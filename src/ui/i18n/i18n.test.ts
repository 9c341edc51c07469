import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { en } from './en.ts'
import { loadReasons, reasonText } from './reasons/index.ts'
import { reasonsEn } from './reasons/en.ts'
import { reasonsZh } from './reasons/zh.ts'
import { spanText } from './spans.ts'
import { zh } from './zh.ts'

const isTranslated = (id: string): boolean => Object.hasOwn(reasonsEn, id) && Object.hasOwn(reasonsZh, id)

beforeAll(async () => {
  await loadReasons('en')
  await loadReasons('zh')
})

const CJK = /[\u4e00-\u9fff]/

/** Every text of a catalogue with its path; functions are called with numbers and names that fit any of them. */
function texts(value: unknown, path = ''): (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, (value as (...args: unknown[]) => string)(3, 4, 5, 6)]]
  return Object.entries(value as object).flatMap(([key, v]) => texts(v, path ? `${path}.${key}` : key))
}

/** Ids that stand in the engine's lists and in what the host says of objects. Read from the sources, so that a new one is noticed. */
function idsInSources(): readonly string[] {
  const all = readdirSync('src', { recursive: true, encoding: 'utf8' }).map(f => f.replaceAll('\\', '/'))
  const sources = all.filter(f => /^(engine\/.*\/reasons|worker\/status(\/\w+)?|worker\/hints|engine\/\w+|engine\/controllers\/runner)\.ts$/.test(f)).map(f => `src/${f}`)
  const ids = sources.flatMap(file => [...readFileSync(file, 'utf8').matchAll(/(?<![\w/.-])'((?:job|rs|deploy|cronjob|scheduler|kubelet|gc|ttl|podgc|namespace|nodelifecycle|status|hint|write|fault|cluster)\.[a-z][a-z.-]*[a-z])'/g)].map(m => m[1]!))
  return [...new Set(ids)].toSorted()
}

describe('the page’s words', () => {
  const english = new Map(texts(en))
  const chinese = new Map(texts(zh))

  test('Chinese is Chinese, wherever English is a sentence', () => {
    const same = [...english].filter(([path, text]) => / [a-z]/.test(text) && !CJK.test(chinese.get(path)!) && !/^(kubectl|app\.versionShort)/.test(text) && path !== 'terminal.placeholder' && path !== 'editor.explain')
    expect(same).toEqual([])
  })
  test('English is English', () => expect([...english].filter(([path, text]) => CJK.test(text) && !path.startsWith('lang.'))).toEqual([]))
  test('nothing is empty or undefined', () => expect([...english, ...chinese].filter(([, text]) => text === '' || /undefined|NaN|\[object/.test(text))).toEqual([]))
  test('one is one and two are two', () => {
    expect(en.editor.problems(1)).toBe('1 problem')
    expect(en.editor.problems(2)).toBe('2 problems')
    expect(en.editor.problems(0)).toBe('0 problems')
    expect(en.notices.forked(1)).toMatch(/1 later frame was/)
    expect(en.notices.forked(1234)).toMatch(/1,234 later frames were/)
  })
})

describe('reasons', () => {
  test('every id of the engine has its words in both languages', () => {
    const ids = idsInSources()
    expect(ids.length).toBeGreaterThan(100)
    expect(ids.filter(id => !isTranslated(id))).toEqual([])
  })
  test('both languages know the same ids', () => expect(Object.keys(reasonsZh).toSorted()).toEqual(Object.keys(reasonsEn).toSorted()))
  test.each(Object.keys(reasonsEn))('%s: says something without its details, in both', id => {
    for (const lang of ['en', 'zh'] as const) {
      const text = reasonText({ id }, lang)
      expect(text.length).toBeGreaterThan(1)
      expect(text).not.toMatch(/\[object/)
    }
  })
  test.each([
    [{ id: 'job.want-active', parallelism: 3, remaining: 5, wantActive: 3, active: 2, missing: 1 }, 'wants min(3, 5) = 3 active, sees 2: creates 1', '需要 min(3, 5) = 3 个活跃 Pod，现有 2 个：创建 1 个'],
    [{ id: 'status.job.backoff', waitMs: 20_000, used: 2, limit: 4 }, 'Waits 20 s before the next try: 2 of 4 retries used.', '等待 20 秒再试：已用 2/4 次重试。'],
    [{ id: 'job.succeeding', reason: 'SuccessPolicy', active: 1, succeeded: 1 }, 'the Job has succeeded (SuccessPolicy) with 1 succeeded pod; its 1 active pod may end', 'Job 已成功（SuccessPolicy），1 个 Pod 成功；其余 1 个活跃 Pod 可以终止'],
    [{ id: 'status.pod.failed', container: 'pi', exitCode: 3, why: 'Error', reason: '', message: '' }, 'Failed: container pi ended with exit code 3, Error.', '失败：容器 pi 以退出码 3 结束，Error。'],
  ])('%j', (reason, english, chinese) => {
    expect(reasonText(reason, 'en')).toBe(english)
    expect(reasonText(reason, 'zh')).toBe(chinese)
  })
  test.each([
    [{ id: 'nobody.knows-this', count: 3, name: 'x' }, 'knows this (count 3, name x)'],
    [{ id: 'bare' }, 'bare'],
    [{ id: 'constructor' }, 'constructor'],
    [{ id: '__proto__' }, '  proto  '],
    [{ id: 'job.index-backoff', waitMs: 5, indexes: 7 as never }, 'index backoff (waitMs 5, indexes 7)'],
  ])('falls back: %j', (reason, text) => expect(reasonText(reason as never, 'en')).toBe(text))
})

describe('spans', () => {
  test.each([
    [0, '0 ms', '0 毫秒'], [999, '999 ms', '999 毫秒'], [1000, '1 s', '1 秒'], [1500, '1.5 s', '1.5 秒'], [20_000, '20 s', '20 秒'], [80_000, '1 min 20 s', '1 分 20 秒'],
    [3_600_000, '1 h', '1 小时'], [7_500_000, '2 h 5 min', '2 小时 5 分'], [90_000_000, '1 d 1 h', '1 天 1 小时'], [-5, '0 ms', '0 毫秒'], [Number.NaN, '?', '?'],
  ])('%d', (ms, english, chinese) => expect([spanText(ms, 'en'), spanText(ms, 'zh')]).toEqual([english, chinese]))
})
