// Manifests, good and bad, as a real kubectl answered them on a real cluster: exit code, stdout and stderr to the letter.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCluster } from '../engine/index.ts'
import { start } from '../kubectl/index.ts'
import { printed } from '../kubectl/testing/console.ts'
import type { AnyObject } from '../kube/object.ts'

interface Case { readonly name: string; readonly argv: readonly string[]; readonly rc: number; readonly stdout: string; readonly stderr: string; readonly manifest: string }

const folder = join(import.meta.dirname, '../../test-data/validate')
const sets = readdirSync(folder).filter(f => f.endsWith('.json')).map(f => f.replace('.json', ''))

/** The clock and the process of a line of kubectl's log, and uids, are each run's own. */
const plain = (text: string): string => text.replace(/[WE]\d{4} [\d:.]+ +\d+ /g, 'W0000 ').replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, 'UID')

test.each(sets)('%s: every manifest is answered as the real ones answered it', { timeout: 240_000 }, set => {
  const cluster = createCluster({ nodes: 1 })
  cluster.client().create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: set } } as AnyObject, undefined)
  cluster.world.travel({ forMs: 2000 })
  const empty = cluster.world.position
  const cases = JSON.parse(readFileSync(join(folder, `${set}.json`), 'utf8')) as Case[]
  expect(cases.length).toBeGreaterThan(90)
  const wrong = cases.flatMap(({ name, argv, manifest, rc, stdout, stderr }) => {
    const file = argv[argv.indexOf('-f') + 1]
    const files = { read: (path: string) => (path === file ? manifest : undefined), list: () => undefined }
    const { out, err, code } = printed(start(argv, { client: cluster.client(), files, namespace: set }))
    // Each manifest finds the namespace as the first one did.
    if (cluster.world.position !== empty) cluster.world.travel({ toFrame: empty })
    return code === rc && plain(out) === plain(stdout) && plain(err) === plain(stderr) ? [] : [{ name, real: { rc, stdout, stderr }, ours: { rc: code, stdout: out, stderr: err } }]
  })
  expect(wrong).toEqual([])
})
