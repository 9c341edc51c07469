// Addresses that mean something in this cluster, and how long the way to them is.

/** The address of the API server's own service, and that of the cluster's DNS: the first and the tenth of the services' range. */
export const API_SERVER_IP = '10.96.0.1'
export const DNS_IP = '10.96.0.10'
/** Whoever is outside comes through here: the machines' own network, as kind and minikube have it. */
export const OUTSIDE_IP = '172.18.0.1'
export const DOMAIN = 'cluster.local'
export const DNS_SERVICE = 'kube-system/kube-dns'

export const isAddress = (host: string): boolean => /^\d+(\.\d+){3}$/.test(host) || host.includes(':')
/** Of the range from which services get theirs: what no rule leads on from there goes nowhere. */
export const isServiceAddress = (address: string): boolean => /^10\.(9[6-9]|10\d|11[01])\./.test(address)

/** One way, in ms of the virtual clock: within the cluster, and from somebody's browser. */
export const WAY_MS = { inside: 1, outside: 12 } as const
/** A look-up in the cluster's DNS. */
export const DNS_MS = 1
/** Nobody answers: how long until a resolver gives up (two tries of five seconds), and a connection (Linux: tcp_syn_retries 6). */
export const DNS_PATIENCE_MS = 10_000
export const CONNECT_PATIENCE_MS = 127_000
