// A step of the chain of causes in words: who, what, about which object.
import type { Lang, Messages } from '../i18n/index.ts'
import type { Reason } from '../../engine/world/frame.ts'
import type { FrameHead } from '../../worker/rows.ts'
import { KNOWN_CONTROLLERS } from '../stage/scene/rail.ts'
import { kindWord, nameOf } from './words.ts'

function actorName(actor: string, t: Messages): string {
  if (actor === 'you' || actor === 'kubectl') return t.inspector.you
  if (actor === 'apiserver') return t.inspector.apiserver
  if (actor === 'scheduler') return t.inspector.scheduler
  if (actor === 'controllers') return t.inspector.controllersCache
  if (actor.startsWith('kubelet/')) return t.inspector.kubelet(actor.slice(8))
  const known = KNOWN_CONTROLLERS[actor]
  return known ? t.stage.rail.controller(known) : actor
}

const VERBS = { create: 'create', update: 'change', patch: 'change', apply: 'apply', delete: 'delete' } as const

/** A call of the API in words: `patch deployments/scale` → `scale Deployment`; undefined of what is no such call. */
function calledWords({ what, about }: FrameHead, t: Messages): string | undefined {
  const [, verb, sub] = /^(create|update|patch|apply|delete) [^/\s]+(?:\/(\w+))?$/.exec(what) ?? []
  if (verb === undefined || (sub !== undefined && sub !== 'scale')) return undefined
  return `${t.time.marks.verbs[sub === 'scale' ? 'scale' : VERBS[verb as keyof typeof VERBS]]} ${kindWord(about)}`
}

interface StepWords { readonly title: string; readonly detail: string }

export function stepWords(step: FrameHead, t: Messages, lang: Lang, reasonText: (reason: Reason) => string): StepWords {
  const w = t.inspector.steps
  const who = actorName(step.actor, t)
  const name = nameOf(step.about)
  const because = step.reason ? reasonText(step.reason) : ''
  if (step.reason?.id === 'cluster.boot') return { title: because.charAt(0).toUpperCase() + because.slice(1), detail: '' }
  if (step.actor === 'you') return { title: w.did(t.time.acts[step.what] ?? calledWords(step, t) ?? step.what, name), detail: because }
  if (step.what === 'watch') {
    const targets = [...new Set((step.to ?? []).map(x => actorName(x, t)))]
    return { title: w.watch, detail: w.watchWords(targets.length > 0 ? targets.slice(0, 3).join(lang === 'zh' ? '、' : ', ') : t.inspector.everybody, step.event ?? '', `${kindWord(step.about)} ${name}`) }
  }
  if (step.what === 'queue') return { title: w.queued(who), detail: because || w.putOff }
  if (step.what === 'sync') return { title: w.synced(who), detail: because }
  if (step.what.startsWith('create ')) return { title: `${w.created(kindWord(step.about))}: ${name}`, detail: who + (because ? ` · ${because}` : '') }
  if (step.actor === 'scheduler' && step.what === 'schedule') return { title: w.chose, detail: because }
  if (step.actor === 'scheduler' && step.what === 'bind') return { title: w.bound, detail: because }
  if (/^(update|patch) /.test(step.what)) return { title: w.wrote(who, step.what.replace(/^(update|patch) /, '')), detail: because || `${kindWord(step.about)} ${name}` }
  return { title: w.did2(who, reasonText({ id: 'step.what', what: step.what }) || step.what), detail: because || name }
}
