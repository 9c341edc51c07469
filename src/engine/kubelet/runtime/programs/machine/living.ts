// Files whose text the kernel makes when they are read: /proc, and the control group below /sys.
import type { Kernel } from './kernel.ts'

/** Undefined where there is no such file, or an ordinary one. */
export function livingText(kernel: Kernel, path: string, latestPid: number): string | undefined {
  if (!path.startsWith('/proc/') && !path.startsWith('/sys/')) return undefined
  const limit = kernel.start.memoryLimitBytes
  switch (path) {
    case '/sys/fs/cgroup/memory.max':
      return `${limit ?? 'max'}\n`
    case '/sys/fs/cgroup/memory.current':
      return `${kernel.memory}\n`
    case '/proc/uptime':
      return `${(kernel.nowUs / 1e6 + 86_400).toFixed(2)} ${(kernel.nowUs / 1e6 + 80_000).toFixed(2)}\n`
    case '/proc/loadavg':
      return `0.42 0.36 0.30 1/${200 + kernel.processes.size} ${latestPid}\n`
    case '/proc/meminfo':
      return `MemTotal:       24684092 kB\nMemFree:        18213040 kB\nMemAvailable:   21034516 kB\n`
    case '/proc/cpuinfo':
      return [0, 1].map((n) => `processor\t: ${n}\nmodel name\t: virtual CPU\n\n`).join('')
  }
  const entry = /^\/proc\/(self|\d+)\/(cmdline|comm|status|environ)$/.exec(path)
  if (!entry) return undefined
  const proc = kernel.processes.get(entry[1] === 'self' ? kernel.firstPid : Number(entry[1]))
  if (!proc) return undefined
  if (entry[2] === 'cmdline') return proc.argv.map((a) => `${a}\0`).join('')
  if (entry[2] === 'environ') return [...proc.env].map(([k, v]) => `${k}=${v}\0`).join('')
  const comm = (proc.argv[0] ?? '').split('/').pop()!.slice(0, 15)
  return entry[2] === 'comm' ? `${comm}\n` : `Name:\t${comm}\nState:\tS (sleeping)\nPid:\t${proc.pid}\nPPid:\t${proc.parent}\n`
}
