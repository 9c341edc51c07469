// The texts of the examples. A chunk of its own: import it through examples.ts.
import type { ExampleName } from './examples.ts'
import calculatePi from '../../examples/calculate-pi.yaml?raw'
import paraJob from '../../examples/para-job.yaml?raw'
import paral from '../../examples/paral-8x2.yaml?raw'
import piJob from '../../examples/pi-job.yaml?raw'
import jobV1 from '../../examples/testjobv1.yaml?raw'
import jobV2 from '../../examples/testjobv2.yaml?raw'
import jobV3 from '../../examples/testjobv3.yaml?raw'
import jobV4 from '../../examples/testjobv4.yaml?raw'
import jobV5 from '../../examples/testjobv5.yaml?raw'
import jobV6 from '../../examples/testjobv6.yaml?raw'

export const examples: Readonly<Record<ExampleName, string>> = {
  'para-job.yaml': paraJob,
  'paral-8x2.yaml': paral,
  'calculate-pi.yaml': calculatePi,
  'pi-job.yaml': piJob,
  'testjobv2.yaml': jobV2,
  'testjobv3.yaml': jobV3,
  'testjobv4.yaml': jobV4,
  'testjobv5.yaml': jobV5,
  'testjobv6.yaml': jobV6,
  'testjobv1.yaml': jobV1,
}
