// What a column of kubectl's tables is about: of which kind of object its table is, told by its head. Pure.

/** By a column that only one kind has, or by a whole head. Asked in this order. */
const TELLS: readonly (readonly [kind: string, ...columns: readonly string[]])[] = [
  ['top', 'CPU(cores)'], ['history', 'CHANGE-CAUSE'], ['pods', 'RESTARTS'], ['jobs', 'COMPLETIONS'], ['cronjobs', 'SCHEDULE'], ['daemonsets', 'DESIRED', 'NODE SELECTOR'], ['deployments', 'UP-TO-DATE'],
  ['replicasets', 'DESIRED'], ['services', 'CLUSTER-IP'], ['nodes', 'ROLES'], ['persistentvolumes', 'RECLAIM POLICY'], ['persistentvolumeclaims', 'VOLUME'], ['events', 'LAST SEEN'],
  ['endpointslices', 'ADDRESSTYPE'], ['endpoints', 'ENDPOINTS'], ['horizontalpodautoscalers', 'MINPODS'], ['poddisruptionbudgets', 'ALLOWED DISRUPTIONS'], ['ingressclasses', 'CONTROLLER', 'PARAMETERS'], ['runtimeclasses', 'HANDLER'], ['controllerrevisions', 'CONTROLLER'],
  ['storageclasses', 'PROVISIONER'], ['ingresses', 'HOSTS'], ['rolebindings', 'ROLE', 'AGE'], ['priorityclasses', 'GLOBAL-DEFAULT'], ['resourcequotas', 'REQUEST'], ['secrets', 'TYPE', 'DATA'], ['configmaps', 'DATA'], ['leases', 'HOLDER'],
  ['statefulsets', 'READY'], ['namespaces', 'STATUS'],
]

/** The kind of a table by its titles; '' where many have such a head. */
export const kindOfHead = (titles: readonly string[]): string => TELLS.find(([, ...columns]) => columns.every(c => titles.includes(c)))?.[0] ?? ''
