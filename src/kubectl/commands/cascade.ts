// `--cascade`: what becomes of what an object owns. Upstream: kubectl/pkg/cmd/util/helpers.go, GetCascadingStrategy.
import type { PropagationPolicy } from '../../engine/api/client.ts'
import { KubectlError } from '../errors.ts'
import type { Invocation } from './command.ts'

export function cascadeOf(call: Invocation): PropagationPolicy {
  switch (call.text('cascade')) {
    case 'background': return 'Background'
    case 'foreground': return 'Foreground'
    case 'orphan': return 'Orphan'
    case 'true':
      call.err('warning: --cascade=true is deprecated (boolean value) and can be replaced with --cascade=background.\n')
      return 'Background'
    case 'false':
      call.err('warning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.\n')
      return 'Orphan'
    default: throw new KubectlError(`invalid cascade value (${call.text('cascade')}). Must be "background", "foreground", or "orphan"`)
  }
}
