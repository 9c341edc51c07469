// The images that there are: their tags, sizes, entrypoints, and which commands they hold.
// Sizes of what a teaching cluster commonly runs are those of the cluster that was recorded; the others are rounded.
import { standsForItself } from './unknownImages.ts'
import { parseReference } from './reference.ts'

/** Which world of programs an image brings along. */
export type Userland = 'busybox' | 'alpine' | 'debian' | 'none'

export interface Image {
  /** Docker.io/library/… as in parseReference. */
  readonly repository: string
  readonly tags: (tag: string) => boolean
  readonly sizeBytes: number
  /** Tags that are built on Alpine are small. */
  readonly alpineBytes?: number
  readonly userland: Userland
  readonly entrypoint?: readonly string[]
  readonly cmd?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly workingDir?: string
  /** The signal that asks its process to end; TERM if left out. */
  readonly stopSignal?: 'TERM' | 'QUIT' | 'WINCH' | 'INT'
  readonly user?: string
  /** Commands beyond its userland, e.g. nginx. */
  readonly commands?: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  /** Commands that are files of the image, so that they can be moved away: by their paths. */
  readonly binaries?: readonly string[]
  /** What a request to its server costs, in ms of one core; left out: as good as nothing. */
  readonly cpuMsPerRequest?: number
}

const any = (): boolean => true
const SUFFIX = String.raw`(?:-(?:alpine|slim|bookworm|bullseye|buster|trixie|stretch|jammy|noble|otel|perl|fpm|apache|management|glibc|musl|uclibc)[\d.]*)*`

/** Tags such as 1, 1.27, 1.27.3, 1.27-alpine for minors in the ranges, and the words. */
function versions(ranges: Readonly<Record<string, readonly [number, number]>>, ...words: readonly string[]): (tag: string) => boolean {
  const version = new RegExp(`^v?(\\d+)(?:\\.(\\d+)(?:\\.\\d{1,2})?)?${SUFFIX}$`)
  const word = new RegExp(`^(?:latest|alpine|slim|stable|${words.join('|') || 'latest'})${SUFFIX}$`)
  return (tag) => {
    if (word.test(tag)) return true
    const found = version.exec(tag)
    const range = found ? ranges[found[1]!] : undefined
    return range !== undefined && (found![2] === undefined || (Number(found![2]) >= range[0] && Number(found![2]) <= range[1]))
  }
}

const WELCOME = '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n'
/** The page of the HPA walkthrough's server takes a million square roots. */
const HPA_EXAMPLE = '<?php\n$x = 0.0001;\nfor ($i = 0; $i <= 1000000; $i++) {\n  $x += sqrt($x);\n}\necho "OK!";\n?>\n'
const HPA_EXAMPLE_MS = 60
const DEBIAN_SIZE = 56_717_874
const SMALL = 1_099_950
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

const welcome = (port: number): Readonly<Record<string, string>> => ({
  '/usr/share/nginx/html/index.html': WELCOME, '/etc/nginx/nginx.conf': 'worker_processes  auto;\n', '/etc/nginx/conf.d/default.conf': `server {\n    listen       ${port};\n}\n`,
})
const nginx = (repository: string, tags: Image['tags'], sizeBytes = 56_717_876): Image => ({
  repository, tags, sizeBytes, alpineBytes: SMALL, userland: 'debian', cmd: ['nginx', '-g', 'daemon off;'], stopSignal: 'QUIT', commands: ['nginx', 'curl', 'wget'],
  files: welcome(80),
})
/** A server whose image begins with a script: it gives options to the server, and runs any other command instead of it. */
const scripted = (name: string, tags: Image['tags'], sizeBytes: number, command: string, clients: readonly string[], more: Partial<Image> = {}): Image =>
  server(name, tags, sizeBytes, command, { entrypoint: ['docker-entrypoint.sh'], ...more, commands: [command, 'docker-entrypoint.sh', ...clients] })
const fluentd = (repository: string): Image => ({ repository, tags: any, sizeBytes: DEBIAN_SIZE, userland: 'debian', cmd: ['fluentd'], commands: ['fluentd', 'ruby'] })
const pause = (repository: string): Image => ({ repository, tags: versions({ 2: [0, 0], 3: [0, 10] }), sizeBytes: 329_162, userland: 'none', entrypoint: ['/pause'], commands: ['pause'] })
const debian = (name: string, tags: Image['tags'], sizeBytes: number): Image => ({ repository: `docker.io/library/${name}`, tags, sizeBytes, userland: 'debian', cmd: [name === 'debian' ? 'bash' : '/bin/bash'] })
const server = (name: string, tags: Image['tags'], sizeBytes: number, command: string, more: Partial<Image> = {}): Image => ({
  repository: name.includes('/') ? name : `docker.io/library/${name}`, tags, sizeBytes, userland: 'debian', cmd: [command], commands: [command], ...more,
})

/** A tutorial's server that is its image's only program. */
const sample = (repository: string, tags: Image['tags'], sizeBytes: number, command: string): Image => ({ repository, tags, sizeBytes, userland: 'alpine', cmd: [command], commands: [command] })
const GUESTBOOK = ['us-docker.pkg.dev/google-samples/containers/gke/', 'gcr.io/google_samples/', 'gcr.io/google-samples/']

export const IMAGES: readonly Image[] = [
  ...['docker.io/library/busybox', 'registry.k8s.io/busybox', 'registry.k8s.io/e2e-test-images/busybox', 'k8s.gcr.io/busybox', 'gcr.io/google-containers/busybox', 'gcr.io/google_containers/busybox', 'quay.io/prometheus/busybox'].map((repository): Image => ({
    repository, tags: versions({ 1: [20, 37] }, 'glibc', 'musl', 'uclibc', 'unstable'), sizeBytes: 1_099_952, userland: 'busybox', cmd: ['sh'],
  })),
  { repository: 'docker.io/library/alpine', tags: versions({ 3: [2, 23] }, 'edge'), sizeBytes: SMALL, userland: 'alpine', cmd: ['/bin/sh'] },
  nginx('docker.io/library/nginx', versions({ 1: [7, 29] }, 'mainline', 'perl')),
  nginx('registry.k8s.io/nginx-slim', versions({ 0: [1, 27] })), nginx('k8s.gcr.io/nginx-slim', versions({ 0: [1, 27] })), nginx('gcr.io/google_containers/nginx-slim', versions({ 0: [1, 27] })),
  { ...nginx('docker.io/nginxinc/nginx-unprivileged', versions({ 1: [17, 29] }, 'mainline', 'perl')), user: '101', files: welcome(8080) }, nginx('docker.io/nginxdemos/hello', versions({ 0: [0, 4] }, 'plain-text')),
  { repository: 'docker.io/library/httpd', tags: versions({ 2: [2, 4] }), sizeBytes: DEBIAN_SIZE, alpineBytes: SMALL, userland: 'debian', cmd: ['httpd-foreground'], stopSignal: 'WINCH', commands: ['httpd-foreground', 'httpd', 'apache2'], workingDir: '/usr/local/apache2', files: { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' } },
  ...['registry.k8s.io/hpa-example', 'k8s.gcr.io/hpa-example', 'gcr.io/google_containers/hpa-example'].map((repository): Image => ({
    repository, tags: tag => tag === 'latest', sizeBytes: 175_000_000, userland: 'debian', cmd: ['apache2-foreground'], workingDir: '/var/www/html', stopSignal: 'WINCH',
    commands: ['apache2-foreground', 'php', 'curl'], cpuMsPerRequest: HPA_EXAMPLE_MS, files: { '/var/www/html/index.php': HPA_EXAMPLE },
  })),
  { repository: 'docker.io/library/perl', tags: versions({ 5: [8, 42] }, 'threaded'), sizeBytes: DEBIAN_SIZE, userland: 'debian', cmd: ['perl', '-de0'], workingDir: '/usr/src/app', commands: ['perl', 'curl', 'wget'] },
  { repository: 'docker.io/library/python', tags: versions({ 2: [7, 7], 3: [0, 14] }), sizeBytes: DEBIAN_SIZE, alpineBytes: SMALL, userland: 'debian', cmd: ['python3'], commands: ['python', 'python3', 'pip', 'curl', 'wget'], env: { LANG: 'C.UTF-8' } },
  { repository: 'docker.io/library/node', tags: versions({ 6: [0, 99], 8: [0, 99], 10: [0, 99], 12: [0, 99], 14: [0, 99], 16: [0, 99], 18: [0, 99], 20: [0, 99], 22: [0, 99], 24: [0, 99] }, 'lts', 'current'), sizeBytes: 404_000_000, alpineBytes: 53_000_000, userland: 'debian', entrypoint: ['docker-entrypoint.sh'], cmd: ['node'], commands: ['node', 'npm', 'docker-entrypoint.sh', 'curl', 'wget'] },
  { repository: 'docker.io/library/pi', tags: (tag) => tag === 'latest', sizeBytes: DEBIAN_SIZE, userland: 'debian', cmd: ['python', 'train.py'], workingDir: '/app', commands: ['python', 'python3'], files: { '/app/train.py': 'import math\nprint(math.pi)\n' } },
  { repository: 'docker.io/library/job-wq-1', tags: (tag) => tag === 'latest', sizeBytes: DEBIAN_SIZE, userland: 'debian', cmd: ['amqp-worker'], commands: ['amqp-worker'] },
  { repository: 'docker.io/library/job-wq-2', tags: (tag) => tag === 'latest', sizeBytes: DEBIAN_SIZE, userland: 'debian', cmd: ['redis-worker'], commands: ['redis-worker'] },
  debian('ubuntu', versions({ 14: [4, 10], 16: [4, 10], 18: [4, 10], 20: [4, 10], 22: [4, 10], 24: [4, 10], 25: [4, 10] }, 'focal', 'jammy', 'noble', 'bionic', 'xenial', 'rolling'), 56_717_799),
  debian('debian', versions({ 8: [0, 11], 9: [0, 13], 10: [0, 13], 11: [0, 11], 12: [0, 12], 13: [0, 3] }, 'bookworm', 'bullseye', 'buster', 'trixie', 'sid', 'testing'), DEBIAN_SIZE),
  fluentd('docker.io/fluent/fluentd'), fluentd('docker.io/fluentd/fluentd'), fluentd('docker.io/library/fluentd'), fluentd('gcr.io/fluentd-elasticsearch/fluentd'),
  fluentd('gcr.io/google-containers/fluentd-elasticsearch'), fluentd('k8s.gcr.io/fluentd-elasticsearch'), fluentd('quay.io/fluentd_elasticsearch/fluentd'),
  { ...fluentd('docker.io/fluent/fluent-bit'), sizeBytes: 31_000_000 },
  ...['kube-proxy', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name): Image => ({ repository: `registry.k8s.io/${name}`, tags: versions({ 1: [30, 36] }), sizeBytes: 28_000_000, userland: 'none', entrypoint: [`/${name}`], commands: [name] })),
  { repository: 'registry.k8s.io/etcd', tags: tag => versions({ 3: [2, 6] })(tag.replace(/-\d+$/, '')), sizeBytes: 61_000_000, userland: 'none', entrypoint: ['/etcd'], commands: ['etcd'] },
  { repository: 'registry.k8s.io/coredns/coredns', tags: versions({ 1: [8, 14] }), sizeBytes: 23_000_000, userland: 'none', entrypoint: ['/coredns'], commands: ['coredns'] },
  pause('registry.k8s.io/pause'), pause('k8s.gcr.io/pause'), pause('gcr.io/google-containers/pause'), pause('gcr.io/google_containers/pause'),
  scripted('redis', versions({ 3: [0, 2], 4: [0, 0], 5: [0, 0], 6: [0, 2], 7: [0, 4], 8: [0, 4] }), DEBIAN_SIZE, 'redis-server', ['redis-cli'], { alpineBytes: 17_000_000 }),
  scripted('rabbitmq', versions({ 3: [6, 13], 4: [0, 2] }, 'management'), 110_000_000, 'rabbitmq-server', ['rabbitmqctl', 'rabbitmq-diagnostics', 'amqp-declare-queue', 'amqp-publish', 'amqp-consume']),
  scripted('memcached', versions({ 1: [4, 6] }), 31_000_000, 'memcached', []),
  scripted('mysql', versions({ 5: [5, 7], 8: [0, 4], 9: [0, 5] }), 233_000_000, 'mysqld', ['mysqladmin', 'mysqldump'], { binaries: ['/usr/bin/mysql'] }),
  scripted('mariadb', versions({ 10: [0, 11], 11: [0, 8], 12: [0, 1] }), 118_000_000, 'mariadbd', ['healthcheck.sh', 'mariadb', 'mariadb-admin', 'mariadb-dump', 'mysql', 'mysqladmin', 'mysqldump']),
  scripted('postgres', versions({ 9: [0, 6], 10: [0, 23], 11: [0, 22], 12: [0, 22], 13: [0, 22], 14: [0, 19], 15: [0, 14], 16: [0, 10], 17: [0, 6], 18: [0, 1] }), 160_000_000, 'postgres', ['pg_isready', 'psql', 'pg_dump', 'pg_dumpall'], { stopSignal: 'INT' }),
  scripted('mongo', versions({ 3: [0, 7], 4: [0, 4], 5: [0, 0], 6: [0, 0], 7: [0, 0], 8: [0, 2] }), 280_000_000, 'mongod', ['mongosh', 'mongo', 'mongodump']),
  { repository: 'docker.io/library/hello-world', tags: versions({}, 'linux', 'nanoserver'), sizeBytes: 10_072, userland: 'none', cmd: ['/hello'], commands: ['hello'] },
  { repository: 'registry.k8s.io/e2e-test-images/agnhost', tags: versions({ 2: [0, 60] }), sizeBytes: 52_000_000, userland: 'alpine', entrypoint: ['/agnhost'], cmd: ['pause'], commands: ['agnhost'] },
  { repository: 'docker.io/polinux/stress', tags: (tag) => tag === 'latest' || /^1\.0\.\d$/.test(tag), sizeBytes: 4_041_495, userland: 'alpine', commands: ['stress'], cmd: ['sh'] },
  { repository: 'docker.io/progrium/stress', tags: (tag) => tag === 'latest', sizeBytes: 9_200_000, userland: 'debian', entrypoint: ['/usr/bin/stress', '--verbose'], commands: ['stress'] },
  { repository: 'docker.io/vish/stress', tags: (tag) => tag === 'latest', sizeBytes: 2_000_000, userland: 'none', entrypoint: ['/stress'], commands: ['stress'] },
  { repository: 'docker.io/hashicorp/http-echo', tags: versions({ 0: [1, 2], 1: [0, 0] }), sizeBytes: 2_900_000, userland: 'none', entrypoint: ['/http-echo'], commands: ['http-echo'] },
  { repository: 'docker.io/traefik/whoami', tags: versions({ 1: [0, 11] }), sizeBytes: 2_600_000, userland: 'none', entrypoint: ['/whoami-server'], commands: ['whoami-server'] },
  ...['gcr.io/google-samples/hello-app', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app'].map((repository): Image => ({ repository, tags: versions({ 1: [0, 0], 2: [0, 0] }), sizeBytes: 11_000_000, userland: 'alpine', cmd: ['./hello-app'], commands: ['hello-app'] })),
  ...['registry.k8s.io/serve_hostname', 'k8s.gcr.io/serve_hostname', 'gcr.io/google_containers/serve_hostname'].map((repository): Image => ({ repository, tags: any, sizeBytes: 4_600_000, userland: 'none', entrypoint: ['/serve_hostname'], commands: ['serve_hostname'] })),
  { repository: 'gcr.io/google-samples/xtrabackup', tags: versions({ 1: [0, 0] }), sizeBytes: 84_000_000, userland: 'debian', cmd: ['bash'], commands: ['ncat', 'xbstream', 'xtrabackup', 'mysql'] },
  ...['k8s.gcr.io/echoserver', 'gcr.io/google_containers/echoserver'].map(repository => server(repository, versions({ 1: [0, 10] }), 46_000_000, 'echoserver')),
  // The tutorial has its reader ask for one that is not there (v10).
  ...['gcr.io/google-samples/kubernetes-bootcamp', 'docker.io/jocatalin/kubernetes-bootcamp'].map((repository): Image => ({
    repository, tags: tag => tag === 'latest' || tag === 'v1' || (tag === 'v2' && repository.startsWith('docker.io')), sizeBytes: 83_000_000, userland: 'debian', cmd: ['bootcamp-server'], commands: ['bootcamp-server', 'node', 'curl'],
  })),
  { repository: 'registry.k8s.io/echoserver', tags: versions({ 1: [0, 10] }), sizeBytes: 46_000_000, userland: 'debian', cmd: ['echoserver'], commands: ['echoserver'] },
  { repository: 'docker.io/curlimages/curl', tags: versions({ 7: [60, 88], 8: [0, 17] }), sizeBytes: 9_000_000, userland: 'alpine', entrypoint: ['/entrypoint.sh'], cmd: ['curl'], commands: ['curl', 'entrypoint.sh'], user: 'curl_user' },
  { repository: 'docker.io/nicolaka/netshoot', tags: any, sizeBytes: 190_000_000, userland: 'alpine', cmd: ['bash'], commands: ['bash', 'curl', 'nslookup', 'dig'] },
  { ...sample('gcr.io/google-samples/node-hello', tag => tag === '1.0', 262_000_000, 'node-hello'), userland: 'debian' },
  ...GUESTBOOK.map((repository): Image => ({
    repository: `${repository}gb-frontend`, tags: tag => /^v[3-6]$/.test(tag), sizeBytes: 178_000_000, userland: 'debian', cmd: ['apache2-foreground'], workingDir: '/var/www/html', stopSignal: 'WINCH',
    commands: ['apache2-foreground', 'php', 'curl'], files: { '/var/www/html/index.html': '<html ng-app="redis">\n  <head>\n    <title>Guestbook</title>\n  </head>\n  <body ng-controller="RedisCtrl">\n    <h2>Guestbook</h2>\n  </body>\n</html>\n' },
  })),
  ...GUESTBOOK.flatMap(repository => ['gb-redis-follower', 'gb-redisslave'].map(name => server(`${repository}${name}`, tag => /^v[1-3]$/.test(tag), 36_000_000, 'redis-server', { commands: ['redis-server', 'redis-cli'] }))),
  { repository: 'docker.io/library/wordpress', tags: versions({ 4: [0, 9], 5: [0, 9], 6: [0, 9] }, 'apache'), sizeBytes: 240_000_000, userland: 'debian', cmd: ['apache2-wordpress'], workingDir: '/var/www/html', stopSignal: 'WINCH', commands: ['apache2-wordpress', 'php', 'curl'] },
  ...['registry.k8s.io/kubernetes-zookeeper', 'k8s.gcr.io/kubernetes-zookeeper'].map((repository): Image => ({ repository, tags: tag => tag === '1.0-3.4.10', sizeBytes: 150_000_000, userland: 'debian', cmd: ['/bin/bash'], commands: ['start-zookeeper', 'zookeeper-ready', 'zkCli.sh', 'ps', 'pkill', 'nc'], user: 'zookeeper' })),
  { repository: 'docker.io/radial/busyboxplus', tags: versions({}, 'curl', 'base', 'git'), sizeBytes: 4_000_000, userland: 'busybox', cmd: ['/bin/sh'], commands: ['curl'] },
  nginx('docker.io/bprashanth/nginxhttps', tag => tag === '1.0', 56_000_000),
  { repository: 'docker.io/library/bash', tags: versions({ 4: [0, 4], 5: [0, 3] }), sizeBytes: 6_000_000, userland: 'alpine', cmd: ['bash'], commands: ['bash'] },
]

const BY_REPOSITORY = new Map(IMAGES.map((image) => [image.repository, image]))
/** Names near which a slip is taken for one. A tutorial's samples are not: `hello-api` is somebody's own. */
const FAMOUS = [...BY_REPOSITORY.keys()].filter(repository => !/google[-_]samples|serve_hostname/.test(repository))

/** The catalogue's entry for an image name; undefined for names that it does not know. */
export function imageOf(name: string): Image | undefined {
  const reference = parseReference(name)
  return 'error' in reference ? undefined : inRepository(reference.repository)
}

/** What the documentation has its reader build and push: it is in whichever repository the reader has. */
const OWN = ['docker.io/library/job-wq-1', 'docker.io/library/job-wq-2'].map(repository => BY_REPOSITORY.get(repository)!)
const inRepository = (repository: string): Image | undefined => BY_REPOSITORY.get(repository) ?? OWN.find(({ repository: own }) => repository.endsWith(own.slice(own.lastIndexOf('/'))))

/** What an image's configuration says, for the runtime. */
export interface ImageFacts {
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly workingDir: string
  readonly stopSignal: 'TERM' | 'QUIT' | 'WINCH' | 'INT'
  readonly user: string
}

/** The configuration of an image; an image that the catalogue does not know has a program of its own that runs until it is told to end. */
export function imageFacts(name: string): ImageFacts {
  const image = imageOf(name)
  return {
    entrypoint: image ? (image.entrypoint ?? []) : [UNKNOWN_PROGRAM], cmd: image?.cmd ?? [], env: { PATH, ...image?.env },
    workingDir: image?.workingDir ?? '/', stopSignal: image?.stopSignal ?? 'TERM', user: image?.user ?? 'root',
  }
}

/** Stands for the program of an image that nobody knows anything about. */
export const UNKNOWN_PROGRAM = '/app'

export type Pull =
  | { readonly found: true; readonly reference: string; readonly sizeBytes: number }
  /** `reason`: of the waiting container. `message`: of its status; the event says `Failed to pull image "x": ` and this before it. */
  | { readonly found: false; readonly reason: 'InvalidImageName' | 'ErrImagePull'; readonly message: string }

/** What the registry holds beyond, or instead of, the catalogue. */
export interface Registry {
  /** Full names (docker.io/library/nginx:1.25) and their sizes. If given, a repository named here has only these tags. */
  readonly images?: ReadonlyMap<string, number>
  /** Annotations of the pod: one that describes its program (annotations.ts) stands for an image that exists. */
  readonly annotations?: Readonly<Record<string, string>>
}

/** Looks an image up as a pull does: how large it is, or why it cannot be had, in the runtime's words. */
export function pullImage(name: string, registry: Registry = {}): Pull {
  const reference = parseReference(name)
  if ('error' in reference) return { found: false, reason: 'InvalidImageName', message: `Failed to apply default image tag "${name}": ${reference.error}` }
  const { full, repository, tag, digest } = reference
  const listed = registry.images?.get(full)
  if (listed !== undefined) return { found: true, reference: full, sizeBytes: listed }
  const held = registry.images && [...registry.images.keys()].some((image) => image.startsWith(`${repository}:`))
  const image = inRepository(repository)
  if (!held && image && (digest !== undefined || image.tags(tag))) {
    return { found: true, reference: full, sizeBytes: image.alpineBytes !== undefined && tag.includes('alpine') ? image.alpineBytes : image.sizeBytes }
  }
  const described = registry.annotations && Object.keys(registry.annotations).some((key) => key.startsWith('kubestep.dev/'))
  if (!held && !image && (described || (!registry.images && standsForItself(repository, FAMOUS)))) {
    return { found: true, reference: full, sizeBytes: DEBIAN_SIZE }
  }
  const start = `failed to pull and unpack image "${full}": failed to resolve image: `
  const message = image || held ? `rpc error: code = NotFound desc = ${start}${full}: not found`
    : `${start}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`
  return { found: false, reason: 'ErrImagePull', message }
}
