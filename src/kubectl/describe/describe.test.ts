import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failing } from '../../headless/vectors/failing.ts'
import { kubectlDescribeTopic } from '../../headless/vectors/kubectlDescribe.ts'

const file = JSON.parse(readFileSync('test-data/vectors/kubectl-describe.json', 'utf8'))

test('vectors kubectl-describe', () => expect(failing(kubectlDescribeTopic, file)).toEqual([]))
