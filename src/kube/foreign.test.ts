import { expect, test } from 'vitest'
import { foreignOf } from './foreign.ts'

test.each([
  ['monitoring.coreos.com/v1', 'ServiceMonitor', 'Prometheus Operator', 'monitoring'], ['cert-manager.io/v1', 'Certificate', 'cert-manager', 'certificates'],
  ['networking.istio.io/v1', 'VirtualService', 'Istio', 'mesh'], ['gateway.networking.k8s.io/v1', 'Gateway', 'Gateway API', 'gateway'],
  ['argoproj.io/v1alpha1', 'Rollout', 'Argo', 'rollouts'], ['argoproj.io/v1alpha1', 'Application', 'Argo', 'delivery'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'Kubernetes', 'machinery'],
  // Near misses: a group that only sounds like another, Kubernetes' own that are not simulated, nobody's.
  ['notistio.io/v1', 'VirtualService', 'notistio.io', 'other'], ['node.k8s.io/v1', 'RuntimeClass', 'Kubernetes', 'kubernetes'], ['v1', 'PodSet', 'Kubernetes', 'kubernetes'],
  ['extensions/v1beta1', 'PodSecurityPolicy', 'Kubernetes', 'kubernetes'], ['notk8s.io/v1', 'X', 'notk8s.io', 'other'], ['/', '', 'Kubernetes', 'kubernetes'],
])('%s %s', (version, kind, project, role) => expect(foreignOf(version, kind)).toEqual({ project, role }))
