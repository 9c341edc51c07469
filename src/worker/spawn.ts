// How the real worker comes to be. Alone in its file, so that nothing else knows of the bundler's way to say it.
import type { WorkerLike } from './client.ts'

/** The thread that index.html has started already (scripts/earlyEngine.ts); there is one, and whoever takes it has it. */
function started(): Worker | undefined {
  const page = self as { kubestepEngine?: Worker | undefined }
  const early = page.kubestepEngine
  page.kubestepEngine = undefined
  return early
}

export const spawnWorker = (): WorkerLike =>
  (started() ?? new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'kubestep-engine' })) as unknown as WorkerLike
