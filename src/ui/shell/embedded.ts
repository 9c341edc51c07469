/** Whether this page is a frame in somebody else's: stage and clock alone. */
export const embedded: boolean = new URLSearchParams(location.search).has('embed')
