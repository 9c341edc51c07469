// Nodes that have the images already; less so the more nodes have them not. Upstream: plugins/imagelocality.
import { MAX_SCORE, type Score } from '../plugin.ts'

const MB = 1024 * 1024
const LEAST = 23 * MB
const MOST_PER_IMAGE = 1000 * MB

/** By image: the share of nodes that have it. */
type Shares = readonly (readonly [image: string, share: number])[]

export const imageLocality: Score<Shares> = {
  name: 'ImageLocality',
  weight: 1,
  prepare: ({ shape }, view) => {
    const shares: [string, number][] = []
    for (const image of shape.images) {
      const nodes = view.nodesWithImage(image)
      if (nodes > 0) shares.push([image, nodes / view.size])
    }
    return { state: shares }
  },
  raw(shares, { shape }, { images }) {
    let sum = 0
    for (const [image, share] of shares) {
      const size = images.get(image)
      if (size !== undefined) sum += Math.trunc(size * share)
    }
    const most = MOST_PER_IMAGE * shape.images.length
    return Math.trunc((MAX_SCORE * (Math.min(Math.max(sum, LEAST), most) - LEAST)) / (most - LEAST))
  },
}
