// Modules of Monaco that have no types of their own.
declare module 'monaco-editor/languages/definitions/yaml/yaml.js' {
  export const conf: import('monaco-editor').languages.LanguageConfiguration
  export const language: { readonly tokenizer: { readonly [state: string]: readonly unknown[] } }
}
// Named only to have the floors that they belong to come before the rest (loadMonaco.ts).
declare module 'monaco-editor/base/common/event.js'
declare module 'monaco-editor/platform/registry/common/platform.js'
declare module 'monaco-editor/editor/common/core/range.js'
declare module 'monaco-editor/editor/browser/editorExtensions.js'
declare module 'monaco-editor/editor/contrib/bracketMatching/browser/bracketMatching.js'
// The letters are measured before the editor is made (ahead.ts).
declare module 'monaco-editor/base/browser/pixelRatio.js' {
  export const PixelRatio: { getInstance(window: Window): { readonly value: number } }
}
declare module 'monaco-editor/editor/common/config/fontInfoFromSettings.js' {
  export function createBareFontInfoFromRawSettings(options: import('monaco-editor').editor.IEditorOptions, pixelRatio: number): object
}
declare module 'monaco-editor/editor/browser/config/fontMeasurements.js' {
  export const FontMeasurements: { readFontInfo(window: Window, font: object): unknown }
}
