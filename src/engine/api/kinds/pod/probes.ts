// Probes and lifecycle handlers. Upstream: validateProbe, validateHandler, validateLifecycle.
import type { Container, Lifecycle, LifecycleHandler, Probe } from '../../../../kube/core.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { headerNameReasons } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { named, nonnegative, portNumberOrName } from '../../fields/rules.ts'

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>

/** All three probes and the handlers of a container that runs for as long as the pod does. */
export function validateProbesAndLifecycle(out: Findings, path: string, c: Container, grace: number, osName: string | undefined): void {
  if (c.lifecycle) validateLifecycle(out, `${path}.lifecycle`, c.lifecycle, grace, osName)
  validateProbe(out, `${path}.livenessProbe`, c.livenessProbe, grace, 'one success')
  validateProbe(out, `${path}.readinessProbe`, c.readinessProbe, grace, 'no grace')
  validateProbe(out, `${path}.startupProbe`, c.startupProbe, grace, 'one success')
}

function validateProbe(out: Findings, path: string, probe: Probe | undefined, grace: number, special: 'one success' | 'no grace'): void {
  if (!probe) return
  validateHandler(out, path, probe, grace)
  nonnegative(out, `${path}.initialDelaySeconds`, probe.initialDelaySeconds)
  nonnegative(out, `${path}.timeoutSeconds`, probe.timeoutSeconds)
  nonnegative(out, `${path}.periodSeconds`, probe.periodSeconds)
  nonnegative(out, `${path}.successThreshold`, probe.successThreshold)
  nonnegative(out, `${path}.failureThreshold`, probe.failureThreshold)
  const own = probe.terminationGracePeriodSeconds
  if (own !== undefined && own <= 0) out.push(invalidValue(`${path}.terminationGracePeriodSeconds`, own, 'must be greater than 0'))
  if (special === 'one success') {
    if (probe.successThreshold !== 1) out.push(invalidValue(`${path}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'))
  } else if (own !== undefined) out.push(invalidValue(`${path}.terminationGracePeriodSeconds`, own, 'must not be set for readinessProbes'))
}

function validateLifecycle(out: Findings, path: string, { postStart, preStop, stopSignal }: Lifecycle, grace: number, osName: string | undefined): void {
  if (postStart) validateHandler(out, `${path}.postStart`, postStart, grace)
  if (preStop) validateHandler(out, `${path}.preStop`, preStop, grace)
  if (stopSignal && !osName) out.push(forbiddenField(`${path}.stopSignal`, 'may not be set for containers with empty `spec.os.name`'))
}

function validateHandler(out: Findings, path: string, handler: Handler, grace: number): void {
  let given = 0
  const only = (name: keyof Handler, check: (at: string) => void): void => {
    if (!handler[name]) return
    const at = `${path}.${name}`
    if (given++ > 0) out.push(forbiddenField(at, 'may not specify more than 1 handler type'))
    else check(at)
  }
  only('exec', at => {
    if (!handler.exec!.command?.length) out.push(required(`${at}.command`, ''))
  })
  only('httpGet', at => {
    const { path: url, port, scheme, httpHeaders } = handler.httpGet!
    if (!url) out.push(required(`${at}.path`, ''))
    portNumberOrName(out, `${at}.port`, port)
    if (scheme !== 'HTTP' && scheme !== 'HTTPS') out.push(notSupported(`${at}.scheme`, scheme ?? '', ['HTTP', 'HTTPS']))
    for (const { name } of httpHeaders ?? []) named(out, `${at}.httpHeaders`, name ?? '', headerNameReasons)
  })
  only('tcpSocket', at => portNumberOrName(out, `${at}.port`, handler.tcpSocket!.port))
  only('grpc', at => portNumberOrName(out, `${at}.port`, handler.grpc!.port))
  only('sleep', at => {
    const { seconds } = handler.sleep!
    if (seconds < 0 || seconds > grace) out.push(invalidValue(at, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`))
  })
  if (given === 0) out.push(required(path, 'must specify a handler type'))
}
