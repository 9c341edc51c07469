// Devices by claim: nobody here has any, so every node is as good as another. It stands in the list because the real one does.
// Upstream: plugins/dynamicresources.
import type { Score } from '../plugin.ts'

export const dynamicResources: Score = { name: 'DynamicResources', weight: 2, prepare: () => ({ state: undefined }), raw: () => 0 }
