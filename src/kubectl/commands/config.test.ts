// The context's namespace, parts of objects, and what is refused: lines held against a real kubectl on a served cluster.
import { beforeAll, describe, expect, test } from 'vitest'
import { createCluster, type Cluster } from '../../engine/index.ts'
import { start } from '../index.ts'
import { CONFIG, CONTEXT } from '../kubeconfig.ts'
import { printed } from '../testing/console.ts'

let cluster: Cluster
/** A home whose files outlast a line, as the terminal's does. */
const home = new Map<string, string>()
function at(line: string, inPage = true) {
  const running = start(line, { client: cluster.client(), inPage, files: { read: path => home.get(path), list: () => undefined } })
  for (const [path, text] of running.saved ?? []) home.set(path, text)
  return printed(running)
}
beforeAll(() => {
  cluster = createCluster({ seed: 2 })
  cluster.world.travel({ forMs: 1000 })
  at('create deployment web --image=nginx --replicas=2')
  at('create ns team')
  at('create configmap there -n team')
})

describe('config', () => {
  test('the namespace of the context is that of the lines after it, until it is taken away', () => {
    expect(at(`config set-context --current --namespace=team`)).toEqual({ out: `Context "${CONTEXT}" modified.\n`, err: '', code: 0 })
    expect(at('get cm -o name').out).toContain('configmap/there\n')
    expect(at('get cm there -n default').code).toBe(1)
    expect(at('config get-contexts').out).toBe(`CURRENT   NAME                          CLUSTER      AUTHINFO           NAMESPACE\n*         ${CONTEXT}   kubernetes   kubernetes-admin   team\n`)
    expect(at("config view --minify -o json").out).toContain('"namespace": "team"')
    expect(at(`config set-context ${CONTEXT} --namespace=`).code).toBe(0)
    expect(at('get cm there').code).toBe(1)
  })

  test('outside the page no home is read', () => {
    at(`config set-context ${CONTEXT} --namespace=team`)
    expect([at('get cm there', false).code, at('get cm there').code]).toEqual([1, 0])
    home.set(CONFIG, ': nonsense: [')
    expect(at('get cm there').code).toBe(1)
    home.delete(CONFIG)
  })

  test('contexts put a cluster, a user and a namespace together, and lines follow the one that is used', () => {
    expect(at('config set-context dev --namespace=team --cluster=kubernetes --user=kubernetes-admin').out).toBe('Context "dev" created.\n')
    expect(at('get cm there --context dev').code).toBe(0)
    expect(at('config use-context dev').out).toBe('Switched to context "dev".\n')
    expect([at('config current-context').out, at('get cm there').code]).toEqual(['dev\n', 0])
    expect(at('config rename-context dev prod').out).toBe('Context "dev" renamed to "prod".\n')
    expect(at('config get-contexts').out.split('\n').map(line => line.trimEnd().replace(/ +/g, ' '))).toEqual(['CURRENT NAME CLUSTER AUTHINFO NAMESPACE', ` ${CONTEXT} kubernetes kubernetes-admin`, '* prod kubernetes kubernetes-admin team', ''])
    expect(at("config view --minify -o jsonpath='{.contexts[*].name} {..namespace}'").out).toBe('prod team')
    expect(at('config delete-context prod')).toEqual({ out: `deleted context prod from ${CONFIG}\n`, err: 'warning: this removed your active context, use "kubectl config use-context" to select a different one\n', code: 0 })
    expect(at('get pods').err).toBe('Error in configuration: context was not found for specified context: prod\n')
    expect(at('version').err).toBe('Error in configuration: context was not found for specified context: prod\n')
    expect(at('version --context dev').err).toBe('error: context "dev" does not exist\n')
    expect(at('get pods --context dev').err).toBe('Error in configuration: context was not found for specified context: dev\n')
    expect(at(`config use ${CONTEXT}`).code).toBe(0)
    home.delete(CONFIG)
  })

  test('what leads nowhere says so, and secrets are hidden', () => {
    at('config set-context gce --user=nobody')
    expect(at('get pods --context gce').err).toBe('error: auth info "nobody" does not exist\n')
    at('config set-credentials nobody --username=n --password=p')
    expect(at('get pods --context gce').err).toBe('The connection to the server localhost:8080 was refused - did you specify the right host or port?\n')
    expect(at('config set-cluster far --server=https://1.2.3.4').out).toBe('Cluster "far" set.\n')
    at('config set contexts.gce.cluster far')
    expect(at('get pods --context gce').err).toBe('Unable to connect to the server: dial tcp 1.2.3.4:443: i/o timeout\n')
    at('config set contexts.gce.cluster kubernetes')
    expect(at('get pods --context gce').err).toBe('error: You must be logged in to the server (Unauthorized)\n')
    const password = (flags: string) => at(`config view ${flags} -o jsonpath='{.users[?(@.name == "nobody")].user.password}'`).out
    expect([password(''), password('--raw')]).toEqual(['REDACTED', 'p'])
    expect(at('config unset users.nobody').out).toBe('Property "users.nobody" unset.\n')
    expect(at('config get-users').out).toBe('NAME\nkubernetes-admin\n')
    home.delete(CONFIG)
  })

  test('who bears a token is the one it was made for', () => {
    at('create sa robot')
    const token = at('create token robot').out.trim()
    expect(at(`config set-credentials robot --token=${token}`).out).toBe('User "robot" set.\n')
    at('config set-context --current --user=robot')
    expect(at('get pods').err).toContain('User "system:serviceaccount:default:robot" cannot list resource "pods"')
    expect(at(`auth whoami --token=${token} -o jsonpath='{.status.userInfo.username}'`).out).toBe('system:serviceaccount:default:robot')
    expect(at('get pods --token=nonsense').err).toBe('error: You must be logged in to the server (Unauthorized)\n')
    home.delete(CONFIG)
  })

  test.each([
    ['config set-cluster', 'unexpected args: []'], ['config use-context nope', 'no context exists with the name: "nope"'], ['config unset contexts.nope.namespace', 'current map key `nope` is invalid'], ['config set clusters x', "can't set a map to a value: clusters"],
    ['config set-credentials x --token=a --username=b', 'you cannot specify more than one authentication method at the same time: --token, --username/--password'],
    ['config get-contexts x', 'context x not found'], ['config rename-context a b', `cannot rename the context "a", it's not in ${CONFIG}`], ['config delete-context a', `cannot delete context a, not in ${CONFIG}`],
    ['config set-context', "Unexpected args: []\nSee 'kubectl config set-context -h' for help and examples"],
  ])('%s', (line, words) => expect(at(line).err).toBe(`error: ${words}\n`))
})

describe('a part of an object', () => {
  test('the scale is an object of its own', () => {
    expect(at('get deploy web --subresource=scale').out).toBe('NAME   DESIRED   AVAILABLE   AGE\nweb    2         0           0s\n')
    expect(at("get deploy web --subresource=scale -o jsonpath='{.kind} {.spec.replicas} {.status.selector}'").out).toBe('Scale 2 app=web')
  })
  test.each([
    ['get deploy --subresource=scale', 'error: subresource cannot be used when bulk resources are specified\n'], ['get deploy web --subresource=foo', 'Error from server (NotFound): the server could not find the requested resource\n'],
    ['get cm kube-root-ca.crt --subresource=status', 'Error from server (NotFound): the server could not find the requested resource\n'],
  ])('%s', (line, err) => expect(at(line)).toEqual({ out: '', err, code: 1 }))
})

describe('refused', () => {
  test.each([
    ['api-resources --sort-by=age', 'error: --sort-by accepts only name or kind\n'], ['api-resources foo', "error: unexpected arguments: [foo]\nSee 'kubectl api-resources -h' for help and examples\n"],
    ['explain pod --output=foo', 'error: unrecognized format: foo\n'], ['apply -f x.yaml --server-side --force', 'error: --force cannot be used with --server-side\n'],
  ])('%s', (line, err) => expect(at(line)).toEqual({ out: '', err, code: 1 }))
  test('groups say what is below them, and how that counts', () => {
    expect([['certificate', 'out', 0], ['rollout', 'err', 1], ['set', 'err', 1], ['config', 'err', 1]].map(([line, stream, code]) => {
      const got = at(line as string)
      return [got[stream as 'out' | 'err'].includes('Available Commands:'), got.code === code]
    })).toEqual([[true, true], [true, true], [true, true], [true, true]])
  })
})

test('api-resources knows what is only asked, and what can be done with what', () => {
  expect(at('api-resources --verbs=list --api-group=authorization.k8s.io -o name').out).toBe('')
  expect(at('api-resources --api-group=authorization.k8s.io -o wide').out.split('\n')[1]).toMatch(/^localsubjectaccessreviews +authorization\.k8s\.io\/v1 +true +LocalSubjectAccessReview +create/)
  expect(at('api-resources --api-group=rbac.authorization.k8s.io -o name').out).toBe(['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'].map(n => `${n}.rbac.authorization.k8s.io\n`).join(''))
})
