// The documentation's stateful applications: MySQL alone and replicated, ZooKeeper, WordPress over MySQL, and a Redis with its configuration.
import { amounts, container, ports, service, template, workload, type Fields } from './make.ts'

const claim = (name: string, storage: string, labels?: Fields, more: Fields = {}): Fields =>
  ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, ...(labels ? { labels } : {}) }, spec: { ...more, accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } })
const ofClaim = (name: string, claimName: string): Fields => ({ volumes: [{ name, persistentVolumeClaim: { claimName } }] })
const env = (name: string, value: string): Fields => ({ name, value })
const fromSecret = (name: string): Fields => ({ name, valueFrom: { secretKeyRef: { name: 'mysql-pass', key: 'password' } } })
const mounts = (...all: readonly (readonly [name: string, path: string, subPath?: string])[]): Fields => ({ volumeMounts: all.map(([name, mountPath, subPath]) => ({ name, mountPath, ...(subPath ? { subPath } : {}) })) })

const MYSQL = { app: 'mysql', 'app.kubernetes.io/name': 'mysql' }
const bash = (...lines: readonly string[]): Fields => ({ command: ['bash', '-c', `set -ex\n${lines.join('\n')}\n`] })
const ORDINAL = ['[[ $HOSTNAME =~ -([0-9]+)$ ]] || exit 1', 'ordinal=${BASH_REMATCH[1]}']
const DATA = ['data', '/var/lib/mysql', 'mysql'] as const
const CONF = ['conf', '/etc/mysql/conf.d'] as const
const XTRABACKUP = 'gcr.io/google-samples/xtrabackup:1.0'

const replicated: Fields = {
  ...workload('StatefulSet', 'mysql', MYSQL, {
    initContainers: [
      container('init-mysql', 'mysql:5.7', {
        ...bash(...ORDINAL, 'printf "[mysqld]\\nserver-id=%d\\n" $((100 + ordinal)) > /mnt/conf.d/server-id.cnf', 'role=$([[ $ordinal -eq 0 ]] && echo primary || echo replica)', 'cp /mnt/config-map/$role.cnf /mnt/conf.d/'),
        ...mounts(['conf', '/mnt/conf.d'], ['config-map', '/mnt/config-map']),
      }),
      container('clone-mysql', XTRABACKUP, {
        ...bash('# Who has data, and the primary, clone nobody.', '[[ -d /var/lib/mysql/mysql ]] && exit 0', ...ORDINAL, '[[ $ordinal -eq 0 ]] && exit 0', 'ncat --recv-only mysql-$((ordinal - 1)).mysql 3307 | xbstream -x -C /var/lib/mysql', 'xtrabackup --prepare --target-dir=/var/lib/mysql'),
        ...mounts(DATA, CONF),
      }),
    ],
    containers: [
      container('mysql', 'mysql:5.7', {
        env: [env('MYSQL_ALLOW_EMPTY_PASSWORD', '1')], ports: [{ name: 'mysql', containerPort: 3306 }], ...mounts(DATA, CONF), resources: { requests: amounts('500m', '1Gi') },
        livenessProbe: { exec: { command: ['mysqladmin', 'ping'] }, initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5 },
        readinessProbe: { exec: { command: ['mysql', '-h', '127.0.0.1', '-e', 'SELECT 1'] }, initialDelaySeconds: 5, periodSeconds: 2, timeoutSeconds: 1 },
      }),
      container('xtrabackup', XTRABACKUP, {
        ports: [{ name: 'xtrabackup', containerPort: 3307 }],
        ...bash(
          'cd /var/lib/mysql',
          '# A clone says from where on its source is to be followed: itself, or the replica that it was made of.',
          'if [[ -s xtrabackup_slave_info ]]; then', "  sed 's/;$//' xtrabackup_slave_info > follow.sql", 'elif [[ -f xtrabackup_binlog_info ]]; then', '  read -r log position < xtrabackup_binlog_info',
          '  echo "CHANGE MASTER TO MASTER_LOG_FILE=\'$log\', MASTER_LOG_POS=$position" > follow.sql', 'fi', 'rm -f xtrabackup_slave_info xtrabackup_binlog_info',
          'if [[ -f follow.sql ]]; then', '  until mysql -h 127.0.0.1 -e "SELECT 1"; do sleep 1; done',
          '  mysql -h 127.0.0.1 -e "$(<follow.sql), MASTER_HOST=\'mysql-0.mysql\', MASTER_USER=\'root\', MASTER_PASSWORD=\'\', MASTER_CONNECT_RETRY=10; START SLAVE;" || exit 1', '  mv follow.sql follow.sql.orig', 'fi',
          '# Whoever comes next clones this one.', 'exec ncat --listen --keep-open --send-only --max-conns=1 3307 -c "xtrabackup --backup --slave-info --stream=xbstream --host=127.0.0.1 --user=root"',
        ),
        ...mounts(DATA, CONF), resources: { requests: amounts('100m', '100Mi') },
      }),
    ],
    volumes: [{ name: 'conf', emptyDir: {} }, { name: 'config-map', configMap: { name: 'mysql' } }],
  }, { serviceName: 'mysql', replicas: 3, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } } }] }),
}

const single: Fields = workload('Deployment', 'mysql', { app: 'mysql' }, {
  containers: [container('mysql', 'mysql:9', { env: [env('MYSQL_ROOT_PASSWORD', 'password')], ports: [{ containerPort: 3306, name: 'mysql' }], ...mounts(['mysql-persistent-storage', '/var/lib/mysql']) })],
  ...ofClaim('mysql-persistent-storage', 'mysql-pv-claim'),
}, { strategy: { type: 'Recreate' } })

const WORDPRESS = { app: 'wordpress' }
const tier = (name: string): Fields => ({ ...WORDPRESS, tier: name })
const blog = (name: string, of: string, image: string, variables: readonly Fields[], port: number, at: string, claimName: string): Fields => workload('Deployment', name, tier(of), {
  containers: [container(of, image, { env: variables, ports: [{ containerPort: port, name: of }], ...mounts([`${of}-persistent-storage`, at]) })], ...ofClaim(`${of}-persistent-storage`, claimName),
}, { strategy: { type: 'Recreate' } }, WORDPRESS)

const ZK = { app: 'zk' }
const START = 'start-zookeeper --servers=3 --data_dir=/var/lib/zookeeper/data --data_log_dir=/var/lib/zookeeper/data/log --conf_dir=/opt/zookeeper/conf --client_port=2181 --election_port=3888 --server_port=2888 --tick_time=2000 --init_limit=10 --sync_limit=5 --heap=512M --max_client_cnxns=60 --snap_retain_count=3 --purge_interval=12 --max_session_timeout=40000 --min_session_timeout=4000 --log_level=INFO'
const isWell: Fields = { exec: { command: ['sh', '-c', 'zookeeper-ready 2181'] }, initialDelaySeconds: 10, timeoutSeconds: 5 }
const zookeeper: readonly Fields[] = [
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'zk-hs', labels: ZK }, spec: { clusterIP: 'None', selector: ZK, ports: [{ port: 2888, name: 'server' }, { port: 3888, name: 'leader-election' }] } },
  service('zk-cs', ZK, { port: 2181, name: 'client' }, {}, ZK),
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'zk-pdb' }, spec: { selector: { matchLabels: ZK }, maxUnavailable: 1 } },
  workload('StatefulSet', 'zk', ZK, {
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['zk'] }] }, topologyKey: 'kubernetes.io/hostname' }] } },
    containers: [container('kubernetes-zookeeper', 'registry.k8s.io/kubernetes-zookeeper:1.0-3.4.10', {
      imagePullPolicy: 'Always', resources: { requests: amounts('0.5', '1Gi') }, ports: [{ containerPort: 2181, name: 'client' }, { containerPort: 2888, name: 'server' }, { containerPort: 3888, name: 'leader-election' }],
      command: ['sh', '-c', START], readinessProbe: isWell, livenessProbe: isWell, ...mounts(['datadir', '/var/lib/zookeeper']),
    })],
    securityContext: { runAsUser: 1000, fsGroup: 1000 },
  }, {
    serviceName: 'zk-hs', replicas: 3, updateStrategy: { type: 'RollingUpdate' }, podManagementPolicy: 'OrderedReady',
    volumeClaimTemplates: [{ metadata: { name: 'datadir' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } } }],
  }),
]

export const databases: Readonly<Record<string, () => readonly Fields[]>> = {
  'application/mysql/mysql-pv.yaml': () => [
    { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'mysql-pv-volume', labels: { type: 'local' } }, spec: { storageClassName: 'manual', capacity: { storage: '20Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/mnt/data' } } },
    claim('mysql-pv-claim', '20Gi', undefined, { storageClassName: 'manual' }),
  ],
  'application/mysql/mysql-deployment.yaml': () => [service('mysql', { app: 'mysql' }, { port: 3306 }, { clusterIP: 'None' }), single],
  'application/mysql/mysql-configmap.yaml': () => [{
    apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mysql', labels: MYSQL }, data: { 'primary.cnf': '# Only the primary has this.\n[mysqld]\nlog-bin\n', 'replica.cnf': '# Only replicas have this.\n[mysqld]\nsuper-read-only\n' },
  }],
  'application/mysql/mysql-services.yaml': () => [
    service('mysql', { app: 'mysql' }, { name: 'mysql', port: 3306 }, { clusterIP: 'None' }, MYSQL), service('mysql-read', { app: 'mysql' }, { name: 'mysql', port: 3306 }, {}, { ...MYSQL, readonly: 'true' }),
  ],
  'application/mysql/mysql-statefulset.yaml': () => [replicated],
  'application/zookeeper/zookeeper.yaml': () => zookeeper,
  'application/wordpress/mysql-deployment.yaml': () => [
    service('wordpress-mysql', tier('mysql'), { port: 3306 }, { clusterIP: 'None' }, WORDPRESS), claim('mysql-pv-claim', '20Gi', WORDPRESS),
    blog('wordpress-mysql', 'mysql', 'mysql:8.0', [fromSecret('MYSQL_ROOT_PASSWORD'), env('MYSQL_DATABASE', 'wordpress'), env('MYSQL_USER', 'wordpress'), fromSecret('MYSQL_PASSWORD')], 3306, '/var/lib/mysql', 'mysql-pv-claim'),
  ],
  'application/wordpress/wordpress-deployment.yaml': () => [
    service('wordpress', tier('frontend'), { port: 80 }, { type: 'LoadBalancer' }, WORDPRESS), claim('wp-pv-claim', '20Gi', WORDPRESS),
    blog('wordpress', 'frontend', 'wordpress:6.2.1-apache', [env('WORDPRESS_DB_HOST', 'wordpress-mysql'), fromSecret('WORDPRESS_DB_PASSWORD'), env('WORDPRESS_DB_USER', 'wordpress')], 80, '/var/www/html', 'wp-pv-claim'),
  ],
  'pods/config/redis-pod.yaml': () => [{
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'redis' }, ...template(undefined, {
      containers: [container('redis', 'redis:8.0.2', { command: ['redis-server', '/redis-master/redis.conf'], env: [env('MASTER', 'true')], ...ports(6379), resources: { limits: amounts('0.1', undefined) }, ...mounts(['data', '/redis-master-data'], ['config', '/redis-master']) })],
      volumes: [{ name: 'data', emptyDir: {} }, { name: 'config', configMap: { name: 'example-redis-config', items: [{ key: 'redis-config', path: 'redis.conf' }] } }],
    }),
  }],
}
