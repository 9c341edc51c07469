// What every machine has on its disk before anybody writes to it: the directories and files that a hostPath may name.

/** Directories that every node has. */
const HOST_DIRS = new Set(['/', '/tmp', '/var', '/var/log', '/var/lib', '/var/run', '/run', '/etc', '/usr', '/usr/share', '/proc', '/sys', '/dev', '/home', '/root', '/mnt', '/opt', '/srv', '/var/lib/docker', '/var/lib/kubelet', '/var/log/pods', '/var/log/containers', '/etc/kubernetes'])

/** A machine's number, made up as such numbers are: the recorded cluster's began so, and ended in what tells their addresses apart. 32 digits. */
export const machineNumber = (address: string): string =>
  `abcdef${address.split('.').slice(2).reduce((n, part) => n * 256 + Number(part), 0).toString(16).padStart(4, '0')}`.padStart(32, '0')

interface Machine { readonly name: string; readonly address: string }

const HOST_FILES: ReadonlyMap<string, (machine: Machine) => string> = new Map<string, (machine: Machine) => string>([
  ['/etc/machine-id', ({ address }) => `${machineNumber(address)}\n`],
  ['/etc/hostname', ({ name }) => `${name}\n`],
  ['/etc/hosts', ({ name, address }) => `127.0.0.1\tlocalhost\n${address}\t${name}\n`],
  ['/etc/os-release', () => 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\n'],
  ['/etc/resolv.conf', () => 'nameserver 172.18.0.1\n'],
  ['/etc/timezone', () => 'Etc/UTC\n'],
])

const SOCKETS = new Set(['/run/containerd/containerd.sock', '/var/run/containerd/containerd.sock'])

/** What a machine has from the beginning below a directory, by paths inside it as volumes name them; the directory of all has all of it. */
export function hostFilesUnder(path: string, machine: Machine): Record<string, string> {
  const prefix = plain(path) === '/' ? '/' : `${plain(path)}/`
  const files: Record<string, string> = {}
  for (const dir of HOST_DIRS) if (dir.startsWith(prefix) && dir !== prefix) files[`${dir.slice(prefix.length)}/`] = ''
  for (const [file, text] of HOST_FILES) if (file.startsWith(prefix)) files[file.slice(prefix.length)] = text(machine)
  return files
}

const plain = (path: string): string => path.replace(/(.)\/+$/, '$1')

/** What the file of that path holds on a machine; undefined: there is none, or it is a directory. */
export const hostFile = (path: string, machine: Machine): string | undefined => HOST_FILES.get(plain(path))?.(machine)

export const isHostSocket = (path: string): boolean => SOCKETS.has(plain(path))
export const isHostFile = (path: string): boolean => HOST_FILES.has(plain(path))
export const isHostDirectory = (path: string): boolean => HOST_DIRS.has(plain(path))
