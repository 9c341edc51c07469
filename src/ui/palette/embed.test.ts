import { expect, test } from 'vitest'
import { embedCode } from './embed.ts'

test('the frame’s address has the mark before the hash, and nothing in it ends the attribute', () => {
  expect(embedCode('https://k.example/app/#run=2.abc_-')).toContain('src="https://k.example/app/?embed#run=2.abc_-"')
  expect(embedCode('https://k.example/"><script>#x')).not.toContain('"><script>')
})
