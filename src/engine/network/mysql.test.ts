// The documentation's two MySQLs: one server whose data outlives its pod, and a StatefulSet whose replicas follow the first.
import { expect, test } from 'vitest'
import { conditionIsTrue } from '../../kube/conditions.ts'
import type { Pod } from '../../kube/core.ts'
import { parseYaml } from '../../kube/yaml.ts'
import type { AnyObject } from '../../kube/object.ts'
import { testCluster, type Question, type TestCluster } from '../testing/testCluster.ts'

const objects = (text: string): AnyObject[] => parseYaml(text).map(d => d.value as AnyObject)
const until = (says: string, holds: (t: TestCluster) => boolean): Question => Object.assign(holds, { says })
const pods = (t: TestCluster) => t.objects('pods').filter(p => p.metadata.namespace === 'default') as unknown as readonly Pod[]
const isReady = (t: TestCluster, name: string) => pods(t).some(p => p.metadata.name.startsWith(name) && conditionIsTrue(p, 'Ready') && !p.metadata.deletionTimestamp)
const sql = (t: TestCluster, pod: string, text: string) => t.kubectl(`exec ${pod} -c mysql -- mysql -N -e "${text}"`)

const SINGLE = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: db}
spec:
  replicas: 1
  strategy: {type: Recreate}
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
      - name: mysql
        image: mysql:9
        env: [{name: MYSQL_ROOT_PASSWORD, value: password}]
        readinessProbe: {exec: {command: [mysqladmin, ping, -h, 127.0.0.1]}, periodSeconds: 2}
        volumeMounts: [{name: data, mountPath: /var/lib/mysql}]
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
`

test('what is written outlives the pod, and nobody enters without the password', () => {
  const t = testCluster({ nodes: 2, system: 'full' })
  t.apply(...objects(SINGLE))
  t.runUntil(until('the server is ready', () => isReady(t, 'db-')), 120_000)
  expect(t.kubectl('exec deploy/db -- mysql -ppassword -e "CREATE DATABASE d; CREATE TABLE d.t (a INT); INSERT INTO d.t VALUES (7)"')).not.toContain('ERROR')
  t.kubectl('scale deploy/db --replicas=0')
  t.runUntil(until('the first is gone', () => pods(t).length === 0), 60_000)
  t.kubectl('scale deploy/db --replicas=1')
  t.runUntil(until('another one is ready', () => isReady(t, 'db-')), 180_000)
  expect(t.kubectl('exec deploy/db -- mysql -ppassword -N -e "SELECT a FROM d.t"')).toContain('7\n')
  expect(() => t.kubectl('exec deploy/db -- mysql -pwrong -e "SELECT 1"')).toThrow("ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)")
})

const REPLICATED = `
apiVersion: v1
kind: ConfigMap
metadata: {name: mysql}
data:
  primary.cnf: "[mysqld]\\nlog-bin\\n"
  replica.cnf: "[mysqld]\\nsuper-read-only\\n"
---
apiVersion: v1
kind: Service
metadata: {name: mysql}
spec: {clusterIP: None, selector: {app: mysql}, ports: [{port: 3306}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: mysql}
spec:
  serviceName: mysql
  replicas: 2
  selector: {matchLabels: {app: mysql}}
  template:
    metadata: {labels: {app: mysql}}
    spec:
      terminationGracePeriodSeconds: 2
      initContainers:
      - name: configure
        image: mysql:5.7
        command: [bash, -c, 'printf "[mysqld]\\nserver-id=%d\\n" $((100 + \${HOSTNAME##*-})) > /conf/id.cnf; [[ $HOSTNAME == *-0 ]] && cp /given/primary.cnf /conf || cp /given/replica.cnf /conf']
        volumeMounts: [{name: conf, mountPath: /conf}, {name: given, mountPath: /given}]
      - name: clone
        image: gcr.io/google-samples/xtrabackup:1.0
        command: [bash, -c, '[[ -d /var/lib/mysql/mysql || $HOSTNAME == *-0 ]] && exit 0; ncat --recv-only mysql-0.mysql 3307 | xbstream -x -C /var/lib/mysql']
        volumeMounts: [{name: data, mountPath: /var/lib/mysql, subPath: mysql}]
      containers:
      - name: mysql
        image: mysql:5.7
        env: [{name: MYSQL_ALLOW_EMPTY_PASSWORD, value: "1"}]
        readinessProbe: {exec: {command: [mysql, -h, 127.0.0.1, -e, SELECT 1]}, periodSeconds: 2}
        volumeMounts: [{name: data, mountPath: /var/lib/mysql, subPath: mysql}, {name: conf, mountPath: /etc/mysql/conf.d}]
      - name: xtrabackup
        image: gcr.io/google-samples/xtrabackup:1.0
        command:
        - bash
        - -c
        - |
          cd /var/lib/mysql
          if [[ -f xtrabackup_binlog_info ]]; then
            [[ \`cat xtrabackup_binlog_info\` =~ ^(.*?)[[:space:]]+(.*?)$ ]] || exit 1
            rm xtrabackup_binlog_info
            echo "CHANGE MASTER TO MASTER_LOG_FILE='\${BASH_REMATCH[1]}', MASTER_LOG_POS=\${BASH_REMATCH[2]}" > change.sql
            until mysql -h 127.0.0.1 -e "SELECT 1"; do sleep 1; done
            mysql -h 127.0.0.1 -e "$(<change.sql), MASTER_HOST='mysql-0.mysql', MASTER_USER='root', MASTER_PASSWORD='', MASTER_CONNECT_RETRY=10; START SLAVE"
          fi
          exec ncat --listen --keep-open --send-only 3307 -c "xtrabackup --backup --slave-info --stream=xbstream"
        volumeMounts: [{name: data, mountPath: /var/lib/mysql, subPath: mysql}]
      volumes:
      - {name: conf, emptyDir: {}}
      - {name: given, configMap: {name: mysql}}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`

test('replicas are copies of the first, hear of what is written to it, refuse to be written to, and catch up when they or it were away', () => {
  const t = testCluster({ nodes: 3, system: 'full' })
  t.apply(...objects(REPLICATED))
  t.runUntil(until('the first is ready', () => isReady(t, 'mysql-0')), 120_000)
  sql(t, 'mysql-0', 'CREATE DATABASE d; CREATE TABLE d.t (a INT); INSERT INTO d.t VALUES (1)')
  t.runUntil(until('both are ready', () => isReady(t, 'mysql-1')), 180_000)
  t.runFor(10_000)
  expect(sql(t, 'mysql-1', 'SELECT a FROM d.t; SELECT @@server_id')).toBe('1\n101\n')
  sql(t, 'mysql-0', 'INSERT INTO d.t VALUES (2)')
  t.runFor(1000)
  expect(sql(t, 'mysql-1', 'SELECT a FROM d.t')).toBe('1\n2\n')
  expect(() => sql(t, 'mysql-1', 'INSERT INTO d.t VALUES (9)')).toThrow('running with the --super-read-only option')
  t.kubectl('delete pod mysql-1 --wait=false')
  t.runFor(3000)
  sql(t, 'mysql-0', 'INSERT INTO d.t VALUES (3)')
  t.runUntil(until('the replica is back', () => isReady(t, 'mysql-1')), 180_000)
  t.runFor(10_000)
  expect(sql(t, 'mysql-1', 'SELECT a FROM d.t')).toBe('1\n2\n3\n')
  t.kubectl('delete pod mysql-0 --wait=false')
  t.runFor(5000)
  t.runUntil(until('the first is back', () => isReady(t, 'mysql-0')), 180_000)
  t.runFor(15_000)
  sql(t, 'mysql-0', 'INSERT INTO d.t VALUES (4)')
  t.runFor(1000)
  expect(sql(t, 'mysql-1', 'SELECT a FROM d.t')).toBe('1\n2\n3\n4\n')
})
