// Which commands an image holds, and how a name becomes one.
import type { Applet } from './applets/applet.ts'
import { CLIENTS, WANTED } from './applets/clients.ts'
import { CLOCK, dateText } from './applets/clock.ts'
import { dd } from './applets/dd.ts'
import { FILESYSTEM } from './applets/filesystem.ts'
import { MOUNTED } from './applets/mounted.ts'
import { find } from './applets/find.ts'
import { NETWORK } from './applets/network.ts'
import { APK, APT } from './applets/packages.ts'
import { PATTERNS } from './applets/patterns.ts'
import { SAMPLES } from './applets/samples.ts'
import { SERVERS } from './applets/servers.ts'
import { runShell, shellNamed } from './applets/shells.ts'
import { standIn } from './applets/standIn.ts'
import { SYSTEM } from './applets/system.ts'
import { TEXT } from './applets/text.ts'
import { XTRABACKUP } from './applets/mysql/xtrabackup.ts'
import { ZOOKEEPER } from './applets/zookeeper.ts'
import { saysThatItIsNot } from './unknownImages.ts'
import { UNKNOWN_PROGRAM, type Image, type Userland } from './catalogue.ts'
import { INTERPRETERS } from './languages/interpreters.ts'
import { binary, programIn } from './machine/binaries.ts'
import { aDirectory, aFile, parentOf, resolvePath, type FileNode, type Files } from './machine/files.ts'
import type { Commands, Found } from './machine/init.ts'
import type { Process, Program } from './machine/process.ts'
import { textOf } from './program.ts'
import type { Dialect } from './shell/ast.ts'
import { BUILTINS } from './shell/builtins/index.ts'

/** What every userland has. */
const COMMON = [...CLOCK.keys(), ...SYSTEM.keys(), ...FILESYSTEM.keys(), ...MOUNTED.keys(), ...TEXT.keys(), ...PATTERNS.keys(), 'find', 'dd']
/** What a person's shell leaves alone: there is no machine behind it. */
const FOREIGN = new Set(['ps', 'kill', 'killall', 'pkill', 'pidof', 'free', 'df', 'mount', 'dd', 'nproc', 'arch', 'usleep', 'sysctl'])
const BUSYBOX_ONLY = ['wget', 'nc', 'nslookup', 'ping', 'usleep', 'free', 'uptime', 'hexdump', 'clear', 'ps', 'killall', 'pkill', 'pidof', 'time']
/** In busybox these are not; Debian's minimal images lack those. */
const DEBIAN_LACKS = new Set([...BUSYBOX_ONLY, 'which-not'])
const BUSYBOX_LACKS = new Set(['stdbuf'])
const DEBIAN_KEEPS = new Set(['clear', 'pidof'])

const APPLETS: ReadonlyMap<string, Applet> = new Map([...CLOCK, ...SYSTEM, ...FILESYSTEM, ...MOUNTED, ...TEXT, ...PATTERNS, ...NETWORK, ...SERVERS, ...SAMPLES, ...CLIENTS, ...INTERPRETERS, ...APT, ...APK, ...XTRABACKUP, ...ZOOKEEPER, ['find', find], ['dd', dd], [UNKNOWN_PROGRAM.slice(1), standIn]])
const BINARIES = new Set(['/bin', '/usr/bin', '/sbin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'])

const usualShell = (userland: Userland): Dialect => (userland === 'debian' ? 'dash' : 'ash')

/** The names that an image answers to. */
function namesIn(image: Image | undefined): ReadonlySet<string> {
  const userland = image?.userland ?? 'busybox'
  const names = new Set<string>(image?.commands ?? [])
  if (!image) for (const name of [UNKNOWN_PROGRAM.slice(1), 'bash', 'curl']) names.add(name)
  if (userland === 'none') return names
  for (const name of COMMON) {
    if (userland === 'debian' ? !DEBIAN_LACKS.has(name) || DEBIAN_KEEPS.has(name) : !BUSYBOX_LACKS.has(name)) names.add(name)
  }
  if (userland === 'debian') for (const name of ['sh', 'dash', 'bash', 'perl', ...APT.keys()]) names.add(name)
  else for (const name of ['sh', 'ash', ...BUSYBOX_ONLY]) names.add(name)
  if (userland === 'busybox' || userland === 'alpine') names.add('busybox')
  if (userland === 'alpine') for (const name of APK.keys()) names.add(name)
  return names
}

const known = new Map<Image | undefined, ImageCommands>()

/** The commands of an image (undefined: an image that nobody knows, with busybox's). */
export function commandsOf(image: Image | undefined, lacking: readonly string[] = []): Commands {
  let commands = known.get(image)
  if (!commands) {
    commands = new ImageCommands(namesIn(image), usualShell(image?.userland ?? 'busybox'), image)
    known.set(image, commands)
  }
  return lacking.length === 0 ? commands : new ImageCommands(new Set([...commands.names].filter((n) => !lacking.includes(n))), commands.shell, image)
}

/** The tools of a person's own machine: GNU's, without servers. */
let own: ImageCommands | undefined
export const userland = (): Commands => (own ??= new ImageCommands(new Set([...COMMON.filter((name) => !FOREIGN.has(name)), 'sh', 'bash', 'uptime', 'time', 'clear', 'curl', 'wget']), 'bash', undefined))

/** Names that a person may type: for completion. */
export const userlandNames = (): readonly string[] => [...new Set([...(userland() as ImageCommands).names, ...BUILTINS.keys()])].filter((name) => /^[a-z]/.test(name)).sort()

/** Tools that are looked for by name in any image. Where they are not, they are not. */
const TOOLS = new Set(['bash', 'zsh', 'vi', 'vim', 'nano', 'less', 'more', 'man', 'apt', 'apt-get', 'apk', 'yum', 'dnf', 'top', 'htop', 'ip', 'ss', 'netstat', 'ifconfig', 'telnet', 'ssh', 'git', 'strace', 'tcpdump', 'sudo', 'docker', 'kubectl', 'jq'])

/**
 * Whether a command that is not there is one of an image's own. What an image holds that nobody knows, nobody knows either: what
 * its container begins with is there, and so is what a probe or a script calls that is no common tool.
 */
function mayStandIn(proc: Process, name: string): boolean {
  const part = proc.kernel.start.standIn
  if (!part || saysThatItIsNot(name)) return false
  if (proc.pid === 1) return true
  const base = name.slice(name.lastIndexOf('/') + 1)
  return base !== '' && !TOOLS.has(base) && !APPLETS.has(base)
}

class ImageCommands implements Commands {
  readonly names: ReadonlySet<string>
  readonly shell: Dialect
  readonly #image: Image | undefined

  constructor(names: ReadonlySet<string>, shell: Dialect, image: Image | undefined) {
    this.names = names
    this.shell = shell
    this.#image = image
  }

  find(proc: Process, name: string): Found {
    const found = name === '' ? { kind: 'missing' as const } : this.#look(proc, name)
    return found.kind === 'missing' && !this.#image && mayStandIn(proc, name) ? { kind: 'program', path: name, run: standIn } : found
  }

  #look(proc: Process, name: string): Found {
    if (name.includes('/')) return this.#at(proc, resolvePath(proc.cwd, name))
    let denied: Found | undefined
    for (const dir of (proc.variable('PATH') ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin').split(':')) {
      const found = this.#at(proc, resolvePath(dir, name), dir)
      if (found.kind === 'program') return found
      if (found.kind === 'denied') denied ??= found
    }
    return denied ?? { kind: 'missing' }
  }

  #at(proc: Process, path: string, only?: string): Found {
    const node = proc.kernel.files.stat(path)
    if (node) return this.#file(path, node)
    const dir = parentOf(path)
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (!this.names.has(name)) return { kind: 'missing' }
    const own = this.#image?.commands?.includes(name) ?? name === UNKNOWN_PROGRAM.slice(1)
    // A program of the image's own may stand anywhere (/pause, /app); a common one in the usual places.
    if (!BINARIES.has(dir) && !(own && dir === '/')) return { kind: 'missing' }
    // In a PATH search it stands in one place only.
    if (only !== undefined && dir !== this.#home(name, own)) return { kind: 'missing' }
    return this.#program(path, name)
  }

  /** The directory in which `which` finds a command. */
  #home(name: string, own: boolean): string {
    if (own) return name === 'nginx' ? '/usr/sbin' : name === 'curl' || name === 'wget' ? '/usr/bin' : '/usr/local/bin'
    return this.shell === 'dash' ? '/usr/bin' : '/bin'
  }

  #program(path: string, name: string): Found {
    if (name === 'sh' || name === 'ash' || name === 'dash' || name === 'bash') {
      return { kind: 'program', path, run: (proc, argv) => runShell(proc, argv, shellNamed([path], this.shell)) }
    }
    if (name === 'busybox') return { kind: 'program', path, run: (proc, argv) => this.#busybox(proc, argv) }
    if (name === 'docker-entrypoint.sh' || name === 'entrypoint.sh') return { kind: 'program', path, run: (proc, argv) => this.#entrypoint(proc, argv) }
    const applet = APPLETS.get(name)
    return applet ? { kind: 'program', path, run: applet } : { kind: 'missing' }
  }

  *#busybox(proc: Process, argv: readonly string[]): Program {
    const found = this.find(proc, argv[1] ?? '')
    if (argv[1] === undefined) {
      proc.fds[1]?.write('BusyBox v1.36.1 multi-call binary.\n')
      return 0
    }
    if (found.kind !== 'program') {
      proc.fds[2]?.write(`${argv[1]}: applet not found\n`)
      return 127
    }
    return yield* found.run(proc, argv.slice(1))
  }

  *#entrypoint(proc: Process, argv: readonly string[]): Program {
    const name = argv[1]
    const wanted = WANTED.get(name === undefined || name.startsWith('-') ? (this.#image?.cmd?.[0] ?? '') : name)
    // Who finds a server's data asks for nothing.
    const hasData = wanted?.data !== undefined && proc.kernel.files.stat(wanted.data)?.kind === 'dir'
    if (wanted && !hasData && !wanted.oneOf.some(option => proc.variable(option))) {
      proc.fds[2]?.write(wanted.complaint(dateText(proc.kernel.clockMs, '%Y-%m-%d %H:%M:%S+00:00')))
      return 1
    }
    const found = name === undefined ? undefined : this.find(proc, name)
    if (found?.kind === 'program') {
      proc.argv = argv.slice(1)
      return yield* found.run(proc, argv.slice(1))
    }
    // An option or a file is for the image's own program.
    const own = this.#image?.cmd?.[0] ?? 'true'
    const main = this.find(proc, own)
    return main.kind === 'program' ? yield* main.run(proc, [own, ...argv.slice(1)]) : 127
  }

  /** A file that is run: a script, if it may be. */
  #file(path: string, node: FileNode): Found {
    if (node.kind !== 'file') return { kind: 'denied', path }
    const text = textOf(node.text)
    const program = programIn(text)
    if (program !== undefined) return this.#program(path, program)
    if ((node.mode & 0o111) === 0) return { kind: 'denied', path }
    const first = /^#!\s*(\S+)(?:[ \t]+([^\n]*\S))?[ \t]*\r?(\n|$)/.exec(text)
    if (!first) return { kind: 'program', path, shellOnly: true, run: (proc, argv) => runShell(proc, ['sh', path, ...argv.slice(1)], this.shell) }
    return { kind: 'program', path, run: (proc, argv) => this.#script(proc, first[1]!, first[2], path, argv) }
  }

  *#script(proc: Process, interpreter: string, option: string | undefined, path: string, argv: readonly string[]): Program {
    const found = this.find(proc, interpreter)
    if (found.kind !== 'program') {
      proc.fds[2]?.write(`${argv[0]}: ${interpreter}: bad interpreter: No such file or directory\n`)
      return 127
    }
    return yield* found.run(proc, [interpreter, ...(option === undefined ? [] : [option]), path, ...argv.slice(1)])
  }
}

const bases = new Map<Image | undefined, Files>()
const DIRECTORIES = ['/', '/bin', '/dev', '/dev/shm', '/etc', '/home', '/lib', '/mnt', '/opt', '/proc', '/root', '/run', '/sbin', '/srv', '/sys', '/tmp', '/usr', '/usr/bin', '/usr/lib', '/usr/local', '/usr/local/bin', '/usr/sbin', '/usr/share', '/var', '/var/lib', '/var/log', '/var/run', '/var/tmp']

/** The files of an image. Shared by all its containers and never changed. */
export function filesOf(image: Image | undefined): Files {
  const made = bases.get(image)
  if (made) return made
  const files = new Map<string, FileNode>()
  for (const path of DIRECTORIES) files.set(path, aDirectory(path === '/tmp' || path === '/var/tmp' ? 0o777 : 0o755))
  const release = image?.userland === 'debian' ? 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\n' : image?.userland === 'alpine' ? 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\n' : undefined
  if (release !== undefined) files.set('/etc/os-release', aFile(release))
  for (const name of ['null', 'zero', 'random', 'urandom', 'stdin', 'stdout', 'stderr', 'tty']) files.set(`/dev/${name}`, aFile('', 0o666))
  files.set('/etc/passwd', aFile('root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n'))
  files.set('/etc/group', aFile('root:x:0:\nnogroup:x:65534:\n'))
  files.set('/etc/resolv.conf', aFile('nameserver 10.96.0.10\noptions ndots:5\n'))
  for (const [path, text] of Object.entries(image?.files ?? {})) {
    for (let up = parentOf(path); !files.has(up); up = parentOf(up)) files.set(up, aDirectory())
    files.set(path, aFile(text))
  }
  for (const path of image?.binaries ?? []) files.set(path, aFile(binary(path.slice(path.lastIndexOf('/') + 1)), 0o755))
  const dir = image?.workingDir
  for (let up = dir ?? '/'; !files.has(up); up = parentOf(up)) files.set(up, aDirectory())
  bases.set(image, files)
  return files
}
