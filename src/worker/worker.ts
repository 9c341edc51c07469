// Ten lines between the two threads.
import { Host } from './host.ts'
import type { Envelope, Reply } from './protocol.ts'

const host = new Host(() => performance.now())

self.onmessage = ({ data: { id, request } }: MessageEvent<Envelope>) => {
  try {
    self.postMessage({ id, answer: host.answer(request) } satisfies Reply)
  } catch (error) {
    const run = host.save()
    const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
    self.postMessage({ id, broken: { message, ...(run ? { run } : {}) } } satisfies Reply)
  }
}
