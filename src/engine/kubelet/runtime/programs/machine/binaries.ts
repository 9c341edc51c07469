// Programs as files: what a package has brought, or a person has moved somewhere else. Such a file says which program it is.

const MARK = '\u007fELF '

/** The content of a file that is this program. */
export const binary = (name: string): string => `${MARK}${name}\n`

/** Which program a file is; undefined: it is none. */
export const programIn = (text: string): string | undefined => (text.startsWith(MARK) ? text.slice(MARK.length, -1) : undefined)
