import { expect, test } from 'vitest'
import { hpaAsV2 } from './hpaV1.ts'

const v1 = (spec: unknown) => ({ apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'a' }, spec })

test('the aim for the processor becomes a metric, all else stays', () => {
  expect(hpaAsV2(v1({ minReplicas: 3, maxReplicas: 10, targetCPUUtilizationPercentage: 50 }))).toEqual({
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'a' },
    spec: { minReplicas: 3, maxReplicas: 10, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }] },
  })
  expect(hpaAsV2(v1({ maxReplicas: 2 }))).toMatchObject({ apiVersion: 'autoscaling/v2', spec: { maxReplicas: 2 } })
  expect(hpaAsV2(v1(null))).toMatchObject({ apiVersion: 'autoscaling/v2', spec: null })
})

test.each([{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', spec: {} }, { apiVersion: 'autoscaling/v1', kind: 'Scale', spec: {} }, { kind: 'Pod' }])('others stay what they are: %j', object => {
  expect(hpaAsV2(object)).toBe(object)
})
