// Where a person changes a text that kubectl hands out: the editor pane of the page, or a program beside the command line.

/** A text that was opened to be changed. */
export interface Editing {
  /** The path under which it lies, as it is told to the person. */
  readonly path: string
  /** The text as it was left; undefined while somebody is still at it. */
  readonly result: string | undefined
  /** The text is opened once more, with other words in it. */
  again(text: string): void
  /** It is done with: the text goes, or lies there for the person to use. */
  done(keep: boolean): void
}

export interface Editor {
  /** Opens the text. Throws an EditorFailure where that cannot be done. */
  open(text: string): Editing
}

/** What became of the editor, in kubectl's words. */
export class EditorFailure extends Error {}
