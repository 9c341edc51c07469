// The browser tests: against the built page, as `npm start` serves it, with the Chromium that is there.
import { cpus } from 'node:os'
import { defineConfig } from '@playwright/test'

// Workers read this file again; they inherit the port. A port of our own lets several runs be on one machine.
process.env['E2E_PORT'] ??= String(4200 + (process.pid % 1000))
const url = `http://127.0.0.1:${process.env['E2E_PORT']}/`
const chromium = process.env['PW_CHROMIUM']
const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'e2e',
  // No test is a race: these limits only end what hangs, also on a machine that is busy with other work.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  retries: 1,
  // Each page brings an engine of its own thread: a page wants two cores.
  workers: Math.min(4, cpus().length),
  reporter: 'line',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/looks/{arg}{ext}',
  use: {
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      // As root, as in most containers, Chromium starts without its sandbox only.
      args: ['--disable-dev-shm-usage', ...(isRoot ? ['--no-sandbox'] : [])],
    },
    // Watching every test costs half as much again as the tests themselves.
    trace: 'on-first-retry',
  },
  webServer: {
    command: `node scripts/start.mjs --no-open --port ${process.env['E2E_PORT']}`,
    url,
    timeout: 180_000,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
})
