// Command lines of kubectl: such as somebody might mean, made from what the commands say of themselves, and such as nobody would.
import { kinds } from '../../kube/kinds.ts'
import type { Command } from '../../kubectl/commands/command.ts'
import { commands } from '../../kubectl/commands/registry.ts'
import type { Flag } from '../../kubectl/parse/flags.ts'
import { globalFlags } from '../../kubectl/parse/globals.ts'
import type { Random } from './random.ts'

const flags = [...commands.flatMap(c => c.flags ?? []), ...globalFlags]
const OUTPUTS = [
  'yaml', 'json', 'wide', 'name', 'jsonpath={.metadata.name}', "jsonpath='{range .items[*]}{.metadata.name}{\"\\n\"}{end}'", 'jsonpath={.items[*]', 'jsonpath={.items[?(@.kind=="Pod")].metadata.name}', 'jsonpath={..image}', 'jsonpath={.spec.containers[-1:].name}', 'jsonpath={.items[0:2:1]}', 'jsonpath={range',
  "go-template='{{range .items}}{{.metadata.name}}{{end}}'", 'go-template={{.metadata.name}}', "go-template='{{if eq .kind \"Pod\"}}x{{else}}{{len .metadata.labels}}{{end}}'", 'go-template={{', 'custom-columns=A:.metadata.name,B:.spec.x', 'custom-columns=A', 'custom-columns-file=f.txt', 'jsonpath-file=f.txt', 'go-template-file=f.txt', 'x', '', 'jsonpath-as-json={.metadata}', 'template',
]
const VALUES = ['1m', '{.items[*]', 'yaml', 'json', 'a=b,c!=', '3x', 'null', 'status', '0', '-1', '999999999999', 'delete', 'condition=Ready', 'jsonpath={.x}=y', 'x.yaml', '-', 'server', 'client', 'foreground', 'orphan', 'web', 'nginx', 'c', '', ' ', '.', '名', "'a b'", '"a=b"', 'true', 'all']
const NAMES = ['web', 'pi', 'job/pi', 'deploy/web', 'pods/', '/x', 'all', 'pods,jobs', 'node-1', '-', '--', '.', 'x.yaml', 'over', 'a=b', 'a-', 'web=nginx:1', "'{\"spec\":{}}'", "'[{\"op\":\"x\"}]'", 'job.spec.template', 'default']
const SHELL = ['|', '||', '&&', ';', '$(', ')', '"', "'", '`', '$x', 'x=1', '2>&1', '>', '#', '\\', 'grep', '-v', '-E', 'wc', '-l', 'head', '-n', 'awk', "'{print $1}'", 'sort', 'uniq', 'cut', 'tr', 'tail', 'xargs', 'tee', 'watch',
  'while', 'do', 'done', 'for', 'p', 'in', 'if', 'then', 'fi', 'true', 'sleep', '1']

function word(r: Random): string {
  switch (r.below(16)) {
    case 0: case 1: case 2: return r.pick(commands).path
    case 3: case 4: case 5: return kindWord(r)
    case 6: case 7: return `--${r.pick(flags).name}`
    case 8: case 9: case 10: return `--${r.pick(flags).name}=${r.pick(VALUES)}`
    case 11: case 12: case 13: return r.pick(NAMES)
    case 14: return r.pick(SHELL)
    default: return Array.from({ length: r.below(8) }, () => String.fromCodePoint(r.pick([r.below(128), r.below(0xd000), 0x1f600 + r.below(80)]))).join('')
  }
}

/** Words in no order. */
export const wildLine = (r: Random): string => [r.pick(['kubectl', 'k', '', 'kubectl']), ...Array.from({ length: r.below(9) }, () => word(r))].join(' ').trim()

function kindWord(r: Random): string {
  const kind = r.pick(kinds)
  return r.pick([kind.plural, kind.plural, kind.singular, kind.kind, ...kind.shortNames, ...(kind.group ? [`${kind.plural}.${kind.group}`, `${kind.plural}.${kind.version}.${kind.group}`] : [])])
}

/** What stands in the cluster (ground.ts), by what it is called. */
const THERE: Readonly<Record<string, readonly string[]>> = {
  deploy: ['web'], statefulsets: ['sts'], ds: ['agent'], svc: ['web'], pod: ['plain', 'sts-0', 'nope'], job: ['pi'], cj: ['cj'], cm: ['cm', 'kube-root-ca.crt'], secret: ['sec'], sa: ['robot', 'default'], ns: ['default', 'other', 'kube-system'], quota: ['quota'], limits: ['limits'], pdb: ['web'], hpa: ['web'],
  ing: ['web'], netpol: ['deny'], pc: ['high', 'system-node-critical'], sc: ['slow'], pvc: ['disk'], rc: ['old'], node: ['node-1', 'node-2', 'control-plane'], ep: ['web'],
}
const WORKLOADS = ['deploy/web', 'deployment web', 'sts/sts', 'ds/agent', 'statefulset/sts', 'deploy -l app=web', 'deploy --all', 'rs -l app=web', 'rc/old', 'job/pi', 'cj/cj', 'pod/plain', 'deploy/nope', 'deploy', 'deploy,sts', 'deploy/web sts/sts', 'node/node-1', '']
const SELECTORS = ['app=web', 'app in (web,x)', 'app!=web', '!app', 'app', 'app notin (a)', 'app=', 'app=a,', '=', 'app>1']
const one = (r: Random): string => {
  const [kind, names] = r.pick(Object.entries(THERE))
  return r.oneIn(2) ? `${kind} ${r.pick(names)}` : `${kind}/${r.pick(names)}`
}
const resources = (r: Random): string => r.pick([() => one(r), () => one(r), () => one(r), () => kindWord(r), () => `${kindWord(r)} -l '${r.pick(SELECTORS)}'`, () => '-f x.yaml', () => `${kindWord(r)} --all`, () => 'all', () => `${one(r)} ${r.pick(NAMES)}`, () => `${kindWord(r)},${kindWord(r)}`, () => r.pick(NAMES)])()
const pod = (r: Random): string => r.pick(['plain', 'plain', 'plain', 'pod/plain', 'deploy/web', 'sts-0', 'sts/sts', 'job/pi', 'svc/web', 'ds/agent', 'nope', 'node/node-1', 'cm/cm', '', '-l app=web', 'plain sts-0'])
const INSIDE = ['ls /', 'cat /data/f', 'sh -c "echo hi; exit 3"', 'env', 'date', 'ps', 'nope', 'sh', 'sleep 1', 'touch /data/f', 'sh -c "kill 1"', 'wget -qO- web', 'tail -f /dev/null', 'hostname', 'sh -c "while :; do :; done"', "sh -c 'cat <<E\nx\nE'"]

/** The arguments of a command; what is not here goes by `completes`. */
const ARGUMENTS: Readonly<Record<string, (r: Random) => string>> = {
  'patch': r => `${one(r)} ${r.pick(['', '--type=merge', '--type=json', '--type=strategic', '--type=x'])} -p '${r.pick(['{"spec":{"replicas":3}}', '{"metadata":{"labels":{"a":"b","app":null}}}', '[{"op":"replace","path":"/spec/replicas","value":2}]', '[{"op":"test","path":"/kind","value":"x"}]', 'spec: {paused: true}', '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","image":"httpd"}]}}}}', '{"status":{"x":1}}', '{', '[]', 'null', '3'])}'`,
  'set image': r => `${r.pick(WORKLOADS)} ${r.pick(['nginx=nginx:1.28', '*=httpd', 'c=busybox:1', 'nope=x', 'nginx=', '=x', 'nginx', 'nginx=UPPER CASE', 'nginx=a c=b'])}`,
  'set env': r => `${r.pick(WORKLOADS)} ${r.pick(['A=b', 'A-', 'A=b C=d E-', '--list', '--list --resolve', '--from=cm/cm', '--from=secret/sec --prefix=P_', '--from=cm/cm --keys=a', '--from=pod/plain', '-', '-e A=1', 'A=b A-', '1A=b', '=b', 'A==', ''])}`,
  'set resources': r => `${r.pick(WORKLOADS)} ${r.pick(['--limits=cpu=1,memory=1Gi', '--requests=cpu=100m', '--limits=cpu=', '--limits=x', '--limits=cpu=0', '--requests=cpu=-1', ''])}`,
  'set selector': r => `${one(r)} ${r.pick(['a=b', 'a', 'app=web,x=y', 'a in (b)', ''])}`,
  'set serviceaccount': r => `${r.pick(WORKLOADS)} ${r.pick(['robot', 'default', 'A_', ''])}`,
  'label': r => `${resources(r)} ${r.pick(['a=b', 'a-', 'app=x --overwrite', 'a=', 'A/b=c', 'a/b/c=d', '=b', '--list', 'a=b a-', ''])}`,
  'annotate': r => `${resources(r)} ${r.pick(['a=b', 'a-', "a='b c'", 'kubernetes.io/change-cause=x', '--list', 'a', ''])}`,
  'taint': r => `${r.pick(['node node-1', 'nodes --all', 'node node-1 node-2', 'node -l x=y', 'pod plain', 'node'])} ${r.pick(['k=v:NoSchedule', 'k:NoExecute', 'k=v:PreferNoSchedule', 'k-', 'k:NoSchedule-', 'k=v:X', 'k', '=:', ''])}`,
  'scale': r => `${r.pick(WORKLOADS)} --replicas=${r.pick(['0', '1', '5', '-1', 'x', ''])}${r.oneIn(4) ? ` --current-replicas=${r.below(4)}` : ''}`,
  'autoscale': r => `${r.pick(WORKLOADS)} --max=${r.pick(['3', '0', '-1'])}${r.oneIn(2) ? ' --min=1 --cpu=50%' : ''}`,
  'wait': r => `${resources(r)} --for=${r.pick(['condition=Ready', 'condition=Complete', 'condition=x=false', 'delete', 'create', "jsonpath='{.status.phase}'=Running", "jsonpath='{.status.readyReplicas}'=2", "jsonpath='{.x}'", 'jsonpath={', 'condition=', 'x', ''])} --timeout=${r.pick(['1s', '0', '-1s', '2s', 'x', '1h'])}`,
  'cp': r => r.pick(['f.txt plain:/data/f.txt', 'plain:/data/f .', 'plain:/etc/passwd out.txt', 'default/plain:/etc out', 'base plain:/data', 'nope:/x y', 'f.txt plain:relative', 'plain:/a plain:/b', 'x y', 'f.txt', '', 'f.txt plain:', 'none plain:/x', 'f.txt plain:/data/f.txt -c nope', 'plain:/nope/x y', '- plain:/x']),
  'exec': r => `${pod(r)} ${r.pick(['-- ', '-it -- ', '-c c -- ', '', '-c nope -- ', '-i -- '])}${r.pick(INSIDE)}`,
  'attach': pod, 'logs': r => `${pod(r)} ${r.pick(['', '', '-f', '-c c', '--tail=1', '--since=1s', '--previous', '--all-containers', '--timestamps', '--prefix', '--limit-bytes=3', '--since-time=2026-01-01T09:00:03Z', '--tail=-2', '--since=x'])}`,
  'port-forward': r => `${pod(r)} ${r.pick(['8080:80', ':80', '80', 'x', '', '8080:http', '99999'])}`,
  'explain': r => `${kindWord(r)}${r.pick(['', '.spec', '.spec.template.spec.containers', '.metadata', '.nope', '.spec.', '..', '.status.conditions.type'])}${r.oneIn(3) ? ' --recursive' : ''}`,
  'create': () => '-f x.yaml', 'apply': r => r.pick(['-f x.yaml', '-f .', '-k .', '-f x.yaml -f f.txt', '-R -f .', '-f -', '-f nope', '', '-f http://x/y', '-k base', '-f bad.yaml']), 'diff': r => r.pick(['-f x.yaml', '-k base', '-f .', '-f -', '']), 'replace': r => r.pick(['-f x.yaml', '--force -f x.yaml', '--raw /x -f x.yaml', '']),
  'apply view-last-applied': resources, 'apply set-last-applied': r => r.pick(['-f x.yaml', '-f x.yaml --create-annotation', '']), 'apply edit-last-applied': resources,
  'create deployment': r => `d${r.pick(['', ' --image=nginx', ' --image=nginx --image=redis', ' --image=nginx --replicas=2 --port=80', ' --image=busybox -- sleep 9', ' --image=A/B'])}`,
  'create job': r => `j${r.pick(['', ' --image=busybox', ' --image=busybox -- echo hi', ' --from=cj/cj', ' --from=cronjob/cj', ' --from=deploy/web', ' --from=x', ' --image=a --from=cj/cj'])}`,
  'create cronjob': r => `c --image=busybox --schedule=${r.pick(['"* * * * *"', '@daily', 'x', '"60 * * * *"'])}${r.oneIn(3) ? ' --restart=Never' : ''}${r.oneIn(3) ? ' -- date' : ''}`,
  'create configmap': r => `m ${r.pick(['--from-literal=a=b', '--from-file=f.txt', '--from-file=k=f.txt', '--from-file=.', '--from-file=base', '--from-env-file=app.env', '--from-literal=a', '--from-literal=a=1 --from-literal=a=2', '--from-file=none', '--append-hash', ''])}`,
  'create secret generic': r => `s ${r.pick(['--from-literal=a=b', '--from-file=f.txt', '--from-env-file=app.env --type=x', ''])}`, 'create secret tls': r => `s ${r.pick(['--cert=tls.crt --key=tls.crt', '--cert=none', ''])}`,
  'create secret docker-registry': r => `s ${r.pick(['--docker-username=a --docker-password=b --docker-email=c', '--docker-server=x', '--from-file=f.txt', ''])}`,
  'create ingress': r => `i ${r.pick(['--rule=a.example/=web:80', '--rule="a.example/*=web:http,tls=sec"', '--default-backend=web:80', '--class=x --annotation=a=b --rule=/=web:80', '--rule=x', ''])}`,
  'create namespace': r => r.pick(['n', 'A_', 'default', '', 'a b', 'x'.repeat(70)]), 'create serviceaccount': r => r.pick(['s', 'default', '']),
  'create quota': r => `q ${r.pick(['--hard=cpu=1,pods=2', '--hard=x', '--scopes=BestEffort --hard=pods=1', '--scopes=x', ''])}`, 'create priorityclass': r => `p ${r.pick(['--value=10', '--value=2000000000', '--value=1 --global-default --description=x --preemption-policy=Never', '--preemption-policy=x', ''])}`,
  'create poddisruptionbudget': r => `b ${r.pick(['--selector=app=web --min-available=1', '--selector=app=web --max-unavailable=50%', '--selector=x=y', '--min-available=1', '--selector=, --min-available=x', ''])}`,
  'create service clusterip': r => `v ${r.pick(['--tcp=80', '--tcp=80:8080 --tcp=x', '--clusterip=None', '--tcp=99999', ''])}`, 'create service nodeport': r => `v --tcp=80 ${r.pick(['', '--node-port=30080', '--node-port=1'])}`, 'create service loadbalancer': () => 'v --tcp=80:http', 'create service externalname': r => `v ${r.pick(['--external-name=a.b', '--external-name=', '--external-name=a.b --tcp=80'])}`,
  'run': r => `p ${r.pick(['--image=nginx', '--image=busybox --restart=Never -- sleep 3', '--image=busybox --rm -it --restart=Never -- echo hi', '--image=nginx --port=80 --expose', '--image=nginx --env=A=b --labels=a=b,c=d', '--image=nginx --overrides=\'{"spec":{"nodeName":"node-1"}}\'', '--image=nginx --overrides={', '--image=nginx --command', ''])}`,
  'expose': r => `${r.pick(['deploy/web', 'deploy web', 'pod plain', 'svc/web', 'sts/sts', 'rc/old', 'job/pi', ''])} ${r.pick(['--port=80', '--port=80 --target-port=http --name=v', '--port=80 --type=NodePort', '--type=x --port=1', '--selector=a=b --port=80,81', '--port=x', ''])}`,
  'rollout undo': r => `${r.pick(WORKLOADS)} ${r.pick(['', '--to-revision=1', '--to-revision=9', '--to-revision=-1'])}`, 'rollout history': r => `${r.pick(WORKLOADS)} ${r.pick(['', '--revision=1', '--revision=9'])}`, 'rollout status': r => `${r.pick(WORKLOADS)} ${r.pick(['', '--timeout=1s', '--watch=false', '--revision=1'])}`,
  'drain': r => `${r.pick(['node-1', 'node-1 node-2', '-l x=y', 'nope', '', '--selector='])} ${r.pick(['', '--ignore-daemonsets', '--ignore-daemonsets --delete-emptydir-data --force', '--force --grace-period=0 --ignore-daemonsets', '--dry-run=client', '--pod-selector=app=web --disable-eviction', '--timeout=1s --ignore-daemonsets --force --delete-emptydir-data', '--skip-wait-for-delete-timeout=1'])}`,
  'delete': r => `${resources(r)} ${r.pick(['', '--wait=false', '--now', '--force --grace-period=0', '--cascade=orphan', '--cascade=foreground --timeout=1s', '--grace-period=-1', '--dry-run=server', '--ignore-not-found', '-A', '--field-selector=status.phase=Running', '--cascade=x'])}`,
  'get': r => `${resources(r)} ${r.pick(['', '', `-o ${r.pick(OUTPUTS)}`, `-o ${r.pick(OUTPUTS)}`, '-A', '-w', '--watch-only', '--sort-by=.metadata.name', '--sort-by={', '--show-labels', '-L app', '--no-headers', '--field-selector=metadata.name=web', '--field-selector=x', '--subresource=status', '--subresource=scale', '--show-managed-fields -o yaml', '--raw /api/v1/pods', '--raw=/x', '--output-watch-events -w', '--chunk-size=1', '--show-kind', '--ignore-not-found', '--server-print=false'])}`,
  'events': r => r.pick(['', '--for=deploy/web', '--for=pod/plain', '-A', '--types=Warning', '-w', '--for=x', '-o yaml', '--types=x']), 'top pod': r => r.pick(['', '-A', '--containers', '--sort-by=cpu', '--sort-by=x', '-l app=web', 'plain', '--sum']), 'top node': r => r.pick(['', 'node-1', '--sort-by=memory', '--no-headers', '--show-capacity']),
  'auth can-i': r => r.pick(['get pods', 'create deploy -n other', "'*' '*'", 'x y', '--list', 'get', 'get pods/log', 'delete nodes --as=x', 'get pods -q']), 'config view': r => r.pick(['', '-o json', '--minify', '--raw']), 'config use-context': r => r.pick(['x', 'kubernetes-admin@kubernetes', '']),
  'kustomize': r => r.pick(['.', 'base', '', 'nope', 'http://x', '. .']), 'completion': r => r.pick(['bash', 'x', '']), 'api-resources': r => r.pick(['', '-o wide', '-o name', '--namespaced=false', '--api-group=apps', '--verbs=list', '--sort-by=kind', '--categories=all', '-o x']), 'version': r => r.pick(['', '-o json', '-o yaml', '--client', '-o x']),
  'debug': r => r.pick(['plain --image=busybox', 'node/node-1 -it --image=busybox', 'plain']), 'certificate approve': () => 'x', 'certificate deny': () => 'x',
}

function argumentsOf(r: Random, { path, completes }: Command): string {
  const own = ARGUMENTS[path]
  if (own && !r.oneIn(12)) return own(r)
  if (typeof completes === 'object') return r.pick(completes)
  switch (completes) {
    case 'workloads': return r.pick(WORKLOADS)
    case 'pods': return pod(r)
    case 'nodes': return r.pick(['node-1', 'node-1 node-2', 'nope', '', '-l x=y'])
    case 'kinds': return kindWord(r)
    case 'files': return r.pick(['x.yaml', 'f.txt', 'base', 'nope'])
    case 'resources': return resources(r)
    default: return r.oneIn(2) ? '' : r.pick(NAMES)
  }
}

/** A flag with a value that it may have, mostly. */
function flagged(r: Random, flag: Flag): string {
  const name = flag.short && r.oneIn(4) ? `-${flag.short}` : `--${flag.name}`
  if (r.oneIn(12)) return `${name}=${r.pick(VALUES)}`
  if (r.oneIn(30)) return name
  const join = name.startsWith('--') ? r.pick(['=', ' ']) : ' '
  switch (flag.type) {
    case 'bool': return r.oneIn(3) ? `--${flag.name}=${r.pick(['true', 'false', 'T', '0', 'x'])}` : name
    case 'int': return `${name}${join}${r.pick(['0', '1', '2', '80', '-1', '2147483647', '2147483648', '1.5', 'x'])}`
    case 'duration': return `${name}${join}${r.pick(['1s', '0', '0s', '2s', '-1s', '1h', '1.5s', '1', 'x', '1ms'])}`
    default:
      if (flag.name === 'output') return `${name}${join}${r.pick(OUTPUTS)}`
      if (flag.name === 'namespace') return `${name}${join}${r.pick(['default', 'other', 'kube-system', 'none', 'A_'])}`
      if (flag.name === 'selector') return `${name}${join}'${r.pick(SELECTORS)}'`
      if (flag.name === 'dry-run') return r.pick(['--dry-run', '--dry-run=client', '--dry-run=server', '--dry-run=none', '--dry-run=x'])
      if (typeof flag.values === 'object') return `${name}${join}${r.pick(flag.values)}`
      if (flag.values === 'file') return `${name}${join}${r.pick(['x.yaml', 'f.txt', '.', 'base', '-', 'nope'])}`
      if (flag.values === 'container') return `${name}${join}${r.pick(['c', 'nginx', 'nope', '*'])}`
      return `${name}${join}${r.pick(VALUES)}`
  }
}

/** A command with arguments that it takes and some of its flags; help now and then. */
export function aptLine(r: Random): string {
  const command = r.pick(commands)
  const own = command.flags ?? []
  const chosen = Array.from({ length: r.oneIn(3) ? 0 : r.below(4) }, () => flagged(r, own.length && !r.oneIn(6) ? r.pick(own) : r.pick(globalFlags)))
  const words = [argumentsOf(r, command), ...chosen].filter(Boolean)
  // `--` ends the flags: they stand before it.
  const text = words[0]?.includes(' -- ') ? [...chosen, words[0]].join(' ') : words.join(' ')
  return `${r.pick(['kubectl', 'kubectl', 'k'])} ${command.aliases && r.oneIn(8) ? [...command.path.split(' ').slice(0, -1), r.pick(command.aliases)].join(' ') : command.path} ${text}${r.oneIn(25) ? ' --help' : ''}`.trim()
}
