// Completion, hover and quick fixes for Monaco, from our own schema, words and findings.
import { languages, Range, type editor, type Position } from 'monaco-editor/editor.js'
import { reasonText, t } from '../i18n/index.ts'
import { settings } from '../theme/settings.ts'
import { allFindings, check } from './checks.ts'
import { helpAt, suggestionsAt } from './suggest.ts'
import { placeAt } from './yamlPlace.ts'

const lang = () => settings.getState().lang

/** Names and words from a manifest are text, never markup. */
const plain = (text: string) => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&')

function hover(model: editor.ITextModel, position: Position): languages.Hover | undefined {
  const word = model.getLineContent(position.lineNumber)
  const colon = word.indexOf(':')
  // Anywhere on a line the key is meant: that is what there is something to say about.
  const column = colon < 0 ? position.column : Math.min(position.column, colon + 1)
  const place = placeAt(model.getLinesContent(), position.lineNumber, Math.max(column, (word.search(/[^\s-]/) + 1) || 1))
  const help = place && helpAt(place, lang())
  if (!place || !help || !place.key) return undefined
  const words = t().editor
  const facts = [help.type, ...(help.required ? [words.required] : [])].map(plain).join(' · ')
  const from = word.indexOf(place.key) + 1
  return {
    range: new Range(position.lineNumber, from, position.lineNumber, from + place.key.length),
    contents: [
      { value: `**${plain(help.path)}**  \n${facts}` },
      ...(help.doc ? [{ value: help.doc }] : []),
      ...(help.values.length > 0 ? [{ value: words.oneOf(help.values.map(v => `\`${v}\``).join(', ')) }] : []),
      { value: `\`${words.explain(help.explain)}\`` },
    ],
  }
}

function complete(model: editor.ITextModel, position: Position): languages.CompletionList {
  const place = placeAt(model.getLinesContent(), position.lineNumber, position.column)
  if (!place) return { suggestions: [] }
  const line = model.getLineContent(position.lineNumber)
  const end = position.column + (/^[\w./-]*/.exec(line.slice(position.column - 1))?.[0].length ?? 0)
  const range = new Range(position.lineNumber, place.from, position.lineNumber, end)
  // A key that has its colon already keeps what follows it.
  const hasColon = place.on === 'key' && line.slice(end - 1).startsWith(':')
  return {
    suggestions: suggestionsAt(place, lang()).map((s, i) => ({
      label: s.label, kind: s.isValue ? languages.CompletionItemKind.EnumMember : languages.CompletionItemKind.Field, range,
      insertText: hasColon ? s.label : s.insert, insertTextRules: languages.CompletionItemInsertTextRule.KeepWhitespace,
      detail: s.required ? `${s.detail} · ${t().editor.required}` : s.detail, sortText: String(i).padStart(4, '0'),
      ...(s.doc ? { documentation: { value: s.doc } } : {}),
      ...(s.more && !hasColon ? { command: { id: 'editor.action.triggerSuggest', title: '' } } : {}),
    })),
  }
}

function fixes(model: editor.ITextModel, range: Range): languages.CodeActionList {
  const actions = allFindings(check.getState()).flatMap((f): languages.CodeAction[] => {
    if (!f.fix || f.from.line > range.endLineNumber || f.to.line < range.startLineNumber) return []
    const { from, to, text, title } = f.fix
    return [{
      title: reasonText(title, lang()), kind: 'quickfix', isPreferred: true,
      edit: { edits: [{ resource: model.uri, versionId: model.getVersionId(), textEdit: { range: new Range(from.line, from.column, to.line, to.column), text } }] },
    }]
  })
  return { actions, dispose() {} }
}

/** Once for all editors of the page. */
export function registerProviders(): void {
  languages.registerHoverProvider('yaml', { provideHover: hover })
  languages.registerCompletionItemProvider('yaml', { triggerCharacters: [' ', '-', ':'], provideCompletionItems: complete })
  languages.registerCodeActionProvider('yaml', { provideCodeActions: fixes })
}
