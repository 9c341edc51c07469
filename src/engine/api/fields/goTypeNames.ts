// How Go calls the types of fields: decoding errors end in `of type v1.RestartPolicy`.
import type { FieldType, SchemaType } from '../../../kube/schema.ts'
import { schemaType } from '../../../kube/schema.ts'

/** Texts that are types of their own in Go, by `Type.field`; a bare field name stands for every type that has it. */
const named: Readonly<Record<string, string>> = {
  'PodSpec.restartPolicy': 'v1.RestartPolicy', 'PodSpec.dnsPolicy': 'v1.DNSPolicy', 'PodSpec.preemptionPolicy': 'v1.PreemptionPolicy',
  'Container.restartPolicy': 'v1.ContainerRestartPolicy', imagePullPolicy: 'v1.PullPolicy', pullPolicy: 'v1.PullPolicy',
  terminationMessagePolicy: 'v1.TerminationMessagePolicy', protocol: 'v1.Protocol', 'ServiceSpec.type': 'v1.ServiceType', sessionAffinity: 'v1.ServiceAffinity',
  externalTrafficPolicy: 'v1.ServiceExternalTrafficPolicy', internalTrafficPolicy: 'v1.ServiceInternalTrafficPolicy', ipFamilyPolicy: 'v1.IPFamilyPolicy',
  ipFamilies: 'v1.IPFamily', 'DeploymentStrategy.type': 'v1.DeploymentStrategyType', 'DaemonSetUpdateStrategy.type': 'v1.DaemonSetUpdateStrategyType',
  'StatefulSetUpdateStrategy.type': 'v1.StatefulSetUpdateStrategyType', podManagementPolicy: 'v1.PodManagementPolicyType',
  whenDeleted: 'v1.PersistentVolumeClaimRetentionPolicyType', whenScaled: 'v1.PersistentVolumeClaimRetentionPolicyType',
  concurrencyPolicy: 'v1.ConcurrencyPolicy', completionMode: 'v1.CompletionMode', podReplacementPolicy: 'v1.PodReplacementPolicy',
  'PodFailurePolicyRule.action': 'v1.PodFailurePolicyAction', 'PodFailurePolicyOnExitCodesRequirement.operator': 'v1.PodFailurePolicyOnExitCodesOperator',
  'PodFailurePolicyOnPodConditionsPattern.type': 'v1.PodConditionType', 'PodFailurePolicyOnPodConditionsPattern.status': 'v1.ConditionStatus',
  'Taint.effect': 'v1.TaintEffect', 'Toleration.effect': 'v1.TaintEffect', 'Toleration.operator': 'v1.TolerationOperator',
  'NodeSelectorRequirement.operator': 'v1.NodeSelectorOperator', 'LabelSelectorRequirement.operator': 'v1.LabelSelectorOperator',
  whenUnsatisfiable: 'v1.UnsatisfiableConstraintAction', nodeAffinityPolicy: 'v1.NodeInclusionPolicy', nodeTaintsPolicy: 'v1.NodeInclusionPolicy',
  scheme: 'v1.URIScheme', 'HostPathVolumeSource.type': 'v1.HostPathType', 'EmptyDirVolumeSource.medium': 'v1.StorageMedium', 'Secret.type': 'v1.SecretType',
  mountPropagation: 'v1.MountPropagationMode', procMount: 'v1.ProcMountType', fsGroupChangePolicy: 'v1.PodFSGroupChangePolicy',
  'SeccompProfile.type': 'v1.SeccompProfileType', 'AppArmorProfile.type': 'v1.AppArmorProfileType', 'Capabilities.add': 'v1.Capability', 'Capabilities.drop': 'v1.Capability',
  accessModes: 'v1.PersistentVolumeAccessMode', volumeMode: 'v1.PersistentVolumeMode', persistentVolumeReclaimPolicy: 'v1.PersistentVolumeReclaimPolicy',
  reclaimPolicy: 'v1.PersistentVolumeReclaimPolicy', volumeBindingMode: 'v1.VolumeBindingMode', 'LimitRangeItem.type': 'v1.LimitType', scopes: 'v1.ResourceQuotaScope',
  'PodReadinessGate.conditionType': 'v1.PodConditionType', 'NamespaceSpec.finalizers': 'v1.FinalizerName', uid: 'types.UID', 'PodOS.name': 'v1.OSName',
  'PodStatus.phase': 'v1.PodPhase', 'ContainerResizePolicy.resourceName': 'v1.ResourceName', unhealthyPodEvictionPolicy: 'v1.UnhealthyPodEvictionPolicyType',
  'MetricSpec.type': 'v2.MetricSourceType', 'MetricTarget.type': 'v2.MetricTargetType', 'HPAScalingPolicy.type': 'v2.HPAScalingPolicyType', selectPolicy: 'v2.ScalingPolicySelect',
}

const basic: Readonly<Record<string, string>> = {
  boolean: 'bool', IntOrString: 'intstr.IntOrString', Quantity: 'resource.Quantity', Time: 'v1.Time', MicroTime: 'v1.MicroTime', bytes: '[]uint8',
  RawExtension: 'runtime.RawExtension', FieldsV1: 'v1.FieldsV1',
}

/** Go's name of a field's type. */
export function goTypeName(type: FieldType, owner: SchemaType | undefined, field: string): string {
  if (typeof type !== 'string') {
    const [shape, of] = type
    if (shape === 'list') return `[]${goTypeName(of, owner, field)}`
    return of === 'Quantity' ? 'v1.ResourceList' : `map[string]${goTypeName(of, undefined, '')}`
  }
  if (type.startsWith('#')) {
    const struct = schemaType(type)
    return `${struct?.name.startsWith('autoscaling.') ? 'v2' : 'v1'}.${struct?.goName ?? type.slice(1)}`
  }
  if (type === 'string') return (owner && named[`${owner.goName}.${field}`]) ?? (owner && named[field]) ?? 'string'
  return basic[type] ?? type
}
