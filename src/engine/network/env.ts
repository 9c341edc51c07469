// The variables by which containers learn of services that were there before them. Upstream: pkg/kubelet/envvars/envvars.go.
import type { Service } from '../../kube/core.ts'

const upper = (name: string): string => name.toUpperCase().replaceAll('-', '_')

/** N9: for each service with an address of its own, in Docker's old style. */
export function serviceVariables(services: readonly Service[]): Record<string, string> {
  const env: Record<string, string> = {}
  for (const { metadata, spec } of services) {
    const { clusterIP: ip, ports = [] } = spec
    const [first] = ports
    if (!ip || ip === 'None' || spec.type === 'ExternalName' || !first) continue
    const name = upper(metadata.name!)
    env[`${name}_SERVICE_HOST`] = ip
    env[`${name}_SERVICE_PORT`] = String(first.port)
    for (const port of ports) if (port.name) env[`${name}_SERVICE_PORT_${upper(port.name)}`] = String(port.port)
    for (const [i, port] of ports.entries()) {
      const protocol = port.protocol ?? 'TCP'
      const url = `${protocol.toLowerCase()}://${ip}:${port.port}`
      const prefix = `${name}_PORT_${port.port}_${protocol}`
      if (i === 0) env[`${name}_PORT`] = url
      env[prefix] = url
      env[`${prefix}_PROTO`] = protocol.toLowerCase()
      env[`${prefix}_PORT`] = String(port.port)
      env[`${prefix}_ADDR`] = ip
    }
  }
  return env
}
