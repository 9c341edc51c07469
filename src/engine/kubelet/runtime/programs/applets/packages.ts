// apt and apk: packages that bring commands. A package's programs are files in the container that has it, so they are gone with it, as in life;
// packages whose programs are not simulated are not found.
import { binary } from '../machine/binaries.ts'
import { print, write } from '../machine/io.ts'
import type { Process } from '../machine/process.ts'
import { type Applet, called, options } from './applet.ts'

/** Which commands a package brings; none: it is there and brings nothing that anybody calls. */
const DEBIAN: ReadonlyMap<string, readonly string[]> = new Map([
  ['procps', ['ps', 'pkill', 'free', 'uptime']], ['psmisc', ['killall']], ['curl', ['curl']], ['wget', ['wget']], ['dnsutils', ['nslookup', 'dig']], ['bind9-dnsutils', ['nslookup', 'dig']],
  ['iputils-ping', ['ping']], ['inetutils-ping', ['ping']], ['netcat', ['nc']], ['netcat-openbsd', ['nc']], ['netcat-traditional', ['nc']], ['redis-tools', ['redis-cli']],
  ['amqp-tools', ['amqp-declare-queue', 'amqp-publish', 'amqp-consume']], ['default-mysql-client', ['mysql', 'mysqladmin', 'mysqldump']], ['mariadb-client', ['mariadb', 'mysql', 'mysqladmin', 'mysqldump']],
  ['postgresql-client', ['psql', 'pg_isready', 'pg_dump']], ['python3', ['python3']], ['python', ['python']], ['nodejs', ['node']], ['nginx', ['nginx']], ['stress', ['stress']], ['bsdmainutils', ['hexdump']],
  ...['ca-certificates', 'apt-utils', 'apt-transport-https', 'gnupg', 'lsb-release', 'tzdata', 'locales'].map((name): [string, string[]] => [name, []]),
])
const ALPINE: ReadonlyMap<string, readonly string[]> = new Map([
  ['curl', ['curl']], ['bind-tools', ['nslookup', 'dig']], ['bash', ['bash']], ['redis', ['redis-cli']], ['mysql-client', ['mysql', 'mysqladmin']], ['mariadb-client', ['mysql', 'mysqladmin']],
  ['postgresql-client', ['psql', 'pg_isready']], ['python3', ['python3']], ['nodejs', ['node']], ['procps', ['ps', 'pkill', 'free']], ['netcat-openbsd', ['nc']], ['iputils', ['ping']],
  ...['ca-certificates', 'tzdata', 'coreutils', 'grep', 'sed', 'gawk'].map((name): [string, string[]] => [name, []]),
])

/** Debian's lists of packages come with the first update. */
const LISTS = '/var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main'
/** What a mirror takes to answer, and a package to be unpacked. */
const FETCH_US = 300_000
const UNPACK_US = 40_000

/** Puts a package's programs into the container; false: all of them are there already. */
function unpack(proc: Process, commands: readonly string[]): boolean {
  let isNew = false
  for (const name of commands) {
    if (proc.kernel.commands.find(proc, name).kind === 'program') continue
    proc.kernel.files.write(`/usr/bin/${name}`, binary(name), proc.kernel.nowUs, 0o755)
    isNew = true
  }
  return isNew
}

function makeDirectories(proc: Process, path: string): void {
  const parts = path.split('/').slice(1)
  for (let n = 1; n <= parts.length; n++) proc.kernel.files.makeDirectory(`/${parts.slice(0, n).join('/')}`, proc.kernel.nowUs)
}

const apt: Applet = function* (proc, argv) {
  const { rest: [verb, ...names], on } = options(argv, 'yqo:t:f', { yes: 'y', 'assume-yes': 'y', 'no-install-recommends': 'n', quiet: 'q', 'fix-broken': 'f' })
  const isQuiet = on.has('q')
  if (called(argv) === 'apt' && (verb === 'update' || verb === 'install')) yield* write(proc, 2, '\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n')
  if (verb === 'update') {
    yield { us: FETCH_US, calm: true }
    makeDirectories(proc, '/var/lib/apt/lists')
    proc.kernel.files.write(LISTS, '', proc.kernel.nowUs)
    if (!isQuiet) yield* print(proc, 'Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]\nGet:2 http://deb.debian.org/debian bookworm/main amd64 Packages [8792 kB]\nFetched 8943 kB in 0s (29.8 MB/s)\n')
    yield* print(proc, 'Reading package lists... Done\n')
    return 0
  }
  if (verb === 'install') {
    yield* print(proc, 'Reading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\n')
    const isListed = proc.kernel.files.stat(LISTS) !== undefined
    const known = (name: string) => DEBIAN.get(name.replace(/=.*$/, ''))
    const isThere = (name: string) => known(name)?.length && known(name)!.every(command => proc.kernel.commands.find(proc, command).kind === 'program')
    const missing = names.filter(name => !isThere(name) && (!isListed || !known(name)))
    for (const name of missing) yield* write(proc, 2, `E: Unable to locate package ${name}\n`)
    if (missing.length > 0) return 100
    const fresh = names.filter(name => !isThere(name))
    for (const name of names) if (isThere(name)) yield* print(proc, `${name} is already the newest version.\n`)
    if (fresh.length > 0) yield* print(proc, `The following NEW packages will be installed:\n  ${fresh.join(' ')}\n`)
    yield* print(proc, `0 upgraded, ${fresh.length} newly installed, 0 to remove and 0 not upgraded.\n`)
    for (const name of fresh) {
      yield { us: FETCH_US, calm: true }
      unpack(proc, known(name)!)
      yield* print(proc, `Unpacking ${name} ...\nSetting up ${name} ...\n`)
      yield { us: UNPACK_US, calm: true }
    }
    return 0
  }
  if (verb === 'clean' || verb === 'autoremove' || verb === 'upgrade' || verb === 'autoclean') return 0
  yield* write(proc, 2, verb === undefined ? 'apt 2.6.1 (amd64)\n' : `E: Invalid operation ${verb}\n`)
  return verb === undefined ? 0 : 100
}

const apk: Applet = function* (proc, argv) {
  const { rest: [verb, ...names] } = options(argv, 'Uuqt:X:', { 'no-cache': 'n', update: 'U', 'update-cache': 'U', quiet: 'q', virtual: 't', repository: 'X' })
  if (verb === 'update' || verb === 'add') yield* print(proc, 'fetch https://dl-cdn.alpinelinux.org/alpine/v3.20/main/x86_64/APKINDEX.tar.gz\n')
  if (verb === 'update') {
    yield { us: FETCH_US, calm: true }
    yield* print(proc, 'OK: 24177 distinct packages available\n')
    return 0
  }
  if (verb === 'add') {
    const missing = names.filter(name => !ALPINE.has(name))
    if (missing.length > 0) {
      yield* write(proc, 2, `ERROR: unable to select packages:\n${missing.map(name => `  ${name} (no such package):\n    required by: world[${name}]\n`).join('')}`)
      return missing.length
    }
    let n = 0
    for (const name of names) {
      yield { us: FETCH_US, calm: true }
      if (unpack(proc, ALPINE.get(name)!)) yield* print(proc, `(${++n}/${names.length}) Installing ${name}\n`)
    }
    yield* print(proc, 'OK: 13 MiB in 24 packages\n')
    return 0
  }
  yield* print(proc, 'apk-tools 2.14.4, compiled for x86_64.\n')
  return verb === undefined ? 1 : 0
}

export const APT: ReadonlyMap<string, Applet> = new Map([['apt', apt], ['apt-get', apt]])
export const APK: ReadonlyMap<string, Applet> = new Map([['apk', apk]])
