// Events. Upstream: pkg/registry/core/event, legacyValidateEvent.
import type { Event } from '../../../../kube/core.ts'
import { Event as EventKind } from '../../../../kube/kinds.ts'
import { invalidValue } from '../../fields/fieldError.ts'
import { plainStrategy } from '../plain.ts'

export const eventStrategy = plainStrategy<Event>({
  kind: EventKind,
  defaults: event => event.reportingComponent !== undefined && event.reportingInstance !== undefined ? event
    : { ...event, reportingComponent: event.reportingComponent ?? '', reportingInstance: event.reportingInstance ?? '' },
  judge(out, event) {
    const about = event.involvedObject?.namespace ?? ''
    const { namespace = '' } = event.metadata
    // What lives in no namespace has its events in the default one.
    const fits = about === '' ? namespace === 'default' || namespace === '' : namespace === about
    if (!fits) out.push(invalidValue('involvedObject.namespace', about, 'does not match event.namespace'))
  },
})
