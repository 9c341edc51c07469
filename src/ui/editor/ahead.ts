// The editor is made before it is shown, and in steps: to begin Monaco's services, to make an editor and to give it a text are some
// dozens of milliseconds each, and in one go they would hold the page up. What is made here the pane only has to put in its place.
import { PixelRatio } from 'monaco-editor/base/browser/pixelRatio.js'
import { FontMeasurements } from 'monaco-editor/editor/browser/config/fontMeasurements.js'
import { createBareFontInfoFromRawSettings } from 'monaco-editor/editor/common/config/fontInfoFromSettings.js'
import { activeFile } from '../work/files.ts'
import css from './editor.module.css'
import { COMMON, editor, Uri } from './monaco.ts'

interface Made { readonly place: HTMLElement; readonly code: editor.IStandaloneCodeEditor }

/** The model of a file, made where there is none yet; one that is there keeps its own text. */
export function modelFor(path: string, text: string): editor.ITextModel {
  const uri = Uri.from({ scheme: 'file', path: `/${path}` })
  const model = editor.getModel(uri) ?? editor.createModel(text, 'yaml', uri)
  model.updateOptions({ tabSize: 2, insertSpaces: true })
  return model
}

/** Longer files are coloured by Monaco itself, whenever the page has nothing else to do. */
const MOST_AT_ONCE = 300

/** Colours a text now: Monaco waits for an idle moment, and while time runs on a busy machine there is none. */
export function colour(model: editor.ITextModel | null): void {
  if (!model || model.isDisposed() || model.getLineCount() > MOST_AT_ONCE) return
  const { tokenization } = model as { tokenization?: { forceTokenization?(line: number): void } } & editor.ITextModel
  tokenization?.forceTokenization?.(model.getLineCount())
}

const fontFamily = () => getComputedStyle(document.documentElement).getPropertyValue('--mono')

/** Measures the letters, which lays the page out: Monaco keeps what it measured, and asks the same when the editor is made. */
function measure(): void {
  FontMeasurements.readFontInfo(window, createBareFontInfoFromRawSettings({ ...COMMON, fontFamily: fontFamily() }, PixelRatio.getInstance(window).value))
}

function make(): Made {
  const place = document.createElement('div')
  place.className = css.monaco!
  const code = editor.create(place, {
    ...COMMON, model: null, tabFocusMode: false, quickSuggestions: { other: true, comments: false, strings: true }, quickSuggestionsDelay: 120, wordBasedSuggestions: 'off',
    suggest: { showWords: false, showIcons: true, preview: false }, fontFamily: fontFamily(),
    lightbulb: { enabled: editor.ShowLightbulbIconMode.OnCode }, bracketPairColorization: { enabled: false }, detectIndentation: false,
  })
  return { place, code }
}

/** Learners want the words beside the names; Monaco has no option for it, only the state of its widget, which is made by asking for it. */
function openDetails({ code }: Made): void {
  // An editor that is gone by now knows of no contribution.
  const widget = (code.getContribution('editor.contrib.suggestController') as { widget?: { value?: { _setDetailsVisible?(on: boolean): void } } } | null)?.widget?.value
  widget?._setDetailsVisible?.(true)
}

let ahead: Made | undefined

/** The browser may draw and hear the person in between. */
const breath = () => new Promise<void>(resolve => { setTimeout(resolve) })

/** Makes the first editor, with the file in front in it, step by step. */
export async function makeAhead(): Promise<void> {
  const front = () => { const file = activeFile(); return file ? modelFor(file.path, file.text) : null }
  front()
  await breath()
  measure()
  await breath()
  const made = make()
  await breath()
  openDetails(made)
  await breath()
  made.code.setModel(front())
  await breath()
  colour(made.code.getModel())
  ahead = made
  await breath()
}

/** The editor that was made ahead, or, once that has been taken, another. Whoever takes it disposes of it. */
export function takeEditor(): Made {
  const made = ahead ?? make()
  if (made !== ahead) openDetails(made)
  ahead = undefined
  return made
}
