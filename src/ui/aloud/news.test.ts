import { describe, expect, test } from 'vitest'
import type { DeploymentRow, JobRow, NodeRow, PodRow, TableName } from '../../worker/rows.ts'
import { aloudEn } from '../i18n/extras/aloudEn.ts'
import { aloudZh } from '../i18n/extras/aloudZh.ts'
import { emptyMirror, type Rows } from '../mirror/applyDelta.ts'
import { newsBetween, type News } from './news.ts'

const rows = (tables: { readonly [T in TableName]?: readonly object[] } = {}): Rows => {
  const all: Record<string, ReadonlyMap<string, unknown>> = { ...emptyMirror().rows }
  for (const [table, list] of Object.entries(tables)) all[table] = new Map(list.map(row => [(row as { name: string }).name, row]))
  return all as unknown as Rows
}
const job = (status: JobRow['status'], more: Partial<JobRow> = {}) => ({ name: 'pi', uid: 'a', status, succeeded: 3, failed: 0, ...more })
const pod = (name: string, look: PodRow['look'], more: Partial<PodRow> = {}) => ({ name, uid: name, look, ...more })
const node = (status: NodeRow['status']) => ({ name: 'node-1', status })
const web = (more: Partial<DeploymentRow> = {}) => ({ name: 'web', observed: true, deleting: false, desired: 3, updated: 3, total: 3, available: 3, revision: 1, progress: 'complete', ...more })

describe('what is told of two looks', () => {
  test.each<[string, Rows, Rows, readonly Partial<News>[]]>([
    ['nothing of nothing', rows(), rows(), []],
    ['a Job that ended', rows({ jobs: [job('Running')] }), rows({ jobs: [job('Complete')] }), [{ what: 'job', how: 'Complete', succeeded: 3 }]],
    ['a Job that came and ended between the looks', rows(), rows({ jobs: [job('Failed', { failed: 5 })] }), [{ what: 'job', how: 'Failed', failed: 5 }]],
    ['not a Job that had ended', rows({ jobs: [job('Complete')] }), rows({ jobs: [job('Complete')] }), []],
    ['but its namesake that ended after it', rows({ jobs: [job('Complete')] }), rows({ jobs: [job('Complete', { uid: 'b' })] }), [{ what: 'job', how: 'Complete' }]],
    ['not a Job that runs', rows(), rows({ jobs: [job('Running')] }), []],
    ['pods that failed, together', rows({ pods: [pod('a', 'ready'), pod('b', 'ready')] }), rows({ pods: [pod('a', 'failed'), pod('b', 'failed'), pod('c', 'failed')] }), [{ what: 'pods', how: 'failed', names: ['a', 'b'], count: 3 }]],
    ['a pod that waits for its next try', rows({ pods: [pod('a', 'ready')] }), rows({ pods: [pod('a', 'backoff')] }), [{ what: 'pods', how: 'backoff', names: ['a'] }]],
    ['not one that waited already', rows({ pods: [pod('a', 'backoff')] }), rows({ pods: [pod('a', 'backoff')] }), []],
    ['a pod that no node takes', rows(), rows({ pods: [pod('a', 'pending', { waits: '0/4 nodes are available' })] }), [{ what: 'pods', how: 'waiting' }]],
    ['not one that the scheduler has not looked at', rows(), rows({ pods: [pod('a', 'pending')] }), []],
    ['nothing of the cluster’s own', rows(), rows({ pods: [pod('a', 'failed', { system: true })] }), []],
    ['a node that is silent', rows({ nodes: [node('Ready')] }), rows({ nodes: [node('Unknown')] }), [{ what: 'node', how: 'Unknown' }]],
    ['a node that joined', rows(), rows({ nodes: [node('Ready')] }), [{ what: 'node', how: 'joined' }]],
    ['a node that left', rows({ nodes: [node('Ready')] }), rows(), [{ what: 'node', how: 'gone' }]],
    ['a rollout that is done', rows({ deployments: [web({ revision: 2, updated: 1, total: 4 })] }), rows({ deployments: [web({ revision: 2 })] }), [{ what: 'stands', kind: 'Deployment', count: 3 }]],
    ['a rollout that was done between the looks', rows({ deployments: [web()] }), rows({ deployments: [web({ revision: 2 })] }), [{ what: 'stands', name: 'web' }]],
    ['not one with an old pod left', rows({ deployments: [web()] }), rows({ deployments: [web({ revision: 2, total: 4 })] }), []],
    ['not one that the controller has not seen', rows({ deployments: [web()] }), rows({ deployments: [web({ desired: 2, available: 2, updated: 2, total: 2, observed: false })] }), []],
    ['another number of replicas', rows({ deployments: [web()] }), rows({ deployments: [web({ desired: 5, available: 5, updated: 5, total: 5 })] }), [{ what: 'stands', count: 5 }]],
    ['a rollout that is stuck', rows({ deployments: [web({ available: 2, progress: 'progressing' })] }), rows({ deployments: [web({ available: 2, progress: 'late' })] }), [{ what: 'late' }]],
    ['a StatefulSet below its partition', rows(), rows({ statefulsets: [{ name: 'db', desired: 3, total: 3, available: 3, updated: 1, partition: 2, strategy: 'RollingUpdate', updateNumber: 2 }] }), [{ what: 'stands', kind: 'StatefulSet' }]],
    ['not one that still has to replace a pod', rows(), rows({ statefulsets: [{ name: 'db', desired: 3, total: 3, available: 3, updated: 1, partition: 1, strategy: 'RollingUpdate', updateNumber: 2 }] }), []],
    ['a DaemonSet that replaces nothing by itself', rows(), rows({ daemonsets: [{ name: 'log', desired: 3, available: 3, updated: 0, strategy: 'OnDelete', revision: 2 }] }), [{ what: 'stands', kind: 'DaemonSet' }]],
    ['an autoscaler that wants more', rows({ horizontalpodautoscalers: [{ name: 'h', targetName: 'Deployment web', state: 'works', wanted: 1 }] }), rows({ horizontalpodautoscalers: [{ name: 'h', targetName: 'Deployment web', state: 'works', wanted: 4 }] }), [{ what: 'scaled', from: 1, to: 4 }]],
    ['not its first look', rows({ horizontalpodautoscalers: [{ name: 'h', state: 'new', wanted: 0 }] }), rows({ horizontalpodautoscalers: [{ name: 'h', state: 'works', wanted: 4 }] }), []],
  ])('%s', (_name, before, after, news) => {
    expect(newsBetween(before, after)).toEqual(news.map(n => expect.objectContaining(n) as unknown))
  })
})

describe('in words', () => {
  test.each<[News, string, string]>([
    [{ what: 'job', name: 'pi', how: 'Complete', succeeded: 8, failed: 1 }, 'Job pi is complete: 8 succeeded, 1 failed.', 'Job pi 已完成：8 个成功，1 个失败。'],
    [{ what: 'stands', kind: 'Deployment', name: 'web', count: 1 }, 'Deployment web is up to date: 1 of 1 pod available.', 'Deployment web 已更新到位：1/1 个 Pod 可用。'],
    [{ what: 'late', name: 'web' }, 'Deployment web makes no progress.', 'Deployment web 没有进展。'],
    [{ what: 'scaled', name: 'h', target: 'Deployment web', from: 1, to: 4 }, 'Autoscaler h scales Deployment web from 1 to 4.', '自动伸缩器 h 把 Deployment web 从 1 个副本调整为 4 个。'],
    [{ what: 'node', name: 'node-1', how: 'Unknown' }, 'Node node-1 does not answer any more.', '节点 node-1 不再应答。'],
    [{ what: 'pods', how: 'failed', names: ['a'], count: 1 }, 'Pod a failed.', 'Pod a 已失败。'],
    [{ what: 'pods', how: 'waiting', names: ['a', 'b'], count: 7 }, '7 pods (a, b and more) wait: no node takes them.', '7 个 Pod（a、b 等）在等待：没有节点能接纳。'],
  ])('%j', (news, english, chinese) => {
    expect(aloudEn.one(news)).toBe(english)
    expect(aloudZh.one(news)).toBe(chinese)
  })
  test('what is too much is counted', () => {
    expect(aloudEn.all(['A.', 'B.'], 0)).toBe('A. B.')
    expect(aloudEn.all(['A.'], 12)).toBe('A. And 12 more things.')
    expect(aloudZh.all(['甲。', '乙。'], 1)).toBe('甲。乙。另有 1 件事。')
  })
})
