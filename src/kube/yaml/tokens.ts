// What YAML falls into: tokens with their places, and the mistakes, which are kubectl’s words.

/** A place in the text: `line` and `column` count from 0, in UTF-16 units. */
export interface Mark { readonly index: number; readonly line: number; readonly column: number }

export type TokenKind =
  | 'stream-end' | 'version-directive' | 'tag-directive' | 'document-start' | 'document-end'
  | 'block-sequence' | 'block-mapping' | 'block-end' | 'flow-sequence' | 'flow-sequence-end' | 'flow-mapping' | 'flow-mapping-end'
  | 'block-entry' | 'flow-entry' | 'key' | 'value' | 'alias' | 'anchor' | 'tag' | 'scalar'

export interface Token {
  readonly kind: TokenKind
  readonly start: Mark
  readonly end: Mark
  /** The scalar's text, the anchor's name, the tag. */
  readonly value: string
  readonly plain: boolean
}

/**
 * A text that is no YAML. The message is kubectl's, without its `error converting YAML to JSON: `;
 * `mark` says where to look, which is not always the line in the message.
 */
export class YamlError extends Error {
  readonly mark: Mark | undefined
  constructor(message: string, mark?: Mark) {
    super(message)
    this.mark = mark
  }
}

/** The scanner names the line of the trouble; nothing is said for the first line. */
export const scannerError = (problem: string, context: Mark, mark: Mark) =>
  new YamlError(`yaml: ${mark.line !== 0 ? `line ${mark.line + 1}: ` : context.line !== 0 ? `line ${context.line}: ` : ''}${problem}`, mark)
