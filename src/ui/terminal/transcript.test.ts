import { describe, expect, test } from 'vitest'
import type { Delta, TerminalChunk } from '../../worker/protocol.ts'
import { commonPrefix, recall, searchBack } from './lineEditor.ts'
import { refOfWord, wordAt } from './names.ts'
import { afterDelta, allEnded, allText, emptyTranscript, MAX_CHARS, started, typed, visibleItems, waitingRuns, type Transcript } from './transcript.ts'
import { emptyMirror } from '../mirror/applyDelta.ts'

const chunk = (running: number, frame: number, text: string, stream: 'out' | 'err' = 'out'): TerminalChunk => ({ running, frame, at: frame, stream, text })
const delta = (position: number, change: Partial<Delta> = {}): Delta =>
  ({ from: position, position, now: 0, end: position, endAt: 0, fresh: false, changes: [], heads: [], terminal: [], ended: [], canUndoFork: false, ...change })
/** A command that begins at `frame` and has printed `text`; it waits unless it is said to have ended. */
function command(t: Transcript, running: number, frame: number, text: string, ended = true): Transcript {
  const echo = typed(t, `command ${running}`)
  return started(afterDelta(echo.transcript, delta(frame, { terminal: text ? [chunk(running, frame, text)] : [], ended: ended ? [{ running, frame, exitCode: 0 }] : [] })), echo.item, running, frame)
}
const seen = (t: Transcript, position: number) => visibleItems(t, position).map(i => i.text)

describe('what stands in the terminal', () => {
  test('in the order of printing, whoever printed', () => {
    let t = command(emptyTranscript, 1, 5, 'a\n', false)
    t = command(t, 2, 6, 'b\n')
    t = afterDelta(t, delta(7, { terminal: [chunk(1, 7, 'c\n')] }))
    expect(seen(t, 7)).toEqual(['command 1', 'a\n', 'command 2', 'b\n', 'c\n'])
    expect(allText(visibleItems(t, 7))).toBe('$ command 1\na\n$ command 2\nb\nc\n')
  })
  test('a line is seen before anybody knows what becomes of it', () => expect(seen(typed(emptyTranscript, 'kubectl get pods').transcript, -1)).toEqual(['kubectl get pods']))
  test('chunks of one run, stream and frame are one item; errors are kept apart', () => {
    const t = afterDelta(emptyTranscript, delta(3, { terminal: [chunk(1, 3, 'a\n'), chunk(1, 3, 'b\n'), chunk(1, 3, 'no\n', 'err'), chunk(1, 4, 'c\n')] }))
    expect(t.items.map(i => [i.kind, i.text])).toEqual([['out', 'a\nb\n'], ['err', 'no\n'], ['out', 'c\n']])
  })

  describe('when time goes back', () => {
    test('what was typed later is hidden, and is there again when time has come so far', () => {
      const t = afterDelta(command(command(emptyTranscript, 1, 5, 'early\n'), 2, 10, 'late\n'), delta(7, { from: 10, takeBackFrom: 8 }))
      expect(seen(t, 7)).toEqual(['command 1', 'early\n'])
      expect(seen(t, 9)).toEqual(['command 1', 'early\n'])
      expect(seen(t, 10)).toEqual(['command 1', 'early\n', 'command 2', 'late\n'])
    })
    test('a stream loses its later lines for good: it prints them anew', () => {
      let t = command(emptyTranscript, 1, 5, 'first\n', false)
      t = afterDelta(t, delta(9, { terminal: [chunk(1, 7, 'second\n'), chunk(1, 9, 'third\n')] }))
      t = afterDelta(t, delta(7, { from: 9, takeBackFrom: 8 }))
      expect(seen(t, 99)).toEqual(['command 1', 'first\n', 'second\n'])
      t = afterDelta(t, delta(9, { from: 7, terminal: [chunk(1, 9, 'third\n')] }))
      expect(seen(t, 9)).toEqual(['command 1', 'first\n', 'second\n', 'third\n'])
    })
    test('a wait that ended later waits again', () => {
      let t = command(emptyTranscript, 1, 5, '', false)
      t = afterDelta(t, delta(9, { terminal: [chunk(1, 9, 'condition met\n')], ended: [{ running: 1, frame: 9, exitCode: 0 }] }))
      expect(waitingRuns(t, 9)).toEqual([])
      t = afterDelta(t, delta(6, { from: 9, takeBackFrom: 7 }))
      expect(waitingRuns(t, 6).map(r => r.running)).toEqual([1])
      expect(seen(t, 99)).toEqual(['command 1'])
    })
    test('a wait that was typed later is over', () => {
      const t = afterDelta(command(emptyTranscript, 1, 9, 'x\n', false), delta(6, { from: 9, takeBackFrom: 7 }))
      expect(waitingRuns(t, 99)).toEqual([])
    })
    test('exactly the frame where we stand stays', () => {
      const t = afterDelta(command(emptyTranscript, 1, 7, 'a\n', false), delta(7, { from: 9, takeBackFrom: 8 }))
      expect(seen(t, 7)).toEqual(['command 1', 'a\n'])
    })
    test('a cut future takes its lines with it', () => {
      let t = command(command(emptyTranscript, 1, 5, 'early\n'), 2, 10, 'late\n')
      t = afterDelta(t, delta(6, { from: 10, takeBackFrom: 7 }))
      t = afterDelta(t, delta(7, { from: 6, cutFrames: 4 }))
      expect(seen(t, 99)).toEqual(['command 1', 'early\n'])
    })
  })

  test('when the worker is gone nobody waits, and what was printed stays', () => {
    const t = allEnded(command(emptyTranscript, 1, 5, 'a\n', false))
    expect(waitingRuns(t, 99)).toEqual([])
    expect(seen(t, 5)).toEqual(['command 1', 'a\n'])
    expect(allEnded(t)).toBe(t)
  })

  test('old text is dropped when there is too much', () => {
    let t = emptyTranscript
    for (let i = 0; i < 30; i++) t = afterDelta(t, delta(i, { terminal: [chunk(1, i, 'x'.repeat(100_000))] }))
    expect(t.items.reduce((n, i) => n + i.text.length, 0)).toBeLessThanOrEqual(MAX_CHARS)
    expect(t.items.at(-1)!.frame).toBe(29)
  })
})

describe('the command line', () => {
  const history = ['kubectl get pods', 'kubectl get jobs', 'kubectl describe pod x']
  test('up and down, and back to what was being typed', () => {
    const one = recall(history, undefined, 'kubec', -1)
    expect(one.text).toBe('kubectl describe pod x')
    const two = recall(history, one.recall, one.text, -1)
    expect(two.text).toBe('kubectl get jobs')
    const down = recall(history, two.recall, two.text, 1)
    expect(down.text).toBe('kubectl describe pod x')
    expect(recall(history, down.recall, down.text, 1)).toEqual({ recall: undefined, text: 'kubec' })
  })
  test('not beyond either end', () => {
    const oldest = { at: 0, draft: '' }
    expect(recall(history, oldest, 'kubectl get pods', -1)).toEqual({ recall: oldest, text: 'kubectl get pods' })
    expect(recall(history, undefined, 'draft', 1)).toEqual({ recall: undefined, text: 'draft' })
    expect(recall([], undefined, 'draft', -1)).toEqual({ recall: undefined, text: 'draft' })
  })
  test('Ctrl-R: newest first, then further back, then nothing', () => {
    expect(searchBack(history, 'get').found).toBe(1)
    expect(searchBack(history, 'get', 0).found).toBe(0)
    expect(searchBack(history, 'get', -1).found).toBeUndefined()
    expect(searchBack(history, 'delete').found).toBeUndefined()
    expect(searchBack(history, '').found).toBeUndefined()
  })
  test.each([[[], ''], [['pods'], 'pods'], [['pods', 'podtemplates'], 'pod'], [['a', 'b'], '']])('common beginning of %j', (texts, prefix) => expect(commonPrefix(texts)).toBe(prefix))
})

describe('names in the text', () => {
  const rows = {
    ...emptyMirror().rows,
    jobs: new Map([['default/calculate-pi', { ref: 'jobs/default/calculate-pi', name: 'calculate-pi', namespace: 'default' } as never]]),
    nodes: new Map([['node-1', { ref: 'nodes/node-1', name: 'node-1' } as never]]),
    pods: new Map([['other/calculate-pi', { ref: 'pods/other/calculate-pi', name: 'calculate-pi', namespace: 'other' } as never]]),
  }
  test.each([
    ['calculate-pi', 'jobs/default/calculate-pi'], ['job.batch/calculate-pi', 'jobs/default/calculate-pi'], ['jobs/calculate-pi', 'jobs/default/calculate-pi'], ['"node-1"', 'nodes/node-1'],
    ['no/node-1', 'nodes/node-1'], ['node-2', undefined], ['pod/calculate-pi', undefined], ['x', undefined], ['', undefined], ['__proto__', undefined],
  ])('%s → %s', (word, ref) => expect(refOfWord(rows, word)).toBe(ref))
  test.each([['pod calculate-pi-x  Running', 6, 'calculate-pi-x'], ['a  b', 2, ''], ['job.batch/pi created', 3, 'job.batch/pi'], ['end', 3, 'end']])('word in %j at %d', (text, at, word) => expect(wordAt(text, at)).toBe(word))
})
