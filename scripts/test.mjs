// `npm test`: everything that is checked, from a fresh clone. Each stage runs whether or not one before it failed; the last line is
// the sum of all: `N passed, N failed`, and `, N skipped` where something could not be run, with the reason above it.
//   node scripts/test.mjs [STAGE…]   only these: types lint unit size browser
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findOrInstallChromium } from './chromium.mjs'
import { install, needNode, programOf, root, run } from './tools.mjs'

needNode()
install()
const reports = join(root, '.cache', 'reports')
mkdirSync(reports, { recursive: true })

const node = (program, args, options) => run(process.execPath, [program, ...args], options)
const one = code => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

const stages = {
  types: async () => one(await node(programOf('typescript', 'tsc'), ['-p', 'tsconfig.json'])),

  lint: async () => one(await node(programOf('oxlint'), [])),

  unit: async () => {
    const report = fresh('unit.json')
    const code = await node(programOf('vitest'), ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`])
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = read(report) ?? {}
    // A file that cannot even be loaded has no tests to fail: it counts as one.
    const broken = (testResults ?? []).filter(f => f.status === 'failed' && f.assertionResults.length === 0).length
    return counted(code, { passed: numPassedTests, failed: (numFailedTests ?? 0) + broken, skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0) })
  },

  size: async () => {
    const built = await node(programOf('vite'), ['build', '--logLevel', 'warn'])
    return one(built === 0 ? await node(join('scripts', 'size.mjs'), []) : built)
  },

  browser: async () => {
    const chromium = await findOrInstallChromium()
    if (!chromium.path) return { passed: 0, failed: 0, skipped: 1, why: `no browser tests: ${chromium.why}` }
    console.log(`Chromium: ${chromium.path}`)
    const report = fresh('browser.json')
    const code = await node(programOf('@playwright/test', 'playwright'), ['test', '--reporter=line,json'], {
      env: { PW_CHROMIUM: chromium.path, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    })
    const { expected, unexpected, skipped, flaky } = read(report)?.stats ?? {}
    return { ...counted(code, { passed: (expected ?? 0) + (flaky ?? 0), failed: unexpected, skipped }), ...(flaky ? { why: `${flaky} passed at the second try` } : {}) }
  },
}

function fresh(name) {
  const path = join(reports, name)
  rmSync(path, { force: true })
  return path
}
const read = path => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined)

/** A stage that failed without a failed test (it could not start, something threw outside a test) has failed all the same. */
function counted(code, { passed = 0, failed = 0, skipped = 0 }) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped }
}

const chosen = process.argv.slice(2).filter(a => !a.startsWith('-'))
const unknown = chosen.find(name => !stages[name])
if (unknown) {
  console.error(`No stage is called "${unknown}". There are ${Object.keys(stages).join(', ')}.`)
  process.exit(2)
}

const sum = { passed: 0, failed: 0, skipped: 0 }
const lines = []
for (const name of chosen.length ? chosen : Object.keys(stages)) {
  console.log(`\n── ${name} ──`)
  const from = Date.now()
  let result
  try {
    result = await stages[name]()
  } catch (error) {
    console.error(error)
    result = { passed: 0, failed: 1 }
  }
  for (const key of Object.keys(sum)) sum[key] += result[key] ?? 0
  lines.push(`${name.padEnd(8)} ${words(result).padEnd(36)} ${((Date.now() - from) / 1000).toFixed(0).padStart(4)} s${result.why ? `   ${result.why}` : ''}`)
}

function words({ passed, failed, skipped = 0 }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
}

console.log(`\n${lines.join('\n')}\n`)
console.log(words(sum))
process.exitCode = sum.failed ? 1 : 0
