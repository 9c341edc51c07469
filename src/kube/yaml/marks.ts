// Reads what is said about a document or a node: directives, anchors and aliases, tags.
import { isBlank, isBlankZ, isBreakZ, isWord } from './characters.ts'
import type { Scanner } from './scan.ts'
import { scannerError } from './tokens.ts'

export function scanDirective(scanner: Scanner): void {
  scanner.reset()
  const start = scanner.mark
  const fail = (problem: string) => scannerError(problem, start, scanner.mark)
  scanner.next()
  let name = ''
  while (isWord(scanner.at())) {
    name += scanner.at()
    scanner.next()
  }
  if (name === '') throw fail('could not find expected directive name')
  if (!isBlankZ(scanner.at())) throw fail('found unexpected non-alphabetical character')
  if (name !== 'YAML' && name !== 'TAG') throw fail('found unknown directive name')
  let rest = ''
  while (!isBreakZ(scanner.at()) && !(scanner.at() === '#' && isBlank(scanner.at(-1)))) {
    rest += scanner.at()
    scanner.next()
  }
  while (!isBreakZ(scanner.at())) scanner.next()
  if (name === 'YAML' && !/^[ \t]+[0-9]+\.[0-9]+[ \t]*$/.test(rest)) throw fail('did not find expected digit or \'.\' character')
  if (name === 'TAG' && !/^[ \t]+![0-9A-Za-z_-]*!?[ \t]+[^ \t]+[ \t]*$/.test(rest)) throw fail("did not find expected '!'")
  scanner.push(name === 'YAML' ? 'version-directive' : 'tag-directive', start, rest.trim())
}

export function scanAnchor(scanner: Scanner, kind: 'alias' | 'anchor'): void {
  scanner.saveKey()
  scanner.keyAllowed = false
  const start = scanner.mark
  scanner.next()
  let name = ''
  while (isWord(scanner.at())) {
    name += scanner.at()
    scanner.next()
  }
  if (name === '' || !(isBlankZ(scanner.at()) || '?:,]}%@`'.includes(scanner.at()))) {
    throw scannerError('did not find expected alphabetic or numeric character', start, scanner.mark)
  }
  scanner.push(kind, start, name)
}

export function scanTag(scanner: Scanner): void {
  scanner.saveKey()
  scanner.keyAllowed = false
  const start = scanner.mark
  let tag = ''
  if (scanner.at(1) === '<') {
    scanner.next(2)
    while (!isBlankZ(scanner.at()) && scanner.at() !== '>') {
      tag += scanner.at()
      scanner.next()
    }
    if (scanner.at() !== '>') throw scannerError("did not find the expected '>'", start, scanner.mark)
    scanner.next()
  } else {
    while (/^[-0-9A-Za-z_;/?:@&=+$.!~*'()%]$/.test(scanner.at()) || (scanner.flow === 0 && /^[,[\]]$/.test(scanner.at()))) {
      tag += scanner.at()
      scanner.next()
    }
  }
  if (!isBlankZ(scanner.at())) throw scannerError('did not find expected whitespace or line break', start, scanner.mark)
  scanner.push('tag', start, tag)
}
