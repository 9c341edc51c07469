// The keys of a terminal's line, as readline has them. Apart, because nobody needs them before he types.

/** What the keys of a terminal do to the line: Ctrl-A, E, U, K, W, D, Alt-B, F, D, Alt-Backspace. Undefined: none of them. */
export function edited({ key, code, ctrlKey, altKey, metaKey }: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey'>, text: string, at: number): readonly [text: string, cursor: number] | undefined {
  if (metaKey || ctrlKey === altKey) return undefined
  const [before, after] = [text.slice(0, at), text.slice(at)]
  const kept = (head: string, tail: string): readonly [string, number] => [head + tail, head.length]
  // With Alt some keyboards write another letter.
  switch (`${ctrlKey ? 'C' : 'A'}-${altKey ? code.replace('Key', '').toLowerCase() : key.toLowerCase()}`) {
    case 'C-a': return [text, 0]
    case 'C-e': return [text, text.length]
    case 'C-u': return kept('', after)
    case 'C-k': return kept(before, '')
    case 'C-w': return kept(before.replace(/\S*\s*$/, ''), after)
    case 'C-d': return kept(before, after.slice(1))
    case 'A-b': return [text, before.replace(/\w*\W*$/, '').length]
    case 'A-f': return [text, at + /^\W*\w*/.exec(after)![0].length]
    case 'A-d': return kept(before, after.replace(/^\W*\w*/, ''))
    case 'A-backspace': return kept(before.replace(/\w*\W*$/, ''), after)
  }
  return undefined
}
