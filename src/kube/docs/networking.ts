// Our words for Ingresses and NetworkPolicies.
import type { Texts } from './text.ts'

export const networkingTexts: Texts = {
  'networking.Ingress': { '': ['Which requests from outside go to which Service, by host and path. It does nothing by itself: an ingress controller must read it, and this cluster has none.', '按主机名和路径决定外部请求去往哪个 Service。它本身不做任何事，需要 Ingress 控制器来读取；此集群中没有。'] },
  'networking.IngressSpec': {
    ingressClassName: ['Which ingress controller is meant, by the name of an IngressClass.', '由哪个 Ingress 控制器处理，取 IngressClass 的名称。'],
    rules: ['Hosts and paths, and where each leads. A request that no rule fits goes to `defaultBackend`.', '主机名与路径及其去向。没有规则匹配的请求交给 `defaultBackend`。'],
    defaultBackend: ['Where requests go that no rule fits. Needed where there are no rules.', '没有规则匹配时请求的去向。没有规则时必须设置。'],
    tls: ['For which hosts TLS ends here, and which Secret holds the certificate.', '在此终止 TLS 的主机名，以及存放证书的 Secret。'],
  },
  'networking.HTTPIngressPath': {
    path: ['What the path of a request is compared with.', '用来与请求路径比较的值。'],
    pathType: ['`Exact`: the very same path. `Prefix`: by whole parts between slashes. `ImplementationSpecific`: as the controller likes.', '`Exact`：完全相同。`Prefix`：按斜杠分隔的各段比较前缀。`ImplementationSpecific`：由控制器决定。'],
    backend: ['The Service and its port that answers.', '负责应答的 Service 及其端口。'],
  },
  'networking.IngressClass': { '': ['A kind of ingress controller, by name. Ingresses choose theirs by it.', '一类 Ingress 控制器的名称，Ingress 以此选择由谁处理。'] },
  'networking.IngressClassSpec': {
    controller: ['Which ingress controller takes care of this class. It cannot be changed.', '由哪个 Ingress 控制器处理此类别，不能修改。'],
    parameters: ['An object with more settings for the controller.', '为控制器提供更多设置的对象。'],
  },
  'networking.NetworkPolicy': { '': ['Which connections pods may have. Pods that no policy selects may have all. A network plug-in must enforce it; the network of this cluster does not.', '允许 Pod 建立哪些连接。没有被任何策略选中的 Pod 不受限制。需要网络插件来执行；此集群的网络不执行它。'] },
  'networking.NetworkPolicySpec': {
    podSelector: ['Which pods of the namespace it is for. Empty: all of them.', '作用于命名空间中的哪些 Pod。留空表示全部。'],
    policyTypes: ['Which directions it restricts. Unset: `Ingress`, and `Egress` where there are egress rules.', '限制哪些方向。不设置时为 `Ingress`；有出站规则时还包括 `Egress`。'],
    ingress: ['From where the pods may be reached, and at which ports. An empty list: from nowhere.', '允许从哪里、通过哪些端口访问这些 Pod。空列表表示都不允许。'],
    egress: ['Where the pods may connect to. An empty list: nowhere.', '允许这些 Pod 连接到哪里。空列表表示都不允许。'],
  },
}
