// apply --force, the notes of what was applied last, and what is said of files, selectors and paths; held against a real kubectl on a served cluster.
import { beforeEach, describe, expect, test } from 'vitest'
import { createCluster, type Cluster } from '../engine/index.ts'
import { jsonSyntaxError } from '../kube/goJsonSyntax.ts'
import type { Editing, Editor } from './editor.ts'
import { consoleOn, printed } from './testing/console.ts'

const deployment = (app: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: ${app}}}
  template: {metadata: {labels: {app: ${app}}}, spec: {containers: [{name: c, image: nginx}]}}
`
const FILES = {
  'a.yaml': deployment('a'), 'b.yaml': deployment('b'), 'bad.yaml': deployment('b').replace('labels: {app: b}', 'labels: {app: c}'),
  'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {x: "1"}\n', 'cut.json': '{"apiVersion":"v1","kind":', 'key.json': '{"a" 1}', 'folder/readme.txt': 'nothing',
}

let cluster: Cluster
let console: ReturnType<typeof consoleOn>
const k = (line: string) => console.k(`kubectl ${line}`)
beforeEach(() => {
  cluster = createCluster({ nodes: 2 })
  cluster.world.travel({ forMs: 1000 })
  console = consoleOn(cluster.client(), FILES)
  k('apply -f a.yaml -f cm.yaml')
  cluster.world.travel({ forMs: 5000 })
})

/** Runs a line that waits, up to so many seconds. */
function waited(line: string, seconds = 60) {
  const running = console.start(`kubectl ${line}`)
  for (let i = 0; i < seconds * 10 && running.exitCode === undefined; i++) {
    cluster.world.travel({ forMs: 100 })
    running.advance()
  }
  return printed(running)
}

describe('apply --force', () => {
  const selector = () => (cluster.objects('deployments')[0] as any)?.spec.selector.matchLabels

  test('what cannot be changed is deleted and made anew; without it the refusal stands', () => {
    expect(k('apply -f b.yaml')).toMatchObject({ code: 1, err: expect.stringContaining('field is immutable') })
    const before = cluster.objects('deployments')[0]!.metadata.uid
    expect(waited('apply -f b.yaml --force')).toEqual({ out: 'deployment.apps/web configured\n', err: '', code: 0 })
    expect([selector(), cluster.objects('deployments')[0]!.metadata.uid === before]).toEqual([{ app: 'b' }, false])
  })
  test('what can be changed is changed', () => {
    const before = cluster.objects('deployments')[0]!.metadata.uid
    expect(waited('apply -f a.yaml -f cm.yaml --force').out).toBe('deployment.apps/web unchanged\nconfigmap/conf unchanged\n')
    expect(cluster.objects('deployments')[0]!.metadata.uid).toBe(before)
  })
  test('where the new one is refused, the old one comes back', () => {
    expect(waited('apply -f bad.yaml --force')).toMatchObject({ code: 1, err: expect.stringContaining('`selector` does not match template `labels`') })
    expect(selector()).toEqual({ app: 'a' })
  })
  test('it waits while the old one is held, up to its time', () => {
    k(`patch deploy web -p '{"metadata":{"finalizers":["example.com/hold"]}}'`)
    expect(waited('apply -f b.yaml --force --timeout=5s')).toMatchObject({ code: 1, err: 'error: timed out waiting for the condition\n' })
    const running = console.start('kubectl apply -f b.yaml --force')
    cluster.world.travel({ forMs: 3000 })
    running.advance()
    expect(running.exitCode).toBeUndefined()
    k(`patch deploy web -p '{"metadata":{"finalizers":null}}'`)
    cluster.world.travel({ forMs: 1500 })
    running.advance()
    expect([running.exitCode, selector()]).toEqual([0, { app: 'b' }])
  })
  test('not with --server-side, nor as a dry run of the server', () => {
    expect(k('apply -f b.yaml --force --server-side').err).toBe('error: --force cannot be used with --server-side\n')
    expect(k('apply -f b.yaml --force --dry-run=server').err).toBe('error: --dry-run=server cannot be used with --force\n')
  })
})

describe('what was applied last', () => {
  test('is shown of those that have it, and nothing is said of the others', () => {
    k('create cm plain --from-literal=a=b')
    expect(k('apply view-last-applied cm conf -o json').out).toContain('"x": "1"')
    expect(k('apply view-last-applied cm plain')).toEqual({ out: '', err: '', code: 0 })
    expect(k('apply view-last-applied cm --all').out).toContain('name: conf')
  })
  test('is set as the file has it, once; not where there was none, unless asked for', () => {
    expect(k('apply set-last-applied -f cm.yaml').out).toBe('configmap/conf configured\n')
    expect(k('apply set-last-applied -f cm.yaml').out).toBe('set-last-applied conf: no changes required.\n')
    k('annotate cm conf kubectl.kubernetes.io/last-applied-configuration-')
    expect(k('apply set-last-applied -f cm.yaml').err).toBe('error: no last-applied-configuration annotation found on resource: conf, to create the annotation, run the command with --create-annotation\n')
    expect(k('apply set-last-applied -f cm.yaml --create-annotation --dry-run=client').out).toBe('configmap/conf configured (dry run)\n')
    expect(k('apply set-last-applied -f cm.yaml --create-annotation').out).toBe('configmap/conf configured\n')
    expect(k('apply view-last-applied cm conf').out).toContain('x: "1"')
  })

  /** An editor whose person leaves these texts, one after the other. */
  const leaving = (...edits: ((text: string) => string)[]): { editor: Editor; opened: string[] } => {
    const opened: string[] = []
    const editor: Editor = {
      open(text) {
        const editing: { -readonly [K in keyof Editing]: Editing[K] } = {
          path: '/tmp/kubectl-edit-1.yaml', result: undefined, done() {},
          again(next) {
            opened.push(next)
            editing.result = (edits.shift() ?? (t => t))(next)
          },
        }
        editing.again(text)
        return editing
      },
    }
    return { editor, opened }
  }
  const edited = (line: string, editor: Editor) => printed(consoleOn(cluster.client(), FILES, { editor }).start(`kubectl ${line}`))

  test('is edited as a text, and the object itself stays', () => {
    const { editor, opened } = leaving(text => text.replace('x: "1"', 'x: "2"'))
    expect(edited('apply edit-last-applied cm conf', editor)).toEqual({ out: 'configmap/conf edited\n', err: '', code: 0 })
    expect(opened[0]).toContain("# Please edit the 'last-applied-configuration' annotations below.")
    expect(k('apply view-last-applied cm conf').out).toContain('x: "2"')
    expect((cluster.client().get as any)({ plural: 'configmaps', namespaced: true, group: '', version: 'v1', kind: 'ConfigMap' }, 'default', 'conf').data).toEqual({ x: '1' })
  })
  test('left as it was, nothing happens; where there is none, there is nothing to edit', () => {
    expect(edited('apply edit-last-applied cm conf', leaving(text => text).editor)).toEqual({ out: '', err: 'Edit cancelled, no changes made.\n', code: 0 })
    k('create cm plain --from-literal=a=b')
    expect(edited('apply edit-last-applied cm plain', leaving().editor).err).toMatch(/^error: no last-applied-configuration annotation found on resources, to create/)
  })
  test('create --edit makes what was left, and nothing where nothing was changed', () => {
    expect(edited('create -f cm.yaml --edit', leaving(text => text.replace('name: conf', 'name: other')).editor)).toEqual({ out: 'configmap/other created\n', err: '', code: 0 })
    expect(edited('create -f cm.yaml --edit', leaving(text => text).editor).err).toBe('Edit cancelled, no changes made.\n')
  })
})

describe('who is meant', () => {
  test.each([
    ['delete deploy web --all', 'error: name cannot be provided when a selector is specified\n'],
    ['delete deploy/web --all', 'error: selectors and the all flag cannot be used when passing resource/name arguments\n'],
    ['delete --all', 'error: at least one resource must be specified to use a selector\n'],
    ['delete -l a=b', 'error: at least one resource must be specified to use a selector\n'],
    ['delete cm conf -A', 'error: a resource cannot be retrieved by name across all namespaces\n'],
    ['delete deploy --all -l a=b', "error: setting 'all' parameter but found a non empty selector.\n"],
    ['delete -f cm.yaml cm', 'error: when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well\n'],
    ['get -f cm.yaml deploy/web', 'error: resource/name arguments cannot be provided when a path is specified\n'],
    ['get pods/', 'error: arguments in resource/name form must have a single resource and name\n'], ['get /web', 'error: arguments in resource/name form must have a single resource and name\n'],
    ['get pods.v1.apps', 'error: the server doesn\'t have a resource type "pods"\n'], ['scale rs --replicas=1 -l a=b', 'error: no objects passed to scale\n'],
    ['label pods a=b --all -l x=y', 'error: cannot set --all and --selector at the same time\n'],
    ['get deploy --output-watch-events', 'error: --output-watch-events option can only be used with --watch or --watch-only\n'],
    ['events --for pod/a/b', 'error: arguments in resource/name form may not have more than one slash\n'], ['events --for foo/bar', 'the server doesn\'t have a resource type "foo"\n'],
    ['port-forward deploy/web 80:x', expect.stringMatching(/^error: Pod 'web-\w+-\w+' does not have a named port 'x'\n$/)],
    ['create cm c --from-file=a=b=c', "error: key names or file paths cannot contain '='\n"], ['create pdb p --selector=a=b --min-available=-1', 'error: invalid format specified for min-available\n'],
    ['create quota q --hard=pods=a', expect.stringMatching(/^error: quantities must match/)], ['create service externalname s --external-name=', 'error: invalid service external name\n'],
    ['expose deploy web --port=x', 'error: strconv.Atoi: parsing "x": invalid syntax\n'], ['expose deploy web --port=80 --session-affinity=foo', 'error: unknown session affinity: foo\n'],
    ['run p --image=nginx --overrides=foo', 'error: Invalid JSON Patch\n'], ['api-versions x', "error: unexpected arguments: [x]\nSee 'kubectl api-versions -h' for help and examples\n"],
    ['--foo', "error: unknown flag: --foo\nSee 'kubectl --help' for usage.\n"], ['-n', "error: flag needs an argument: 'n' in -n\nSee 'kubectl --help' for usage.\n"],
    ['get --raw api', 'error: --raw must be a valid URL path: parse "api": invalid URI for request\n'],
    ['autoscale deploy web --max=3 --cpu=x', 'error: invalid resource cpu value: x\n'], ['autoscale deploy web --max=3 --cpu=-5%', 'error: invalid percentage value: -5\n'],
  ])('%s', (line, err) => expect(k(line)).toEqual({ out: '', err, code: 1 }))

  test('nothing was deleted by any word of those', () => expect(k('get deploy,cm -o name').out).toContain('deployment.apps/web\nconfigmap/conf\n'))
  test('describe with two words describes nothing where one of them is not there', () => {
    expect(k('describe cm/conf deploy/nope')).toEqual({ out: '', err: 'Error from server (NotFound): deployments.apps "nope" not found\n', code: 1 })
    expect(k('describe cm conf nope').out).toContain('Name:         conf')
  })
  test('a table that cannot be sorted so is empty; other forms say why', () => {
    k('scale deploy web --replicas=2')
    cluster.world.travel({ forMs: 1000 })
    expect(k('get pods --sort-by=.nope')).toEqual({ out: '', err: 'No resources found in default namespace.\n', code: 0 })
    expect(k('get pods --sort-by=.nope -o yaml').err).toBe('error: couldn\'t find any field with path "{.nope}" in the list of objects\n')
  })
  test('what has nothing to sort by, or null, comes first', () => {
    cluster.world.travel({ forMs: 5000 })
    const times = JSON.parse(k('get events --sort-by=.lastTimestamp -o json').out).items.map((e: any) => e.lastTimestamp ?? '')
    expect(times).toContain('')
    expect(times).toEqual(times.toSorted())
    expect(k('get events --sort-by=.lastTimestamp').out.split('\n').length).toBe(times.length + 2)
  })
  test('without the server\'s columns there are names and ages', () => expect(k('get deploy --server-print=false').out).toMatch(/^NAME\s+AGE\nweb\s+\d+s\n$/))
  test('autoscale by memory and by amounts', () => {
    expect(k('autoscale deploy web --max=3 --cpu=500 --memory=70%').out).toBe('horizontalpodautoscaler.autoscaling/web autoscaled\n')
    expect((cluster.objects('horizontalpodautoscalers')[0] as any).spec.metrics.map((m: any) => m.resource)).toEqual([
      { name: 'cpu', target: { type: 'AverageValue', averageValue: '500m' } }, { name: 'memory', target: { type: 'Utilization', averageUtilization: 70 } },
    ])
    expect(k('autoscale deploy web --max=3').err).toBe('error: failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input\n')
    expect(k('autoscale deploy web --max=3 --cpu=50%').err).toBe('Error from server (AlreadyExists): horizontalpodautoscalers.autoscaling "web" already exists\n')
  })
  test('events about one thing, and names of none', () => {
    expect(k('events --for deploy/web').out).toContain('ScalingReplicaSet')
    expect(k('events -o name')).toEqual({ out: '', err: '', code: 0 })
    expect(JSON.parse(k('events -o json').out).kind).toBe('EventList')
    expect(k('events -o json --for pod/none').err).toBe('No events found in default namespace.\n')
  })
  test('discovery by --raw, and everything in a folder by cluster-info dump', () => {
    expect(JSON.parse(k('get --raw /apis/batch/v1').out).resources.map((r: any) => r.name)).toEqual(['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'])
    expect([JSON.parse(k('get --raw /apis').out).kind, k('get --raw /apis/foo').code]).toEqual(['APIGroupList', 1])
    const dump = console.start('kubectl cluster-info dump --output-directory=d --namespaces=default')
    expect(printed(dump).out).toBe('Cluster info dumped to d\n')
    expect([...dump.saved!.keys()].filter(p => !/logs/.test(p))).toEqual(['d/nodes.json', ...['events', 'replication-controllers', 'services', 'daemonsets', 'deployments', 'replicasets', 'pods'].map(f => `d/default/${f}.json`)])
    expect(k('cluster-info dump').out).toMatch(/==== START logs for container c of pod default\/web-/)
  })
})

describe('JSON that is none', () => {
  test.each([
    ['cut.json', 'error: error parsing cut.json: unexpected EOF\n'], ['key.json', 'error: error parsing key.json: json: offset 6: invalid character \'1\' after object key\n'],
    ['folder', 'error: error reading [folder]: recognized file extensions are [.json .yaml .yml]\n'],
  ])('%s', (file, err) => expect(k(`apply -f ${file}`)).toEqual({ out: '', err, code: 1 }))

  test.each([
    ['{"a":1} x', 9, "invalid character 'x' after top-level value"], ['{a:1}', 2, "invalid character 'a' looking for beginning of object key string"], ['[1 2]', 4, "invalid character '2' after array element"],
    ['{"a":1 "b"}', 8, "invalid character '\"' after object key:value pair"], ['"\\x"', 3, "invalid character 'x' in string escape code"], ['tru1', 4, "invalid character '1' in literal true (expecting 'e')"],
    ['-x', 2, "invalid character 'x' in numeric literal"], ['1.x', 3, "invalid character 'x' after decimal point in numeric literal"], ['{"é":?}', 7, "invalid character '?' looking for beginning of value"],
    ['"a\nb"', 3, "invalid character '\\n' in string literal"], ['{"a":', 6, undefined], ['', 1, undefined],
    ['{}}', 3, "invalid character '}' after top-level value"], ['[{},{"a":[]]', 12, "invalid character ']' after object key:value pair"], ['['.repeat(20_000), 10_001, 'exceeded max depth'],
  ])('%.40j', (text, offset, message) => expect(jsonSyntaxError(text)).toEqual({ offset, message }))
  test.each(['{}', `${'['.repeat(9_000)}${']'.repeat(9_000)}`, ' [1, -2.5e+3, "\\u00e9", null, true] ', '"x"', '0'])('%.40j is one', text => expect(jsonSyntaxError(text)).toBeUndefined())
})
