// What the terminal's curl and wget get to. The page itself asks nobody: nodes of the simulated cluster answer, ports that kubectl opened here, and
// the documentation's examples, which are built in.
import { complain, type NetworkAnswer } from '../../../engine/index.ts'
import type { LineInit } from '../../../engine/index.ts'
import { documented } from '../../documented/index.ts'
import { nobodyThere } from './elsewhere.ts'
import type { Surroundings } from './program.ts'

const OWN = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/

/** The network of the person's own machine. */
export const networkOf = (around: Surroundings): LineInit['network'] => function* (process, { kind, host, port, ...request }) {
  const { options, shell } = around
  const said = around.once(process, () => {
    if (kind !== 'http') return ''
    const text = documented(`https://${host}${request.path ?? '/'}`)
    if (text !== undefined) return JSON.stringify({ status: 200, body: text })
    const answer = OWN.test(host) ? shell.listening(options, port)?.answer(request) ?? { fault: 'refused', address: '127.0.0.1' } : options.client.network?.outside({ host, port, ...request })
    return answer ? JSON.stringify(answer) : ''
  })
  if (said !== '') return JSON.parse(said) as NetworkAnswer
  yield* complain(process, `${nobodyThere(options.lang ?? 'en')}\n`)
  return { fault: 'bad-address' }
}
