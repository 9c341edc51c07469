// The images of the recorded cluster: some only bore their names. What they did there belongs to the recordings' world, as its nodes do
// (test-data/golden/README.md): a replay runs them as they were, everyone else's cluster runs what the names promise.
import type { Programs, ProgramStart, Timeline } from '../engine/index.ts'

/** perl's `bpi` was a stand-in that printed the right digits after this, however many were asked for. */
const PI_MS = 5000
/** Debian's servers under other names: as a first process they heard no signal but KILL (exit 137 after the grace, wherever one was stopped). */
const DEAF = /(^|\/)(httpd|fluentd|fluentd-elasticsearch|fluent-bit)(:|@|$)/

const computesPi = ({ image, command = [], args = [] }: ProgramStart): boolean =>
  /(^|\/)perl(:|@|$)/.test(image) && command[0] === 'perl' && [...command, ...args].some(word => word.includes('bpi'))

/** The programs of a replay: `own` but for the stand-ins. */
export const recordedPrograms = (own: Programs): Programs => ({
  exec: (start, signals, ...rest) => own.exec(start, heardBy(start, signals), ...rest),
  run(start, signals, horizonMs) {
    if (!computesPi(start)) return own.run(start, heardBy(start, signals), horizonMs)
    const killedMs = signals.find(s => s.name === 'KILL')?.atMs ?? Infinity
    if (killedMs < PI_MS) return killedMs > horizonMs ? { ...NOTHING, nextAtMs: killedMs } : { ...NOTHING, end: { atMs: killedMs, exitCode: 137, signal: 9 } }
    if (horizonMs < PI_MS) return { ...NOTHING, nextAtMs: PI_MS }
    const { output, end } = own.run(start, [], Number.MAX_SAFE_INTEGER)
    return { ...NOTHING, output: output.map(line => ({ ...line, atMs: PI_MS })), ...(end ? { end: { ...end, atMs: PI_MS } } : {}) }
  },
})

const NOTHING: Timeline = { output: [], said: [], files: [], ports: [], requests: [], responses: [] }

const heardBy = <S extends { readonly name: string }>(start: ProgramStart, signals: readonly S[]): readonly S[] =>
  DEAF.test(start.image) ? signals.filter(s => s.name === 'KILL') : signals
