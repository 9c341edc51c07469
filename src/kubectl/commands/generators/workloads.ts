// `kubectl create job|cronjob|deployment`. Upstream: kubectl/pkg/cmd/create/create_{job,cronjob,deployment}.go.
import { CronJob } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { KubectlError } from '../../errors.ts'
import { kindFor } from '../../parse/resources.ts'
import { getAny } from '../find.ts'
import { commandOf, generatorCommand, imageFlag } from './generator.ts'

const container = (name: string, image: string, command: readonly string[]) => ({ ...(command.length ? { command } : {}), image, name, resources: {} })

function jobFrom(cronJob: AnyObject, name: string): AnyObject {
  const template = cronJob.spec.jobTemplate
  return {
    apiVersion: 'batch/v1', kind: 'Job',
    metadata: {
      name,
      annotations: { ...template.metadata?.annotations, 'cronjob.kubernetes.io/instantiate': 'manual' },
      ...(template.metadata?.labels ? { labels: template.metadata.labels } : {}),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob.metadata.name!, uid: cronJob.metadata.uid!, controller: true }],
    },
    spec: template.spec,
    status: {},
  } as AnyObject
}

export const createJob = generatorCommand({
  path: 'job', summary: 'Create a job with the specified name', more: true, failure: 'failed to create job',
  flags: [imageFlag, { name: 'from', type: 'string', default: '', usage: 'the resource to create a job from (only cronjob is supported)' }],
  make(call, name) {
    const [image, from] = [call.text('image'), call.text('from')]
    if (!image === !from) throw new KubectlError('either --image or --from must be specified')
    const command = commandOf(call)
    if (from) {
      if (command.length) throw new KubectlError('cannot specify --from and command')
      const [kindText = '', source = ''] = from.split('/')
      const kind = kindFor(kindText)
      if (!kind) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(kindText)}`)
      const object = getAny(call, kind, call.namespace, source)
      if (kind !== CronJob) throw new KubectlError(`unknown object type *v1.${kind.kind}`)
      return jobFrom(object, name)
    }
    return {
      apiVersion: 'batch/v1', kind: 'Job', metadata: { name },
      spec: { template: { metadata: {}, spec: { containers: [container(name, image, command)], restartPolicy: 'Never' } } }, status: {},
    } as AnyObject
  },
})

export const createCronJob = generatorCommand({
  path: 'cronjob', aliases: ['cj'], summary: 'Create a cron job with the specified name', more: true, failure: 'failed to create cronjob',
  flags: [{ ...imageFlag, required: true }, { name: 'schedule', type: 'string', default: '', required: true }, { name: 'restart', type: 'string', default: '' }],
  make(call, name) {
    const spec = { containers: [container(name, call.text('image'), commandOf(call))], restartPolicy: call.text('restart') || 'OnFailure' }
    return {
      apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name },
      spec: { jobTemplate: { metadata: { name }, spec: { template: { metadata: {}, spec } } }, schedule: call.text('schedule') }, status: {},
    } as AnyObject
  },
})

export const createDeployment = generatorCommand({
  path: 'deployment', aliases: ['deploy'], summary: 'Create a deployment with the specified name', more: true, failure: 'failed to create deployment',
  flags: [
    { name: 'image', type: 'strings', default: [], required: true }, { name: 'replicas', short: 'r', type: 'int', default: 1 }, { name: 'port', type: 'int', default: -1 },
  ],
  make(call, name) {
    const images = call.strings('image')
    const command = commandOf(call)
    if (images.length > 1 && command.length) throw new KubectlError('cannot specify multiple --image options and command')
    const port = call.number('port')
    const labels = { app: name }
    const nameFor = (image: string) => image.split('/').at(-1)!.split('@')[0]!.split(':')[0]!.replace(/[_.]/g, '-')
    const used = new Set<string>()
    const containers = images.map(image => {
      let title = nameFor(image)
      for (let n = 1; used.has(title); n++) title = `${nameFor(image)}-${n}`
      used.add(title)
      return { ...container(title, image, command), ...(port >= 0 && images.length === 1 ? { ports: [{ containerPort: port }] } : {}) }
    })
    return {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { labels, name },
      spec: { replicas: call.number('replicas'), selector: { matchLabels: labels }, strategy: {}, template: { metadata: { labels }, spec: { containers } } }, status: {},
    } as AnyObject
  },
})
