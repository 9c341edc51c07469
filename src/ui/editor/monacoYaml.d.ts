// The grammar's module has no types of its own.
declare module 'monaco-editor/languages/definitions/yaml/yaml.js' {
  export const conf: import('monaco-editor').languages.LanguageConfiguration
  export const language: { readonly tokenizer: { readonly [state: string]: readonly unknown[] } }
}
