import { describe, expect, test } from 'vitest'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import type { FrameHead } from '../../worker/rows.ts'
import { stepZh } from '../i18n/reasons/stepsZh.ts'
import { stepWords } from './steps.ts'

const did = (what: string, about: string): FrameHead => ({ seq: 1, at: 0, actor: 'you', what, about, cause: -1 }) as unknown as FrameHead

describe('what a person did, in words', () => {
  test.each([
    ['create jobs', 'jobs/default/pi', 'You: create Job pi', '你：创建 Job pi'],
    ['patch cronjobs', 'cronjobs/default/tick', 'You: change CronJob tick', '你：修改 CronJob tick'],
    ['patch deployments/scale', 'deployments/default/web', 'You: scale Deployment web', '你：伸缩 Deployment web'],
    ['delete nodes', 'nodes/node-1', 'You: delete Node node-1', '你：删除 Node node-1'],
    ['add-node', 'nodes/node-4', `You: ${en.time.acts['add-node']} node-4`, `你：${zh.time.acts['add-node']} node-4`],
    ['evict pods', 'pods/default/a', 'You: evict pods a', '你：evict pods a'],
    ['patch nodes/status', 'nodes/node-1', 'You: patch nodes/status node-1', '你：patch nodes/status node-1'],
  ])('%s %s', (what, about, english, chinese) => {
    expect(stepWords(did(what, about), en, 'en', () => '').title).toBe(english)
    expect(stepWords(did(what, about), zh, 'zh', () => '').title).toBe(chinese)
  })
})

test.each([
  ['pull failed nginx:1.28', '拉取 nginx:1.28 失败'], ['pulled nginx', '已拉取 nginx'], ['pull back-off', '拉取退避'], ['stop containers', '停止容器'], ['stop web', '停止 web'], ['wait for own writes', '等待看到自己的写入'],
  ['create refused', 'create 被拒绝'], ['patch pods/status', 'patch pods/status'], ['restart', 'restart'],
])('what components do, in Chinese: %s', (what, words) => expect(stepZh(what)).toBe(words))
