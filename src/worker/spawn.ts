// How the real worker comes to be. Alone in its file, so that nothing else knows of the bundler's way to say it.
import type { WorkerLike } from './client.ts'

export const spawnWorker = (): WorkerLike =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'kubestep-engine' }) as unknown as WorkerLike
