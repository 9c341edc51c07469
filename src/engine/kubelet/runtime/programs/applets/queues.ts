// RabbitMQ as far as a queue of work needs it: queues by name, messages given out until they are acknowledged.
// One command per request: DECLARE q, PUBLISH q text, GET q, ACK q, COUNT q; CLOSE - when a client's connection has ended (network/requests.ts).
import type { Arrived } from '../machine/init.ts'
import type { Process } from '../machine/process.ts'
import type { NetworkAnswer } from '../program.ts'

interface Queue { readonly ready: string[]; readonly given: { readonly client: string; readonly message: string }[] }

/** What a queue holds from the start: `kubestep.dev/queue: job1=apple,banana,cherry`. */
export function itemsAtStart({ kernel }: Process): readonly (readonly [string, readonly string[]])[] {
  const text = kernel.start.annotations?.['kubestep.dev/queue'] ?? ''
  return text.split(';').flatMap(part => {
    const [, name, items = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(part) ?? []
    return name ? [[name, items.split(',').map(item => item.trim()).filter(Boolean)] as const] : []
  })
}

/** A message that a client holds when it ends goes back to where it was: to the head of its queue. */
export function queues(proc: Process): (request: Arrived) => NetworkAnswer {
  const all = new Map<string, Queue>()
  const queue = (name: string): Queue => {
    let found = all.get(name)
    if (!found) all.set(name, found = { ready: [], given: [] })
    return found
  }
  for (const [name, items] of itemsAtStart(proc)) queue(name).ready.push(...items)
  return ({ kind, body = '', client = '' }) => {
    if (kind !== 'amqp') return { status: 200, body: '' }
    const [, command = '', name = '', text = ''] = /^(\w+)\s+(\S+)\s?([^]*)$/.exec(body) ?? []
    if (command === 'CLOSE') {
      for (const { ready, given } of all.values()) {
        for (let i = given.length - 1; i >= 0; i--) if (given[i]!.client === client) ready.unshift(given.splice(i, 1)[0]!.message)
      }
      return { status: 200, body: '' }
    }
    const { ready, given } = queue(name)
    if (command === 'PUBLISH') ready.push(text)
    if (command === 'GET') {
      const message = ready.shift()
      if (message === undefined) return { status: 204, body: '' }
      given.push({ client, message })
      return { status: 200, body: message }
    }
    if (command === 'ACK') {
      const at = given.findIndex(g => g.client === client)
      if (at >= 0) given.splice(at, 1)
    }
    return { status: 200, body: String(ready.length) }
  }
}
