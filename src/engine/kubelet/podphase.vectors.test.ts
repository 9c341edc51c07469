import { expect, test } from 'vitest'
import { failing } from '../../headless/vectors/failing.ts'
import { podphaseTopic } from '../../headless/vectors/podphase.ts'
import vectors from '../../../test-data/vectors/podphase.json' with { type: 'json' }

test.each(['phase', 'containerShouldRestart', 'qos'])('vectors podphase: %s', op => {
  expect(failing(podphaseTopic, vectors, op)).toEqual([])
})
