// `kubectl edit` as the page sees it: a tab that opens, is saved or closed, opens again with what was wrong, and goes with time.
import { beforeEach, describe, expect, test } from 'vitest'
import { Host } from './host.ts'
import type { Delta, EditTab } from './protocol.ts'

let host: Host
let running: number
const printed: string[] = []
let ended: { readonly running: number; readonly exitCode: number }[] = []
let tabs: readonly EditTab[] = []

function take(delta: Delta): void {
  if (delta.edits) tabs = delta.edits
  if (delta.takeBackFrom !== undefined) printed.length = 0
  printed.push(...delta.terminal.filter(c => c.frame <= delta.position).map(c => c.text))
  ended = [...ended, ...delta.ended]
}
const kubectl = (line: string) => {
  printed.length = 0
  ended = []
  const answer = host.answer<'kubectl'>({ ask: 'kubectl', line: `kubectl ${line}`, files: [] })
  running = answer.running
  take(answer.delta)
  return printed.join('')
}
const save = (change: (text: string) => string) => {
  printed.length = 0
  take(host.answer<'edited'>({ ask: 'edited', path: tabs[0]!.path, text: change(tabs[0]!.text) }).delta)
  return printed.join('')
}
const close = () => take(host.answer<'edited'>({ ask: 'edited', path: tabs[0]!.path }).delta)
const travel = (frames: number) => take(host.answer<'travel'>({ ask: 'travel', to: { frames }, budgetMs: 10_000 }).delta)
const code = () => ended.find(e => e.running === running)?.exitCode

beforeEach(() => {
  host = new Host(() => 0)
  take(host.answer<'boot'>({ ask: 'boot', options: { seed: 7, startAt: '2026-11-20T09:00:00Z', nodes: 1 } }).delta)
  kubectl('create deployment web --image=nginx --replicas=2')
})

describe('kubectl edit', () => {
  test('opens the object in a tab and waits', () => {
    expect(kubectl('edit deployment web')).toBe('')
    expect(code()).toBe(undefined)
    expect(tabs).toMatchObject([{ path: `kubectl-edit-${running}.yaml`, round: 1 }])
    expect(tabs[0]!.text).toMatch(/^# Please edit the object below\. Lines beginning with a '#' will be ignored,\n# and an empty file will abort the edit\. If an error occurs while saving this file will be\n# reopened with the relevant failures\.\n#\napiVersion: apps\/v1\nkind: Deployment\n/)
    expect(tabs[0]!.text).not.toContain('managedFields')
  })
  test('what is saved changes the object', () => {
    kubectl('edit deployment web')
    expect(save(t => t.replace('replicas: 2', 'replicas: 5'))).toBe('deployment.apps/web edited\n')
    expect([code(), tabs]).toEqual([0, []])
    expect(kubectl('get deployment web -o jsonpath={.spec.replicas}')).toBe('5')
  })
  test.each<[what: string, change: (text: string) => string, says: string]>([
    ['nothing was changed', t => t, 'Edit cancelled, no changes made.\n'],
    ['only remarks were', t => `# my own\n${t}`, 'Edit cancelled, no changes made.\n'],
    ['everything was deleted', () => '', 'Edit cancelled, saved file was empty.\n'],
  ])('%s', (_, change, says) => {
    kubectl('edit deployment web')
    expect([save(change), code(), tabs]).toEqual([says, 0, []])
  })
  test('closing the tab is as good as changing nothing', () => {
    kubectl('edit deployment web')
    close()
    expect([printed.join(''), code(), tabs]).toEqual(['Edit cancelled, no changes made.\n', 0, []])
  })
  test('what the server refuses is put above the text, which opens again; saved without a change it is given up and stays', () => {
    kubectl('edit deployment web')
    expect(save(t => t.replace('replicas: 2', 'replicas: -2'))).toBe('error: deployments.apps "web" is invalid\n')
    expect([code(), tabs[0]!.round]).toEqual([undefined, 2])
    expect(tabs[0]!.text).toContain('#\n# deployments.apps "web" was not valid:\n# * spec.replicas: Invalid value: -2: must be greater than or equal to 0\n#\napiVersion: apps/v1\n')
    expect(save(t => t)).toBe(`A copy of your changes has been stored to "${tabs[0]!.path}"\nerror: Edit cancelled, no valid changes were saved.\n`)
    expect([code(), tabs.map(t => t.kept)]).toEqual([1, [true]])
  })
  test('a refusal can be mended in the same tab', () => {
    kubectl('edit deployment web')
    save(t => t.replace('replicas: 2', 'replicas: -2'))
    expect([save(t => t.replace('replicas: -2', 'replicas: 4')), code()]).toEqual(['deployment.apps/web edited\n', 0])
  })
  test('a text that is no YAML opens again', () => {
    kubectl('edit deployment web')
    save(t => t.replace('kind: Deployment', 'kind: [Deployment'))
    expect(tabs[0]!.text).toMatch(/\n# The edited file had a syntax error: error parsing kubectl-edit-\d+\.yaml: error converting YAML to JSON/)
  })
  test('names and kinds stay as they are', () => {
    kubectl('edit deployment web')
    expect(save(t => t.replace('\n  name: web\n', '\n  name: other\n'))).toContain('error: At least one of apiVersion, kind and name was changed\n')
    expect([code(), tabs.map(t => t.kept)]).toEqual([1, [true]])
  })
  test('an object that is gone meanwhile leaves the text', () => {
    kubectl('edit deployment web')
    const { path } = tabs[0]!
    const waiting = running
    kubectl('delete deployment web --wait=false')
    travel(5)
    expect(save(t => t.replace('replicas: 2', 'replicas: 5'))).toBe(`error: deployments.apps "web" could not be found on the server\nThe edits you made on deleted resources have been saved to "${path}"\n`)
    expect(ended.find(e => e.running === waiting)?.exitCode).toBe(1)
  })
  test('several objects are one List', () => {
    kubectl('create deployment api --image=nginx')
    kubectl('edit deployment web api')
    expect(save(t => t.replace('replicas: 2', 'replicas: 5'))).toBe('deployment.apps/web edited\ndeployment.apps/api skipped\n')
  })
  test('what is not there is said at once', () => {
    expect([kubectl('edit deployment nothing'), code(), tabs]).toEqual(['Error from server (NotFound): deployments.apps "nothing" not found\n', 1, []])
  })
  test('Ctrl-C leaves the text to the person', () => {
    kubectl('edit deployment web')
    take(host.answer<'interrupt'>({ ask: 'interrupt', running }).delta)
    expect(tabs.map(t => t.kept)).toEqual([true])
  })
})

describe('and time', () => {
  test('back behind the saving takes the change and its words back, and forward brings both again', () => {
    kubectl('edit deployment web')
    travel(3)
    save(t => t.replace('replicas: 2', 'replicas: 5'))
    travel(-2)
    expect(printed.join('')).toBe('')
    expect(host.answer<'inspect'>({ ask: 'inspect', ref: 'deployments/default/web', lang: 'en' }).yaml).toContain('replicas: 2')
    travel(2)
    expect(host.answer<'inspect'>({ ask: 'inspect', ref: 'deployments/default/web', lang: 'en' }).yaml).toContain('replicas: 5')
  })
  test('back behind its beginning closes the tab', () => {
    travel(5)
    kubectl('edit deployment web')
    travel(-2)
    expect(tabs).toEqual([])
  })
})
