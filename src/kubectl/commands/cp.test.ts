// kubectl cp carries files between the terminal's files and containers, and says what it cannot find in kubectl's words.
import { expect, test } from 'vitest'
import { createCluster } from '../../engine/index.ts'
import { startLine } from '../index.ts'
import { filesFrom } from '../testing/console.ts'

const cluster = createCluster({ seed: 3 })
cluster.world.travel({ forMs: 1000 })
const files = filesFrom({ 'a.txt': 'one\ntwo\n', 'dir/b.txt': 'b\n', 'dir/deep/c.txt': 'c\n' })
/** Types a line and lets a moment pass, as typing does. */
const type = (line: string) => {
  const running = startLine(line, { client: cluster.client(), files })
  cluster.world.travel({ forMs: 50 })
  running.advance()
  const said = (stream: 'out' | 'err') => running.output.filter(c => c.stream === stream).map(c => c.text).join('')
  return { out: said('out'), err: said('err'), code: running.exitCode, written: new Map([...running.written].flatMap(([path, node]) => (node?.kind === 'file' ? [[path, node.text]] : []))) }
}
type('kubectl run p --image=busybox -- sleep 100000')
cluster.world.travel({ forMs: 20_000 })

test('a file goes into the container under the name that is given, or into a folder under its own', () => {
  expect(type('kubectl cp a.txt p:/tmp/x')).toMatchObject({ out: '', err: '', code: 0 })
  expect(type('kubectl exec p -- cat /tmp/x').out).toBe('one\ntwo\n')
  type('kubectl cp a.txt default/p:/tmp')
  expect(type('kubectl exec p -- ls /tmp').out).toBe('a.txt\nx\n')
})
test('a folder goes with all that is in it', () => {
  type('kubectl cp dir p:/srv/new')
  expect(type('kubectl exec p -- cat /srv/new/b.txt /srv/new/deep/c.txt').out).toBe('b\nc\n')
})
test('a file of the container comes to where the line stands, and the next command finds it', () => {
  const { out, err, written } = type('kubectl cp p:/tmp/x got.txt; wc -l got.txt')
  expect([out, err]).toEqual(['2 got.txt\n', "tar: removing leading '/' from member names\n"])
  expect([...written]).toEqual([[expect.stringMatching(/\/got\.txt$/), 'one\ntwo\n']])
})
test('and so does a folder', () => {
  expect(type('kubectl cp p:/srv/new here; cat here/b.txt here/deep/c.txt').out).toBe('b\nc\n')
})
test.each([
  ['kubectl cp nope p:/tmp', "error: nope doesn't exist in local filesystem\n"],
  ['kubectl cp p:/nope x', "tar: removing leading '/' from member names\nerror: /nope no such file or directory\n"],
  ['kubectl cp a.txt', 'error: source and destination are required\n'],
  ['kubectl cp a.txt b.txt', 'error: one of src or dest must be a remote file specification\n'],
  ['kubectl cp p:/a p:/b', 'error: one of src or dest must be a local file specification\n'],
  ['kubectl cp a.txt p:', 'error: filepath can not be empty\n'],
  ['kubectl cp :/a b', 'error: filespec must match the canonical format: [[namespace/]pod:]file/path\n'],
  ['kubectl cp a.txt q:/tmp', 'Error from server (NotFound): pods "q" not found\n'],
  ['kubectl cp a.txt p:/tmp -c nope', 'error: container nope is not valid for pod p out of: p\n'],
])('%s', (line, err) => expect(type(line)).toMatchObject({ out: '', err, code: 1 }))
