/** A tool that cannot do what it was asked, in its own words. */
export class FilterError extends Error {
  readonly code: number
  constructor(message: string, code = 1) {
    super(message)
    this.code = code
  }
}
