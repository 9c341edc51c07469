import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { lastingAssets } from './scripts/lasting.ts'
import { firstLoad, monacoFloors } from './scripts/chunks.ts'
import { earlyEngine } from './scripts/earlyEngine.ts'

export default defineConfig({
  base: './',
  plugins: [react(), earlyEngine(), lastingAssets()],
  worker: { format: 'es' },
  build: {
    target: 'es2022', manifest: true, chunkSizeWarningLimit: 4000, reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: [firstLoad(), monacoFloors()] } } },
  },
  test: {
    projects: [
      {
        extends: true,
        // No test is a race: the limit only ends what hangs, also where other work takes most of the machine.
        test: { name: 'unit', include: ['src/**/*.test.ts'], environment: 'node', pool: 'threads', maxWorkers: 2, isolate: false, testTimeout: 120_000 },
      },
    ],
  },
})
