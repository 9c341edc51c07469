// ConfigMaps. Upstream: pkg/registry/core/configmap, ValidateConfigMap.
import type { ConfigMap } from '../../../../kube/core.ts'
import { ConfigMap as ConfigMapKind } from '../../../../kube/kinds.ts'
import { invalidValue, tooLong } from '../../fields/fieldError.ts'
import { configMapKey } from '../../fields/names.ts'
import { named, sortedKeys } from '../../fields/rules.ts'
import { validateImmutableData } from '../immutableData.ts'
import { plainStrategy } from '../plain.ts'

export const MOST_DATA = 1024 * 1024

export const configMapStrategy = plainStrategy<ConfigMap>({
  kind: ConfigMapKind,
  judge(out, { data, binaryData }) {
    let size = 0
    for (const key of sortedKeys(data)) {
      named(out, `data[${key}]`, key, configMapKey)
      if (binaryData && key in binaryData) out.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'))
      size += data![key]!.length
    }
    for (const key of sortedKeys(binaryData)) {
      named(out, `binaryData[${key}]`, key, configMapKey)
      size += binaryData![key]!.length * 0.75
    }
    if (size > MOST_DATA) out.push(tooLong('', MOST_DATA))
  },
  judgeChange: (out, next, old) => validateImmutableData(out, next, old, ['data', 'binaryData']),
  changeFirst: true,
})
