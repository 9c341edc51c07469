// Packing and unpacking of links is fetched when it is needed: to share, or to open what was shared.
import { alsoLater } from '../kit/Later.tsx'

export { isLink } from '../share/prefix.ts'

export const packing = () => import('../share/link.ts')
alsoLater(packing)
