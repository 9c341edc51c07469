// Monaco's YAML grammar with one difference: quoted texts have a token of their own, so that plain words keep the colour of text.
import { conf, language } from 'monaco-editor/languages/definitions/yaml/yaml.js'
import { languages } from 'monaco-editor/editor.js'

/** A rule is [pattern, action, next?]; an action that is `string` becomes `string.quoted`. */
const quoted = (rules: readonly unknown[]): unknown[] => rules.map(rule => (Array.isArray(rule) ? rule.map((part, i) => (i === 1 && part === 'string' ? 'string.quoted' : part)) : rule))

export function registerYaml(): void {
  languages.register({ id: 'yaml', extensions: ['.yaml', '.yml'], aliases: ['YAML'] })
  languages.setLanguageConfiguration('yaml', conf)
  const { tokenizer } = language
  languages.setMonarchTokensProvider('yaml', {
    ...language,
    tokenizer: { ...tokenizer, flowScalars: quoted(tokenizer['flowScalars']!), doubleQuotedString: quoted(tokenizer['doubleQuotedString']!) },
  } as languages.IMonarchLanguage)
}
