// The few shapes of which the documentation's examples are made.
export type Fields = Readonly<Record<string, unknown>>

const named = (name: string, labels?: Fields, more: Fields = {}): Fields => ({ name, ...(labels ? { labels } : {}), ...more })

export const container = (name: string, image: string, more: Fields = {}): Fields => ({ name, image, ...more })
export const ports = (...numbers: readonly number[]): Fields => ({ ports: numbers.map(containerPort => ({ containerPort })) })
/** `sh -c` of a script. */
export const script = (text: string, shell = 'sh'): Fields => ({ command: [shell, '-c', text] })
export const amounts = (cpu: string | undefined, memory: string | undefined): Fields => ({ ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) })

export const pod = (name: string, spec: Fields, labels?: Fields, more?: Fields): Fields => ({ apiVersion: 'v1', kind: 'Pod', metadata: named(name, labels, more), spec })
export const template = (labels: Fields | undefined, spec: Fields): Fields => ({ ...(labels ? { metadata: { labels } } : {}), spec })

/** A workload of apps/v1 whose pods bear the labels that it selects. */
export const workload = (kind: 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet', name: string, labels: Fields, spec: Fields, more: Fields = {}, own?: Fields): Fields => ({
  apiVersion: 'apps/v1', kind, metadata: named(name, own), spec: { ...more, selector: { matchLabels: labels }, template: template(labels, spec) },
})
export const job = (name: string, spec: Fields, more: Fields = {}): Fields => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: named(name), spec: { ...more, template: template(undefined, spec) } })
export const service = (name: string, selector: Fields, port: Fields, more: Fields = {}, labels?: Fields): Fields => ({ apiVersion: 'v1', kind: 'Service', metadata: named(name, labels), spec: { ...more, selector, ports: [port] } })
export const mount = (name: string, mountPath: string): Fields => ({ volumeMounts: [{ name, mountPath }] })
export const scratch = (name: string): Fields => ({ volumes: [{ name, emptyDir: {} }] })
