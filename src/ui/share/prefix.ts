// How a link to a shared run is known; apart from what packs and unpacks it, so that a page without one need not fetch that.
export const PREFIX = '#s='

/** Whether this hash wants to be a shared run at all. */
export const isLink = (hash: string): boolean => hash.startsWith(PREFIX)
