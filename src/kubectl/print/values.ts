// Values as kubectl writes them in tables and descriptions.
import { humanDuration } from '../../kube/age.ts'
import type { Instant } from '../../kube/object.ts'
import { civilFromDays, parseTime } from '../../kube/rfc3339.ts'
import { selectorFor } from '../../kube/labels.ts'
import type { LabelSelector } from '../../kube/meta.ts'

/** How long ago a time was, in kubectl's rounding; `<unknown>` where there is none. */
export function since(time: string | undefined | null, now: Instant): string {
  const at = time ? parseTime(time) : undefined
  return at === undefined ? '<unknown>' : humanDuration(now - at)
}

/** How long it was from one time to another. */
export const between = (from: string, to: string): string => humanDuration((parseTime(to) ?? NaN) - (parseTime(from) ?? NaN))

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number) => String(n).padStart(2, '0')

/** `Fri, 20 Nov 2026 09:41:15 +0000` (RFC 1123 with a numeric zone). No time at all is Go's zero time. */
export function rfc1123(time: string | undefined | null): string {
  const at = time ? parseTime(time) : undefined
  if (at === undefined) return 'Mon, 01 Jan 0001 00:00:00 +0000'
  const seconds = Math.floor(at / 1000)
  const days = Math.floor(seconds / 86_400)
  const rest = seconds - days * 86_400
  const { year, month, day } = civilFromDays(days)
  const weekday = DAYS[((days % 7) + 7) % 7]
  return `${weekday}, ${two(day)} ${MONTHS[month - 1]} ${String(year).padStart(4, '0')} ` +
    `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)} +0000`
}

/** `True`, `False`, or `<unset>`. */
export const boolOrUnset = (value: boolean | undefined | null): string => (value === undefined || value === null ? '<unset>' : bool(value))
export const bool = (value: boolean | undefined): string => (value ? 'True' : 'False')

/** `a=1,k in (v,w),!z`: requirements sorted by key; the empty text for none. */
export const selectorText = (selector: LabelSelector | undefined): string => selectorFor(selector).toString()

/** `10.0.0.1:80`, `[::1]:80`. */
export const hostPort = (host: string, port: string | number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)

const MODES: Record<string, string> = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' }

/** `RWO,ROX`: in this order, each once. */
export const accessModes = (modes: readonly string[] | undefined): string =>
  Object.keys(MODES).filter(m => modes?.includes(m)).map(m => MODES[m]).join(',')

/** The roles of a node, from `node-role.kubernetes.io/x` and `kubernetes.io/role`, sorted. */
export function nodeRoles(labels: Readonly<Record<string, string>> | undefined): string[] {
  const roles = new Set<string>()
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (key.startsWith('node-role.kubernetes.io/') && key.length > 24) roles.add(key.slice(24))
    else if (key === 'kubernetes.io/role' && value) roles.add(value)
  }
  return [...roles].sort()
}

/** The storage class of a claim or volume: the old annotation counts before the field. */
export const storageClassOf = (o: { metadata: { annotations?: Readonly<Record<string, string>> }; spec?: { storageClassName?: string } }): string =>
  o.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? o.spec?.storageClassName ?? ''

export const isDefaultClass = (annotations: Readonly<Record<string, string>> | undefined): boolean =>
  annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' || annotations?.['storageclass.beta.kubernetes.io/is-default-class'] === 'true'

/** The first few of a list, and how many more there are. */
export const firstFew = (list: readonly string[], most: number, separator = ','): string =>
  list.length > most ? `${list.slice(0, most).join(separator)} + ${list.length - most} more...` : list.join(separator)

/** Of an event: the component that reported it, and where. */
export function eventSource(event: any): string {
  const component = event.source?.component || event.reportingComponent || ''
  const host = event.source?.host || event.reportingInstance || ''
  return host ? `${component}, ${host}` : component
}
