// Our words beside Kubernetes', and the repair where there is one, for what learners do most often.
import type { YamlDocument } from '../kube/yaml.ts'
import { pathOf, rangeOf } from '../kube/yaml.ts'
import { because } from '../engine/controllers/controller.ts'
import type { Finding } from './protocol.ts'

type Help = Pick<Finding, 'hint' | 'fix'>

/** Ids of the hints and their details, for ui/i18n. */
export const hintIds = ['hint.old-api-version', 'hint.job-restart-policy', 'hint.unknown-field', 'hint.fix-replace'] as const

/** Versions that the documents of old still use, and what came after them. */
const SUCCESSOR: Readonly<Record<string, string>> = {
  CronJob: 'batch/v1', Deployment: 'apps/v1', DaemonSet: 'apps/v1', ReplicaSet: 'apps/v1', StatefulSet: 'apps/v1', Job: 'batch/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2', PodDisruptionBudget: 'policy/v1',
}

export function hintFor(finding: Finding, document: YamlDocument): Help | undefined {
  const { message, field } = finding
  const value = document.value as { kind?: string; apiVersion?: string }
  if (/^no matches for kind/.test(message) && field === 'apiVersion') {
    const better = SUCCESSOR[value.kind ?? '']
    if (better) return { hint: because('hint.old-api-version', { kind: value.kind!, version: value.apiVersion!, better }), fix: replaceValue(document, 'apiVersion', better) }
  }
  if (field?.endsWith('template.spec.restartPolicy') && /NotSupported|Unsupported|Required/.test(message)) {
    const found = rangeOf(document, pathOf(field), 'value')
    return { hint: because('hint.job-restart-policy', { kind: value.kind ?? 'Job' }), ...(found.exact ? { fix: replaceValue(document, field, 'OnFailure') } : {}) }
  }
  return undefined
}

function replaceValue(document: YamlDocument, field: string, text: string): NonNullable<Finding['fix']> {
  const { start, end } = rangeOf(document, pathOf(field), 'value')
  return { title: because('hint.fix-replace', { field, text }), from: start, to: end, text }
}
