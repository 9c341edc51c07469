// Which images exist that nobody knows. A learner writes the name of his own image, and a simulator that refused it would be of no
// use to him; so in a sandbox without a registry of its own such an image exists. But a slip in a famous name (`ngnix`) must fail
// as it does in life, and so must a name that says of itself that there is no such thing.

const SAYS_SO = /non-?exist|not-?exist|no-?such|does-?not|doesnt|missing|invalid|wrong|bogus|unknown/

/** A name that is there to be missed: `nonexistent`, `no-such-command`. */
export const saysThatItIsNot = (name: string): boolean => SAYS_SO.test(name)

/** Whether a sandbox's registry has a repository that the catalogue does not know. `famous`: the repositories it does know. */
export function standsForItself(repository: string, famous: Iterable<string>): boolean {
  const name = lastPart(repository)
  if (saysThatItIsNot(repository)) return false
  for (const other of famous) {
    const known = lastPart(other)
    if (known.length >= 4 && known !== name && isSlipOf(name, known)) return false
  }
  return true
}

const lastPart = (repository: string): string => repository.slice(repository.lastIndexOf('/') + 1)

/** One letter more, less, other, or two neighbours swapped. */
export function isSlipOf(written: string, meant: string): boolean {
  if (written === meant || Math.abs(written.length - meant.length) > 1) return false
  let start = 0
  while (start < written.length && written[start] === meant[start]) start++
  let end = 0
  while (end < Math.min(written.length, meant.length) - start && written.at(-1 - end) === meant.at(-1 - end)) end++
  const a = written.slice(start, written.length - end)
  const b = meant.slice(start, meant.length - end)
  return (a.length <= 1 && b.length <= 1) || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0])
}
