import { describe, expect, test } from 'vitest'
import { schemaType } from '../schema.ts'
import { fieldDoc, fieldTexts } from './fields.ts'
import { fieldDocOf } from './lookup.ts'

describe('field texts', () => {
  test('every text is about a field that the schema has', () => {
    const wrong = Object.entries(fieldTexts).filter(([type]) => type !== '*').flatMap(([type, fields]) => {
      const known = schemaType(type)
      return Object.keys(fields).filter(f => f !== '' && !known?.fields.has(f)).map(f => `${type}.${f}`)
    })
    expect(wrong).toEqual([])
  })

  test('each is said in both languages, and neither stands in the place of the other', () => {
    for (const [type, fields] of Object.entries(fieldTexts)) {
      for (const [field, [en, zh]] of Object.entries(fields)) {
        const at = `${type}.${field}`
        expect(en, at).not.toMatch(/[\u4e00-\u9fff]/)
        expect(zh.length, at).toBeGreaterThan(2)
        if (!/^[\w /,.、或。|`（）:-]+$/.test(zh)) expect(zh, at).toMatch(/[\u4e00-\u9fff]/)
        expect(en, at).toMatch(/[.…]$/)
      }
    }
  })

  test('there are texts for what a learner of Jobs meets', () => {
    const missing = ['batch.JobSpec', 'batch.CronJobSpec', 'batch.JobStatus'].flatMap(type => [...schemaType(type)!.fields.keys()].filter(f => fieldDoc(type, f, 'en') === undefined).map(f => `${type}.${f}`))
    expect(missing).toEqual([])
    expect(Object.values(fieldTexts).reduce((n, t) => n + Object.keys(t).length, 0)).toBeGreaterThanOrEqual(150)
  })

  test.each(['apps.DeploymentSpec', 'apps.DeploymentStatus', 'apps.RollingUpdateDeployment', 'apps.StatefulSetSpec', 'apps.StatefulSetStatus', 'apps.DaemonSetSpec', 'apps.DaemonSetStatus', 'ServicePort',
    'autoscaling.HorizontalPodAutoscalerSpec', 'autoscaling.HPAScalingRules', 'autoscaling.MetricTarget', 'policy.PodDisruptionBudgetSpec', 'policy.PodDisruptionBudgetStatus', 'PersistentVolumeClaimSpec', 'PodCondition'])(
    'every field of %s has a text', type => expect([...schemaType(type)!.fields.keys()].filter(f => fieldDoc(type, f, 'zh') === undefined)).toEqual([]))

  test.each([
    ['jobs', 'spec.parallelism', /at once/],
    ['Job', 'spec.template.spec.containers[0].image', /image/],
    ['cronjobs', 'spec.jobTemplate.spec.backoffLimit', /retries/],
    ['pods', '', /containers/],
    ['pods', 'metadata.labels', /selectors/],
    ['nodes', 'spec.taints', /pods/],
    ['jobs', 'kind', /kind of object/],
  ])('%s %s', (kind, path, words) => expect(fieldDocOf(kind, path, 'en')).toMatch(words))

  test.each([['jobs', 'spec.paralelism'], ['jobs', 'spec.parallelism.x'], ['nothings', 'spec'], ['jobs', '__proto__'], ['jobs', 'constructor']])('nothing for %s %s', (kind, path) =>
    expect(fieldDocOf(kind, path, 'en')).toBeUndefined())
})
