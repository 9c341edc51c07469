// Kinds of characters in YAML.

export const isBlank = (c: string) => c === ' ' || c === '\t'
export const isBreak = (c: string) => c === '\n' || c === '\r' || c === '\u0085' || c === '\u2028' || c === '\u2029'
/** '' stands for the end of the text. */
export const isBlankZ = (c: string) => c === '' || isBlank(c) || isBreak(c)
export const isBreakZ = (c: string) => c === '' || isBreak(c)
export const isWord = (c: string) => /^[0-9A-Za-z_-]$/.test(c)
