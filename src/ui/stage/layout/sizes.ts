// Distances that all blocks of the drawing share, in px.
export const PAD = 16
/** The column at the left of lanes and rows. */
export const LABEL = 54
