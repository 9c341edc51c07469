// What kubectl says where it is not given enough, or too much: as a real kubectl (1.32, where no recording of 1.36 says otherwise) answers the same line.
import { expect, test } from 'vitest'
import { createCluster } from '../engine/index.ts'
import { consoleOn } from './testing/console.ts'

const cluster = createCluster({ nodes: 1 })
cluster.world.travel({ forMs: 1000 })
const { k } = consoleOn(cluster.client(), { 'f.txt': 'hello\n', 'e.env': 'A=1\n' })

const NOTHING = "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'"
const hint = (path: string) => `\nSee 'kubectl ${path} -h' for help and examples`

test.each([
  ['create deployment a b --image=x --dry-run=client', `exactly one NAME is required, got 2${hint('create deployment')}`],
  ['create configmap c --from-literal=a=1 --from-literal=a=2', 'cannot add key "a", another key by that name already exists in Data for ConfigMap "c"'],
  ['create configmap c --from-literal=a=1 --from-env-file=e.env', 'from-env-file cannot be combined with from-file or from-literal'],
  ["create cm c --from-literal='a b=1'", '"a b" is not a valid key name for a ConfigMap: a valid config key must consist of alphanumeric characters, \'-\', \'_\' or \'.\' (e.g. \'key.name\',  or \'KEY_NAME\',  or \'key-name\', regex used for validation is \'[-._a-zA-Z0-9]+\')'],
  ['create secret tls t --cert=f.txt --key=f.txt', 'tls: failed to find any PEM data in certificate input'],
  ['create secret docker-registry d', 'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required'],
  ['create secret bad x', `unknown command "bad x"${hint('create secret')}`],
  ['create service clusterip s', 'at least one tcp port specifier must be provided'],
  ['create service clusterip s --tcp=a', 'strconv.ParseUint: parsing "a": invalid syntax'],
  ['create service clusterip s --tcp=99999', 'strconv.ParseUint: parsing "99999": value out of range'],
  ['create quota q --hard=cpu', 'Invalid argument syntax cpu, expected <resource>=<value>'],
  ['run p --image=nginx --expose', `--port must be set when exposing a service${hint('run')}`],
  ['run p --image=nginx --restart=Sometimes', `invalid restart policy: Sometimes${hint('run')}`],
  ['run p --image=nginx --image-pull-policy=Bad', `invalid image pull policy: Bad${hint('run')}`],
  ['run p --image=NGINX', 'Invalid image name "NGINX": invalid reference format'],
  ['run p --image=nginx --env=A', 'invalid env: A'],
  ['run p --image=nginx --labels=a', 'unexpected label spec: a'],
  ['expose', NOTHING], ['edit', NOTHING], ['set image', NOTHING], ['set env', 'one or more resources must be specified as <resource> <name> or <resource>/<name>'],
  ['label', 'one or more resources must be specified as <resource> <name> or <resource>/<name>'],
  ['rollout status', 'required resource not specified'], ['rollout undo', 'required resource not specified'],
  ['set selector', 'one selector is required'], ['set serviceaccount', 'serviceaccount is required'],
  ['patch', 'must specify --patch or --patch-file containing the contents of the patch'],
  ["patch deploy web --type=bad -p '{}'", '--type must be one of [json merge strategic], not "bad"'],
  ['replace', 'must specify one of -f and -k'],
  ['exec', 'pod, type/name or --filename must be specified'], ['exec p', 'you must specify at least one command for the container'],
  ['attach', 'at least 1 argument is required for attach'], ['cp', 'source and destination are required'],
  ['taint', 'one or more resources must be specified as <resource> <name>'], ['taint nodes n', 'at least one taint update is required'],
])('kubectl %s', (line, words) => expect(k(`kubectl ${line}`)).toEqual({ out: '', err: `error: ${words}\n`, code: 1 }))

test.each(['rollout', 'set', 'create secret', 'create service', 'auth', 'top'])('kubectl %s shows what there is below it, and fails', path => {
  const { out, err, code } = k(`kubectl ${path}`)
  expect({ out, code }).toEqual({ out: '', code: 1 })
  expect(err).toContain('Available Commands:')
})

test('kubectl create secret docker-registry keeps the order that Docker\'s file has', () => {
  const { out } = k('kubectl create secret docker-registry d --docker-server=r.io --docker-username=u --docker-password=p --docker-email=e --dry-run=client -o yaml')
  expect(out).toContain('.dockerconfigjson: eyJhdXRocyI6eyJyLmlvIjp7InVzZXJuYW1lIjoidSIsInBhc3N3b3JkIjoicCIsImVtYWlsIjoiZSIsImF1dGgiOiJkVHB3In19fQ==\n')
})

test('kubectl set serviceaccount and set selector change what they say', () => {
  k('kubectl create deployment web --image=nginx')
  k('kubectl create service clusterip web --tcp=80')
  expect(k('kubectl set serviceaccount deployment web builder').out).toBe('deployment.apps/web serviceaccount updated\n')
  expect(k("kubectl get deploy web -o jsonpath='{.spec.template.spec.serviceAccountName}'").out).toBe('builder')
  expect(k('kubectl set selector service web a=b,c=d').out).toBe('service/web selector updated\n')
  expect(k("kubectl get svc web -o jsonpath='{.spec.selector}'").out).toBe('{"a":"b","c":"d"}')
  expect(k('kubectl set selector deployment web a=b').err).toBe('error: setting a selector is only supported for Services\n')
})

test('kubectl run --expose makes the service as well, in a dry run too', () => {
  expect(k('kubectl run p --image=nginx --expose --port=80 --dry-run=client').out).toBe('service/p created (dry run)\npod/p created (dry run)\n')
  expect(k('kubectl run p --image=nginx --privileged --dry-run=client -o yaml').out).toContain('    securityContext:\n      privileged: true\n')
})

test.each([
  ['--template={{.kind}}', 'Deployment'], ['-o go-template --template={{.kind}}', 'Deployment'], ['-o jsonpath --template={.kind}', 'Deployment'],
])('a template may stand in a flag of its own: %s', (flags, printed) => {
  expect(k(`create deployment x --image=y --dry-run=client ${flags}`).out).toBe(printed)
})

test.each([
  ['-o go-template={{.metadata}} --template={{.kind}}', 'unable to match a printer suitable for the output format "go-template={{.metadata}}"'],
  ['-o jsonpath={.metadata.name} --template={.kind}', 'unable to match a printer suitable for the output format "jsonpath={.metadata.name}"'],
  ['-o go-template', 'template format specified but no template given'],
])('but not in two places, and somewhere: %s', (flags, words) => {
  expect(k(`create deployment x --image=y --dry-run=client ${flags}`).err).toContain(words)
})

test.each([
  ['create job j --image=x echo hi', `exactly one NAME is required, got 3${hint('create job')}`], ["create secret generic s --from-literal='a b=1'", '"a b" is not valid key name for a Secret a valid config key must consist of alphanumeric characters, \'-\', \'_\' or \'.\' (e.g. \'key.name\',  or \'KEY_NAME\',  or \'key-name\', regex used for validation is \'[-._a-zA-Z0-9]+\')'],
  ['create service clusterip s --tcp=80:99999', 'must be between 1 and 65535, inclusive'], ['create service clusterip s --tcp=80:x_y', 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'],
  ['create service externalname s --external-name=A_B', 'invalid service external name A_B'], ["run p --image=x --overrides='{}' --override-type=foo", 'invalid override type: foo'],
  ['run p --image=x --annotations=a', 'invalid annotations format: a'], ["run p --image=x --env='a b=c'", 'invalid env: a b=c'], ['run p --image=x --pod-running-timeout=0s', `--pod-running-timeout must be higher than zero${hint('run')}`],
  ['replace -f f.txt --grace-period=5', '--grace-period must have --force specified'], ['replace -f f.txt --force --dry-run=client', '--dry-run can not be used when --force is set'],
  ['get pods --show-labels -o yaml', '--show-labels option cannot be used with yaml printer'], ['get pods -o custom-columns-file', 'custom-columns format specified but no custom columns given'],
  ['get pods -o jsonpath-file', 'template format specified but no template given'],
])('kubectl %s', (line, words) => expect(k(`kubectl ${line}`)).toEqual({ out: '', err: `error: ${words}\n`, code: 1 }))

test('kubectl diff shows of a secret that it changes, not what it holds', () => {
  const { k: on } = consoleOn(cluster.client(), { 's.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: hidden}\ndata: {a: Yg==, b: Yg==, same: Yg==}\n' })
  on('kubectl create secret generic hidden --from-literal=a=a --from-literal=same=b')
  const { out, code } = on('kubectl diff -f s.yaml')
  expect(out).toContain("-  a: '*** (before)'\n-  same: '***'\n+  a: '*** (after)'\n+  b: '***'\n+  same: '***'\n".replace("-  same: '***'\n+  a", '+  a').replace("+  same: '***'\n", "   same: '***'\n"))
  expect(code).toBe(1)
})

test('kubectl delete --dry-run=client takes names at their word; a template that fails has printed its half', () => {
  expect(k('kubectl delete pod nope --dry-run=client')).toEqual({ out: 'pod "nope" deleted from default namespace (dry run)\n', err: '', code: 0 })
  const { out, err } = k("kubectl get ns default -o go-template='a{{index .spec.finalizers 9}}'")
  expect(out).toMatch(/^aError executing template: template: output:1:3: executing "output" at <index .spec.finalizers 9>: error calling index: index out of range: 9\. Printing more information/)
  expect(err).toBe('error: error executing template "a{{index .spec.finalizers 9}}": template: output:1:3: executing "output" at <index .spec.finalizers 9>: error calling index: index out of range: 9\n')
  expect(k("kubectl get ns default -o jsonpath-as-json='{.metadata.name}'").out).toBe('[\n    "default"\n]\n')
})
