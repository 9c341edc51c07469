// Who has which of the first roles. A line is `name role subjects`; a role in a namespace is bound there. Notation: read.ts.
// Upstream: bootstrappolicy/{policy,controller_policy,namespace_policy}.go; kubeadm's phases bootstraptoken, addons and uploadconfig (with `!`).

export const clusterRoleBindings = `
cluster-admin = group:system:masters
system:basic-user = group:system:authenticated
system:discovery = group:system:authenticated
system:kube-controller-manager = user:system:kube-controller-manager
system:kube-dns = sa:kube-system/kube-dns
system:kube-scheduler = user:system:kube-scheduler
system:monitoring = group:system:monitoring
system:node =
system:node-proxier = user:system:kube-proxy
system:public-info-viewer = group:system:authenticated,group:system:unauthenticated
system:service-account-issuer-discovery = group:system:serviceaccounts
system:volume-scheduler = user:system:kube-scheduler
kubeadm:cluster-admins cluster-admin group:kubeadm:cluster-admins !
kubeadm:get-nodes = group:system:bootstrappers:kubeadm:default-node-token !
kubeadm:kubelet-bootstrap system:node-bootstrapper group:system:bootstrappers:kubeadm:default-node-token !
kubeadm:node-autoapprove-bootstrap system:certificates.k8s.io:certificatesigningrequests:nodeclient group:system:bootstrappers:kubeadm:default-node-token !
kubeadm:node-autoapprove-certificate-rotation system:certificates.k8s.io:certificatesigningrequests:selfnodeclient group:system:nodes !
kubeadm:node-proxier system:node-proxier sa:kube-system/kube-proxy !
system:coredns = sa:kube-system/coredns !
`

export const roleBindings = `
kube-public/system:controller:bootstrap-signer = sa:kube-system/bootstrap-signer
kube-system/system::extension-apiserver-authentication-reader extension-apiserver-authentication-reader user:system:kube-controller-manager,user:system:kube-scheduler
kube-system/system::leader-locking-kube-controller-manager = user:system:kube-controller-manager,sa:kube-system/kube-controller-manager
kube-system/system::leader-locking-kube-scheduler = user:system:kube-scheduler,sa:kube-system/kube-scheduler
kube-system/system:controller:bootstrap-signer = sa:kube-system/bootstrap-signer
kube-system/system:controller:cloud-provider = sa:kube-system/cloud-provider
kube-system/system:controller:token-cleaner = sa:kube-system/token-cleaner
kube-public/kubeadm:bootstrap-signer-clusterinfo = user:system:anonymous !
kube-system/kube-proxy = group:system:bootstrappers:kubeadm:default-node-token !
kube-system/kubeadm:kubelet-config = group:system:nodes,group:system:bootstrappers:kubeadm:default-node-token !
kube-system/kubeadm:nodes-kubeadm-config = group:system:bootstrappers:kubeadm:default-node-token,group:system:nodes !
`
