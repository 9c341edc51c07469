// Defaulting: what a create becomes, decoded, defaulted, admitted and prepared, as a dry run shows it.
import type { AnyObject } from '../../kube/object.ts'
import { NAMESPACE, apiBed, asHeader, withRandomName, withSigns } from './apiBed.ts'
import type { Topic } from './topic.ts'

export const defaultingTopic: Topic = {
  name: 'defaulting',
  judge({ input, output, warnings = [] }) {
    const heard: string[] = []
    const { server } = apiBed()
    const made = server.create('kubectl', input, NAMESPACE, { dryRun: true, onWarning: text => heard.push(text) })
    const { uid: _u, creationTimestamp: _c, resourceVersion: _r, managedFields: _m, ...metadata } = made.metadata
    const actual = JSON.parse(withRandomName(withSigns(JSON.stringify({ ...made, metadata })), input.metadata.generateName))
    return { expected: { output, warnings }, actual: { output: withGivenAddresses(actual, input), warnings: heard.map(asHeader) } }
  },
}

/** An address that the author did not ask for is some address. */
function withGivenAddresses(object: AnyObject, input: AnyObject): AnyObject {
  const { spec } = object
  if (object.kind !== 'Service' || input.spec?.clusterIP || !spec?.clusterIP) return object
  return { ...object, spec: { ...spec, clusterIP: '<allocated>', clusterIPs: spec.clusterIPs.map(() => '<allocated>') } }
}
