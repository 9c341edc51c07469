// Help in kubectl's layout: the same sections in the same order, every flag with a sentence, every example a line that is understood.
import { describe, expect, test } from 'vitest'
import { below, commands } from '../commands/registry.ts'
import { parseFlags } from '../parse/flags.ts'
import { globalFlags } from '../parse/globals.ts'
import { tokenize } from '../parse/tokenize.ts'
import { commandFor } from '../resolve.ts'
import { FakeClient } from '../testing/fakeClient.ts'
import { consoleOn } from '../testing/console.ts'
import { examples } from './examples.ts'
import { flagText } from './flagLines.ts'

const { k } = consoleOn(new FakeClient())

test('every flag is told of', () => {
  const silent = [...commands.flatMap(c => (c.flags ?? []).filter(f => !f.hidden && !flagText(c.path, f)).map(f => `${c.path} --${f.name}`)), ...globalFlags.filter(f => !flagText('options', f)).map(f => f.name)]
  expect(silent).toEqual([])
})

test('every command of kubectl’s lists is in a group of the whole help', () => {
  const { out } = k('')
  const missing = below('').map(c => c.path).filter(p => p !== 'options' && !out.includes(`\n  ${p} `))
  expect(missing).toEqual([])
})

test('examples are of commands that there are', () => expect(Object.keys(examples).filter(p => !commands.some(c => c.path === p))).toEqual([]))

test.each(Object.entries(examples).flatMap(([path, list]) => list.map(([, line]) => [line, path] as const)))('kubectl %s is understood', (line, path) => {
  const { command, rest } = commandFor(tokenize(line, {}).map(w => w.text))
  expect(command?.path.startsWith(path)).toBe(true)
  expect(() => parseFlags(rest, [...(command!.flags ?? []), ...globalFlags])).not.toThrow()
})

describe('the layout', () => {
  test.each(commands.map(c => [c.path]))('%s', path => {
    const { out, code } = k(`${path} --help`)
    expect(code).toBe(0)
    const titles = [...out.matchAll(/^(Aliases|Examples|Available Commands|Options|Usage):$/gm)].map(m => m[1])
    expect(titles).toEqual(['Aliases', 'Examples', 'Available Commands', 'Options', 'Usage'].filter(t => titles.includes(t)))
    expect(titles).toContain('Usage')
    expect(out).toMatch(/\nUse "kubectl options" for a list of global command-line options \(applies to all commands\)\.\n$/)
  })

  test('a flag has its short form, its default, and below it what it is for', () =>
    expect(k('get --help').out).toMatch(/\n {4}-A, --all-namespaces=false:\n\t\S.+\n\n/))

  test('kubectl options lists what every command takes', () => {
    const { out } = k('options')
    expect(out).toMatch(/^The following options can be passed to any command:\n\n {4}--as='':\n\t.+\n\n {4}--as-group=\[\]:\n/)
    expect(out).toContain('\n    -n, --namespace=\'\':\n')
    expect(out).not.toContain('--help')
  })
})
