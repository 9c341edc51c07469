// How the API server's own structures are laid out: field names and their order in Go, which several messages show as JSON.
//
// A line is `Type: Field Field …`. A field is `Name`, with its JSON name after `=` where that is not the name in lower camel case,
// and its shape: nothing (text), `:i` number, `:b` boolean, `:p` port or share, `:q` quantity, `:[]` list, `:{}` map, `:[]T` list of T,
// `:T` structure, `*` or `*T` the same behind a pointer, `*json` a type whose JSON is the public one. `+T` embeds another line.
// Upstream: pkg/apis/{core,batch,apps,policy}/types.go of 1.36.
export const goTypes = `
PodTemplateSpec: +ObjectMeta Spec:PodSpec
PodSpec: Volumes:[]Volume InitContainers:[]Container Containers:[]Container EphemeralContainers:[]EphemeralContainer RestartPolicy TerminationGracePeriodSeconds* ActiveDeadlineSeconds* DNSPolicy NodeSelector:{} ServiceAccountName AutomountServiceAccountToken* NodeName SecurityContext*PodSecurityContext ImagePullSecrets:[]LocalObjectReference Hostname Subdomain SetHostnameAsFQDN* Affinity*Affinity SchedulerName Tolerations:[]Toleration HostAliases:[]HostAlias PriorityClassName Priority* PreemptionPolicy* DNSConfig*PodDNSConfig ReadinessGates:[]PodReadinessGate RuntimeClassName* Overhead:{} EnableServiceLinks* TopologySpreadConstraints:[]TopologySpreadConstraint OS*PodOS SchedulingGates:[]PodSchedulingGate ResourceClaims:[]PodResourceClaim Resources*ResourceRequirements HostnameOverride* SchedulingGroup*PodSchedulingGroup
Container: Name Image Command:[] Args:[] WorkingDir Ports:[]ContainerPort EnvFrom:[]EnvFromSource Env:[]EnvVar Resources:ResourceRequirements ResizePolicy:[]ContainerResizePolicy RestartPolicy* RestartPolicyRules:[]ContainerRestartRule VolumeMounts:[]VolumeMount VolumeDevices:[]VolumeDevice LivenessProbe*Probe ReadinessProbe*Probe StartupProbe*Probe Lifecycle*Lifecycle TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext*SecurityContext Stdin:b StdinOnce:b TTY=tty:b
EphemeralContainer: +Container TargetContainerName
ContainerPort: Name HostPort:i ContainerPort:i Protocol HostIP
ContainerResizePolicy: ResourceName RestartPolicy
ContainerRestartRule: Action ExitCodes*ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes: Operator Values:[]
EnvFromSource: Prefix ConfigMapRef*OptionalReference SecretRef*OptionalReference
OptionalReference: Name Optional*
EnvVar: Name Value ValueFrom*EnvVarSource
EnvVarSource: FieldRef*ObjectFieldSelector ResourceFieldRef*ResourceFieldSelector ConfigMapKeyRef*KeySelector SecretKeyRef*KeySelector FileKeyRef*FileKeySelector
ObjectFieldSelector: APIVersion=apiVersion FieldPath
ResourceFieldSelector: ContainerName Resource Divisor:q
KeySelector: Name Key Optional*
FileKeySelector: VolumeName Path Key Optional*
ResourceRequirements: Limits:{} Requests:{} Claims:[]ResourceClaim
ResourceClaim: Name Request
VolumeMount: Name ReadOnly:b RecursiveReadOnly* MountPath SubPath MountPropagation* SubPathExpr
VolumeDevice: Name DevicePath
Probe: +ProbeHandler InitialDelaySeconds:i TimeoutSeconds:i PeriodSeconds:i SuccessThreshold:i FailureThreshold:i TerminationGracePeriodSeconds*
ProbeHandler: Exec*ExecAction HTTPGet=httpGet*HTTPGetAction TCPSocket=tcpSocket*TCPSocketAction GRPC=grpc*GRPCAction
Lifecycle: PostStart*LifecycleHandler PreStop*LifecycleHandler StopSignal*
LifecycleHandler: Exec*ExecAction HTTPGet=httpGet*HTTPGetAction TCPSocket=tcpSocket*TCPSocketAction Sleep*SleepAction
SleepAction: Seconds:i
ExecAction: Command:[]
HTTPGetAction: Path Port:p Host Scheme HTTPHeaders=httpHeaders:[]HTTPHeader
HTTPHeader: Name Value
TCPSocketAction: Port:p Host
GRPCAction: Port:i Service*
SecurityContext: Capabilities*Capabilities Privileged* SELinuxOptions=seLinuxOptions*SELinuxOptions WindowsOptions*WindowsSecurityContextOptions RunAsUser* RunAsGroup* RunAsNonRoot* ReadOnlyRootFilesystem* AllowPrivilegeEscalation* ProcMount* SeccompProfile*Profile AppArmorProfile*Profile
Capabilities: Add:[] Drop:[]
SELinuxOptions: User Role Type Level
WindowsSecurityContextOptions: GMSACredentialSpecName=gmsaCredentialSpecName* GMSACredentialSpec=gmsaCredentialSpec* RunAsUserName* HostProcess*
Profile: Type LocalhostProfile*
PodSecurityContext: HostNetwork:b HostPID=hostPID:b HostIPC=hostIPC:b ShareProcessNamespace* HostUsers* SELinuxOptions=seLinuxOptions*SELinuxOptions WindowsOptions*WindowsSecurityContextOptions RunAsUser* RunAsGroup* RunAsNonRoot* SupplementalGroups:[] SupplementalGroupsPolicy* FSGroup=fsGroup* FSGroupChangePolicy=fsGroupChangePolicy* Sysctls:[]Sysctl SeccompProfile*Profile AppArmorProfile*Profile SELinuxChangePolicy=seLinuxChangePolicy*
Sysctl: Name Value
LocalObjectReference: Name
Affinity: NodeAffinity*NodeAffinity PodAffinity*PodAffinity PodAntiAffinity*PodAffinity
NodeAffinity: RequiredDuringSchedulingIgnoredDuringExecution*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm
NodeSelector: NodeSelectorTerms:[]NodeSelectorTerm
NodeSelectorTerm: MatchExpressions:[]NodeSelectorRequirement MatchFields:[]NodeSelectorRequirement
NodeSelectorRequirement: Key Operator Values:[]
PreferredSchedulingTerm: Weight:i Preference:NodeSelectorTerm
PodAffinity: RequiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm
PodAffinityTerm: LabelSelector*json Namespaces:[] TopologyKey NamespaceSelector*json MatchLabelKeys:[] MismatchLabelKeys:[]
WeightedPodAffinityTerm: Weight:i PodAffinityTerm:PodAffinityTerm
Toleration: Key Operator Value Effect TolerationSeconds*
HostAlias: IP=ip Hostnames:[]
PodDNSConfig: Nameservers:[] Searches:[] Options:[]PodDNSConfigOption
PodDNSConfigOption: Name Value*
PodReadinessGate: ConditionType
TopologySpreadConstraint: MaxSkew:i TopologyKey WhenUnsatisfiable LabelSelector*json MinDomains* NodeAffinityPolicy* NodeTaintsPolicy* MatchLabelKeys:[]
PodOS: Name
PodSchedulingGate: Name
PodResourceClaim: Name ResourceClaimName* ResourceClaimTemplateName*
PodSchedulingGroup: PodGroupName*
Volume: Name +VolumeSource
VolumeSource: HostPath*HostPathVolumeSource EmptyDir*EmptyDirVolumeSource GCEPersistentDisk=gcePersistentDisk*GCEPersistentDisk AWSElasticBlockStore=awsElasticBlockStore*AWSElasticBlockStore GitRepo*GitRepo Secret*SecretVolumeSource NFS=nfs*NFS ISCSI=iscsi*ISCSI Glusterfs*Glusterfs PersistentVolumeClaim*ClaimSource RBD=rbd*RBD Quobyte*Quobyte FlexVolume*FlexVolume Cinder*Cinder CephFS=cephfs*CephFS Flocker*Flocker DownwardAPI=downwardAPI*DownwardAPIVolumeSource FC=fc*FC AzureFile*AzureFile ConfigMap*ConfigMapVolumeSource VsphereVolume*VsphereVolume AzureDisk*AzureDisk PhotonPersistentDisk*PhotonPersistentDisk Projected*ProjectedVolumeSource PortworxVolume*PortworxVolume ScaleIO=scaleIO*ScaleIO StorageOS=storageos*StorageOS CSI=csi*CSIVolumeSource Ephemeral*EphemeralVolumeSource Image*ImageVolumeSource
HostPathVolumeSource: Path Type*
EmptyDirVolumeSource: Medium SizeLimit*
GCEPersistentDisk: PDName=pdName FSType=fsType Partition:i ReadOnly:b
AWSElasticBlockStore: VolumeID=volumeID FSType=fsType Partition:i ReadOnly:b
GitRepo: Repository Revision Directory
SecretVolumeSource: SecretName Items:[]KeyToPath DefaultMode* Optional*
KeyToPath: Key Path Mode*
NFS: Server Path ReadOnly:b
ISCSI: TargetPortal IQN=iqn Lun:i ISCSIInterface=iscsiInterface FSType=fsType ReadOnly:b Portals:[] DiscoveryCHAPAuth=chapAuthDiscovery:b SessionCHAPAuth=chapAuthSession:b SecretRef*SecretReference InitiatorName*
Glusterfs: EndpointsName=endpoints Path ReadOnly:b
ClaimSource: ClaimName ReadOnly:b
RBD: CephMonitors=monitors:[] RBDImage=image FSType=fsType RBDPool=pool RadosUser=user Keyring SecretRef*SecretReference ReadOnly:b
Quobyte: Registry Volume ReadOnly:b User Group Tenant
FlexVolume: Driver FSType=fsType SecretRef*SecretReference ReadOnly:b Options:{}
Cinder: VolumeID=volumeID FSType=fsType ReadOnly:b SecretRef*SecretReference
CephFS: Monitors:[] Path User SecretFile SecretRef*SecretReference ReadOnly:b
Flocker: DatasetName DatasetUUID=datasetUUID
DownwardAPIVolumeSource: Items:[]DownwardAPIVolumeFile DefaultMode*
DownwardAPIVolumeFile: Path FieldRef*ObjectFieldSelector ResourceFieldRef*ResourceFieldSelector Mode*
FC: TargetWWNs=targetWWNs:[] Lun* FSType=fsType ReadOnly:b WWIDs=wwids:[]
AzureFile: SecretName ShareName ReadOnly:b
ConfigMapVolumeSource: Name Items:[]KeyToPath DefaultMode* Optional*
VsphereVolume: VolumePath FSType=fsType StoragePolicyName StoragePolicyID=storagePolicyID
AzureDisk: DiskName DataDiskURI=diskURI CachingMode* FSType=fsType* ReadOnly* Kind*
PhotonPersistentDisk: PdID=pdID FSType=fsType
ProjectedVolumeSource: Sources:[]VolumeProjection DefaultMode*
VolumeProjection: Secret*SecretProjection DownwardAPI=downwardAPI*DownwardAPIProjection ConfigMap*SecretProjection ServiceAccountToken*ServiceAccountTokenProjection ClusterTrustBundle*ClusterTrustBundleProjection PodCertificate*PodCertificateProjection
SecretProjection: Name Items:[]KeyToPath Optional*
DownwardAPIProjection: Items:[]DownwardAPIVolumeFile
ServiceAccountTokenProjection: Audience ExpirationSeconds:i Path
ClusterTrustBundleProjection: Name* SignerName* LabelSelector*json Optional* Path
PodCertificateProjection: SignerName KeyType MaxExpirationSeconds* CredentialBundlePath KeyPath CertificateChainPath UserAnnotations:{}
PortworxVolume: VolumeID=volumeID FSType=fsType ReadOnly:b
ScaleIO: Gateway System SecretRef*SecretReference SSLEnabled=sslEnabled:b ProtectionDomain StoragePool StorageMode VolumeName FSType=fsType ReadOnly:b
StorageOS: VolumeName VolumeNamespace FSType=fsType ReadOnly:b SecretRef*SecretReference
CSIVolumeSource: Driver ReadOnly* FSType=fsType* VolumeAttributes:{} NodePublishSecretRef*LocalObjectReference
EphemeralVolumeSource: VolumeClaimTemplate*PersistentVolumeClaimTemplate
ImageVolumeSource: Reference PullPolicy
SecretReference: Name Namespace
PersistentVolumeClaimTemplate: +ObjectMeta Spec:PersistentVolumeClaimSpec
PersistentVolumeClaimSpec: AccessModes:[] Selector*json Resources:VolumeResourceRequirements VolumeName StorageClassName* VolumeMode* DataSource*TypedLocalObjectReference DataSourceRef*TypedObjectReference VolumeAttributesClassName*
VolumeResourceRequirements: Limits:{} Requests:{}
TypedLocalObjectReference: APIGroup=apiGroup* Kind Name
TypedObjectReference: APIGroup=apiGroup* Kind Name Namespace*
PersistentVolumeSource: GCEPersistentDisk=gcePersistentDisk*GCEPersistentDisk AWSElasticBlockStore=awsElasticBlockStore*AWSElasticBlockStore HostPath*HostPathVolumeSource Glusterfs*Glusterfs NFS=nfs*NFS RBD=rbd*RBD Quobyte*Quobyte ISCSI=iscsi*ISCSI FlexVolume*FlexVolume Cinder*Cinder CephFS=cephfs*CephFS FC=fc*FC Flocker*Flocker AzureFile*AzureFile VsphereVolume*VsphereVolume AzureDisk*AzureDisk PhotonPersistentDisk*PhotonPersistentDisk PortworxVolume*PortworxVolume ScaleIO=scaleIO*ScaleIO Local*LocalVolumeSource StorageOS=storageos*StorageOS CSI=csi*CSIPersistentVolumeSource
LocalVolumeSource: Path FSType=fsType*
CSIPersistentVolumeSource: Driver VolumeHandle ReadOnly:b FSType=fsType VolumeAttributes:{} ControllerPublishSecretRef*SecretReference NodeStageSecretRef*SecretReference NodePublishSecretRef*SecretReference ControllerExpandSecretRef*SecretReference NodeExpandSecretRef*SecretReference
VolumeNodeAffinity: Required*NodeSelector
SuccessPolicy: Rules:[]SuccessPolicyRule
SuccessPolicyRule: SucceededIndexes* SucceededCount*
PodFailurePolicy: Rules:[]PodFailurePolicyRule
PodFailurePolicyRule: Action OnExitCodes*PodFailurePolicyOnExitCodes OnPodConditions:[]PodFailurePolicyOnPodConditions
PodFailurePolicyOnExitCodes: ContainerName* Operator Values:[]
PodFailurePolicyOnPodConditions: Type Status
UncountedTerminatedPods: Succeeded:[] Failed:[]
DeploymentStrategy: Type RollingUpdate*RollingUpdate
DaemonSetUpdateStrategy: Type RollingUpdate*RollingUpdate
RollingUpdate: MaxUnavailable:p MaxSurge:p
RollingUpdateStatefulSetStrategy: Partition:i MaxUnavailable*
ServicePort: Name Protocol AppProtocol* Port:i TargetPort:p NodePort:i
PodDisruptionBudgetSpec: MinAvailable* Selector*json MaxUnavailable* UnhealthyPodEvictionPolicy*
Taint: Key Value Effect TimeAdded*
NodeAddress: Type Address
ScopeSelector: MatchExpressions:[]ScopedResourceSelectorRequirement
ScopedResourceSelectorRequirement: ScopeName Operator Values:[]
`
