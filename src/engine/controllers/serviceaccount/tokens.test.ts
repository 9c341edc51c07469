// Secrets that hold tokens of service accounts, on a whole cluster.
import { expect, test } from 'vitest'
import { fromBase64 } from '../../../kube/base64.ts'
import { testCluster, type TestCluster } from '../../testing/testCluster.ts'

const secretOf = (account: string, more: object = {}) => ({
  apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/service-account-token', metadata: { name: 'tok', annotations: { 'kubernetes.io/service-account.name': account, ...more } },
}) as never
const account = (name: string) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }) as never
const held = (t: TestCluster): Record<string, string> => Object.fromEntries(Object.entries<string>(t.object('secrets', 'tok')?.['data'] ?? {}).map(([k, v]) => [k, fromBase64(v)]))
const holder = (t: TestCluster, token: string) => t.cluster.client().access!.bearer(token)?.name

const robots = (): TestCluster => {
  const t = testCluster({ seed: 2, nodes: 1 })
  t.apply(secretOf('robot'), account('robot'))
  t.runFor(2_000)
  return t
}

test('[SA4] it is filled, though its account comes after it in one file', () => {
  const t = robots()
  expect(held(t)).toMatchObject({ namespace: 'default', 'ca.crt': expect.stringContaining('BEGIN CERTIFICATE'), token: expect.stringMatching(/^eyJ[^.]+\.[^.]+\.[^.]+$/) })
  expect(t.object('secrets', 'tok')!.metadata.annotations!['kubernetes.io/service-account.uid']).toBe(t.object('serviceaccounts', 'robot')!.metadata.uid)
})
test('[SA4] what is there stays; a token that is taken out comes back, the same', () => {
  const t = robots()
  const { token } = held(t)
  t.kubectl(`patch secret tok --type=json -p '[{"op":"remove","path":"/data/token"},{"op":"add","path":"/data/own","value":"eA=="}]'`)
  t.runFor(2_000)
  expect(held(t)).toMatchObject({ token, own: 'x' })
})
test('[SA5] one without an account is deleted, and so is one that means another', () => {
  const t = testCluster({ seed: 2, nodes: 1 })
  t.apply(secretOf('nobody'))
  t.runFor(2_000)
  expect(t.object('secrets', 'tok')).toBeUndefined()
  t.apply(account('robot'), secretOf('robot', { 'kubernetes.io/service-account.uid': 'another' }))
  t.runFor(2_000)
  expect(t.object('secrets', 'tok')).toBeUndefined()
})
test('[SA5] it goes with its account', () => {
  const t = robots()
  t.kubectl('delete serviceaccount robot')
  t.runFor(2_000)
  expect(t.object('secrets', 'tok')).toBeUndefined()
})
test('[SA6] its holder is the account, until the Secret or the account goes', () => {
  const t = robots()
  const { token = '' } = held(t)
  expect(holder(t, token)).toBe('system:serviceaccount:default:robot')
  expect(holder(t, `${token.slice(0, -1)}?`)).toBeUndefined()
  t.kubectl('delete secret tok')
  expect(holder(t, token)).toBeUndefined()
})
