// break, continue and return on their way out of what they leave.

/** Ctrl-C: a shell that somebody types into gives up what it is doing. */
export class Interrupted {}

/** Leaves loops and functions. */
export class Jump {
  readonly to: 'break' | 'continue' | 'return'
  readonly count: number
  constructor(to: 'break' | 'continue' | 'return', count: number) {
    this.to = to
    this.count = count
  }
}
