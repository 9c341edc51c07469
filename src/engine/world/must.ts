// The fourth kind of error: we are wrong. Stop, loudly, with what is needed to see it again.

export class Mistake extends Error {
  readonly details: Readonly<Record<string, unknown>>
  constructor(message: string, details: Readonly<Record<string, unknown>>) {
    super(`${message} ${safe(details)}`)
    this.name = 'Mistake'
    this.details = details
  }
}

/** Holds, or the engine has a fault. Never for what a learner or the world can cause. */
export function must(holds: unknown, message: string, details: Readonly<Record<string, unknown>> = {}): asserts holds {
  if (!holds) throw new Mistake(message, details)
}

function safe(details: unknown): string {
  try {
    return JSON.stringify(details)
  } catch {
    return '(details cannot be shown)'
  }
}
