// Monaco, with the features that manifests need and no others, in the page's own colours. Loaded after the first paint.
import { editor, languages, KeyCode, KeyMod, MarkerSeverity, Range, Uri } from 'monaco-editor/editor.js'
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js'
import 'monaco-editor/features/bracketMatching/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/codeAction/register.js'
import 'monaco-editor/features/codicon/register.js'
import 'monaco-editor/features/comment/register.js'
import 'monaco-editor/features/contextmenu/register.js'
import 'monaco-editor/features/cursorUndo/register.js'
import 'monaco-editor/features/dnd/register.js'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/folding/register.js'
import 'monaco-editor/features/gotoError/register.js'
import 'monaco-editor/features/hover/register.js'
import 'monaco-editor/features/indentation/register.js'
import 'monaco-editor/features/linesOperations/register.js'
import 'monaco-editor/features/multicursor/register.js'
import 'monaco-editor/features/snippet/register.js'
import 'monaco-editor/features/smartSelect/register.js'
import 'monaco-editor/features/toggleTabFocusMode/register.js'
import 'monaco-editor/features/wordHighlighter/register.js'
import 'monaco-editor/features/wordOperations/register.js'
import 'monaco-editor/features/diffEditor/register.js'
import './monaco.css'
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import { isDark, onThemeChange, token } from '../theme/theme.ts'
import { registerProviders } from './providers.ts'
import { registerYaml } from './yamlGrammar.ts'

export { editor, KeyCode, KeyMod, languages, MarkerSeverity, Range, Uri }

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

/** `#rrggbb` of a token; Monaco understands nothing else. */
function hex(name: string): string {
  const probe = document.createElement('canvas').getContext('2d')
  if (!probe) return '#888888'
  probe.fillStyle = token(name)
  return String(probe.fillStyle)
}

function defineTheme(): void {
  const dark = isDark()
  const bare = (name: string) => hex(name).slice(1)
  editor.defineTheme('kubestep', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: 'type', foreground: bare('--y-key') },
      { token: 'string.yaml', foreground: bare('--ink') },
      { token: 'string.quoted.yaml', foreground: bare('--y-string') },
      { token: 'string.escape', foreground: bare('--y-string') },
      { token: 'string.invalid', foreground: bare('--fail') },
      { token: 'number', foreground: bare('--y-number') },
      { token: 'keyword', foreground: bare('--y-number') },
      { token: 'comment', foreground: bare('--y-comment') },
      { token: 'operators', foreground: bare('--ink') },
      { token: 'delimiter', foreground: bare('--ink') },
      { token: 'tag', foreground: bare('--terminating-ink') },
      { token: '', foreground: bare('--ink') },
    ],
    colors: {
      'editor.background': hex('--code'), 'editor.foreground': hex('--ink'),
      'editorLineNumber.foreground': hex('--dim'), 'editorLineNumber.activeForeground': hex('--ink'),
      'editor.lineHighlightBackground': `${hex('--accent')}1a`, 'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': `${hex('--accent')}40`, 'editor.inactiveSelectionBackground': `${hex('--accent')}22`,
      'editorCursor.foreground': hex('--accent'), 'editorIndentGuide.background1': hex('--line'), 'editorIndentGuide.activeBackground1': hex('--edge'),
      'editorWidget.background': hex('--panel'), 'editorWidget.border': hex('--line'), 'editorHoverWidget.background': hex('--panel'), 'editorHoverWidget.foreground': hex('--ink'), 'editorHoverWidget.border': hex('--line'),
      'editorSuggestWidget.background': hex('--panel'), 'editorSuggestWidget.border': hex('--line'), 'editorSuggestWidget.selectedBackground': `${hex('--accent')}2e`,
      'editorSuggestWidget.selectedForeground': hex('--ink'), 'editorSuggestWidget.highlightForeground': hex('--accent'), 'editorSuggestWidget.focusHighlightForeground': hex('--accent'),
      'list.hoverBackground': hex('--soft'), 'focusBorder': hex('--accent'), 'input.background': hex('--code'), 'input.border': hex('--line'),
      'editorError.foreground': hex('--failed'), 'editorWarning.foreground': hex('--pending'), 'editorGutter.background': hex('--code'),
      'menu.background': hex('--panel'), 'menu.foreground': hex('--ink'), 'menu.selectionBackground': hex('--soft'), 'menu.selectionForeground': hex('--ink'), 'menu.border': hex('--line'),
      'scrollbarSlider.background': `${hex('--dim')}40`, 'scrollbarSlider.hoverBackground': `${hex('--dim')}66`, 'widget.shadow': '#00000030',
      'diffEditor.insertedTextBackground': `${hex('--ready')}33`, 'diffEditor.removedTextBackground': `${hex('--failed')}33`,
      'diffEditor.insertedLineBackground': `${hex('--ready')}1a`, 'diffEditor.removedLineBackground': `${hex('--failed')}1a`,
    },
  })
  editor.setTheme('kubestep')
}

let dressed = false
/** Our colours, our YAML and our providers: a task of its own after the last floor, because with it Monaco's services begin. A second time costs nothing. */
export function dress(): void {
  if (dressed) return
  dressed = true
  defineTheme()
  onThemeChange(defineTheme)
  registerYaml()
  registerProviders()
}

/** Options that all of our editors have. */
export const COMMON: editor.IEditorOptions = {
  automaticLayout: true, fontSize: 12.5, lineHeight: 19, fontLigatures: false, minimap: { enabled: false }, scrollBeyondLastLine: false, wordWrap: 'off',
  padding: { top: 8, bottom: 8 }, renderLineHighlight: 'all', overviewRulerLanes: 0, hideCursorInOverviewRuler: true, overviewRulerBorder: false, fixedOverflowWidgets: true,
  lineNumbersMinChars: 3, renderFinalNewline: 'on', lineDecorationsWidth: 6, glyphMargin: false, folding: true, showFoldingControls: 'mouseover', guides: { indentation: true },
  scrollbar: { verticalScrollbarSize: 9, horizontalScrollbarSize: 9, useShadows: false }, unicodeHighlight: { ambiguousCharacters: false }, stickyScroll: { enabled: false },
  hover: { above: false, delay: 350 },
}

// The font of Monaco's icons is asked for now, not when the first icon is shown: by then there may be no network. In a task of its own:
// whoever watches requests asks where they come from, and from within a module's own text that is answered by reading all of it again.
if (typeof document !== 'undefined') queueMicrotask(() => { void document.fonts?.load('16px codicon').catch(() => {}) })
