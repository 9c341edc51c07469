// One topic of vectors: how a case is put to the engine's own functions.

/** `judge` runs one case and gives both sides in the same shape; the runner compares them deeply (undefined fields do not count). `cases` are all of the file, for cases that speak of their neighbours. */
export interface Topic {
  readonly name: string
  judge(vector: any, shared: any, cases?: readonly any[]): { readonly expected: unknown; readonly actual: unknown }
}
