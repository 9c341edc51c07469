import { describe, expect, test } from 'vitest'
import { Pod } from '../../kube/kinds.ts'
import { complete } from '../index.ts'
import type { AnyObject } from '../../kube/object.ts'
import { filesFrom, printed } from '../testing/console.ts'
import { FakeClient } from '../testing/fakeClient.ts'
import { Shell } from './session.ts'
import { startLine } from './shell.ts'

const pod = (name: string, phase: string): AnyObject => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid: name, labels: { app: name[0]! }, creationTimestamp: '2026-01-01T11:59:00Z' },
  spec: { containers: [{ name: 'c', image: 'x' }] }, status: { phase },
})

function terminal() {
  const client = new FakeClient().seed(pod('a-1', 'Running'), pod('a-2', 'Failed'), pod('b-1', 'Running'))
  client.logLines.set('default/a-1/c', [{ at: client.now, text: '3.14\n' }])
  const shell = new Shell()
  const files = filesFrom({ 'a.yaml': 'kind: Pod\nname: x\n', 'b.yaml': 'kind: Job\n' })
  const begin = (line: string) => startLine(line, { client, files }, shell)
  return { client, begin, sh: (line: string) => printed(begin(line)) }
}

test.each([
  ['kubectl get pods --no-headers | wc -l', '3\n'],
  ['k get pods --no-headers | grep -c Running', '2\n'],
  ['kubectl get pods | grep -v NAME | awk \'{print $1}\' | sort -r', 'b-1\na-2\na-1\n'],
  ['kubectl get pods -o name | head -n 1', 'pod/a-1\n'],
  ['kubectl get pods -o name | head -1 | cut -d/ -f2', 'a-1\n'],
  ['kubectl get pods -o name | tail -1', 'pod/b-1\n'],
  ['kubectl get pods -o name | sed s/pod.//', 'a-1\na-2\nb-1\n'],
  ["kubectl get pods -o name | sed -n '2p'", 'pod/a-2\n'],
  ["kubectl get pods -o name | sed '1d;$d'", 'pod/a-2\n'],
  ["kubectl get pods -o name | sed -E 's#(.)-([0-9])#\\2-\\1#'", 'pod/1-a\npod/2-a\npod/1-b\n'],
  ["kubectl get pods -o name | sed 's/\\(pod\\)\\/a/[&|\\1]/g'", '[pod/a|pod]-1\n[pod/a|pod]-2\npod/b-1\n'],
  ["kubectl get pods -o name | sed '/a-1/,/a-2/d'", 'pod/b-1\n'],
  ["kubectl get pods -o name | sed -n '/b/!p'", 'pod/a-1\npod/a-2\n'],
  ['kubectl get pods -o name | sed 2q', 'pod/a-1\npod/a-2\n'],
  ['kubectl get pods -o name | xargs', 'pod/a-1 pod/a-2 pod/b-1\n'],
  ['kubectl get pods -o name | xargs -n 2 echo', 'pod/a-1 pod/a-2\npod/b-1\n'],
  ['kubectl get pods -o name | xargs -I{} echo got {} | tail -1', 'got pod/b-1\n'],
  ['kubectl get pods -o name | grep a- | xargs kubectl get -o name | wc -l', '2\n'],
  ['kubectl get pods -l app=none -o name | xargs -r kubectl delete', ''],
  ['kubectl get pod a-1 -o yaml | kubectl get -o name -f -', 'pod/a-1\n'],
  ['kubectl create configmap c --dry-run=client -o yaml | kubectl create -f - -o name', 'configmap/c\n'],
  ['kubectl get pods -o name | tail -n +2', 'pod/a-2\npod/b-1\n'],
  ['get pods -o name | grep a-', 'pod/a-1\npod/a-2\n'],
  ['kubectl get pods -o name | grep -E "a-(1|3)"', 'pod/a-1\n'],
  ['kubectl get pods -o name | grep "a-(1"; echo $?', '1\n'],
  ['pods=$(kubectl get pods --selector=app=a -o jsonpath=\'{.items[0].metadata.name}\'); kubectl logs $pods', '3.14\n'],
  ['echo "$(kubectl get pods -o name | wc -l) pods"', '3 pods\n'],
  ['x="a  b"; echo $x; echo "$x"', 'a b\na  b\n'],
  ['x=$(echo 1 2); echo [$x]', '[1 2]\n'],
  ['false; s=$?; echo $s; s=$(exit 5); echo $?; s=$(exit 6)$?; echo $s; x=1; echo $?', '1\n5\n6\n0\n'],
  [`export Q='a$b"c'; export -p | grep Q=`, 'declare -x Q="a\\$b\\"c"\n'],
  ['echo `echo hi`', 'hi\n'],
  ["echo '$x' \\$x", '$x $x\n'],
  ['echo a # not this', 'a\n'],
  ['echo a#b', 'a#b\n'],
  ['echo a\u00a0b\f', 'a\u00a0b\f\n'],
  ['false || echo no; true && echo yes; false && echo never', 'no\nyes\n'],
  ['cat a.yaml | grep kind', 'kind: Pod\n'],
  ['grep -n kind a.yaml', '1:kind: Pod\n'],
  ['ls', 'a.yaml\nb.yaml\n'],
  ['kubectl get pod nope 2>/dev/null; echo $?', '1\n'],
  ['kubectl get pod nope 2>&1 | grep -o NotFound', 'NotFound\n'],
  ['kubectl get pods -o name > /dev/null', ''],
  ['echo b a c | tr " " "\\n" | sort | uniq -c', '      1 a\n      1 b\n      1 c\n'],
])('%s', (line, out) => expect(terminal().sh(line)).toMatchObject({ out }))

test.each([
  ['for i in 1 2 3; do echo -n "$i "; done; echo', '1 2 3 \n'],
  ['for p in $(kubectl get pods -o name); do echo "<$p>"; done', '<pod/a-1>\n<pod/a-2>\n<pod/b-1>\n'],
  ['kubectl get pods -o name | while read p; do kubectl get "$p" --no-headers | awk \'{print $3}\'; done', 'Running\nFailed\nRunning\n'],
  ['n=0; until [ $n -ge 3 ]; do n=$((n+1)); [ $n = 2 ] && continue; echo $n; done', '1\n3\n'],
  ['if kubectl get pod nope >/dev/null 2>&1; then echo yes; elif [[ b-1 == b* ]]; then echo b; else echo no; fi', 'b\n'],
  ['case $(kubectl get pod a-2 -o jsonpath={.status.phase}) in Run*) echo up;; Failed|Unknown) echo down;; esac', 'down\n'],
  ['f() { local n=$1; echo "$n of $#"; return 4; }; f a b; echo $?', 'a of 2\n4\n'],
  ['{ echo a; echo b; } | wc -l; (cd /tmp; pwd); pwd', '2\n/tmp\n/home/user\n'],
  ['! false && echo ok; false; echo $?', 'ok\n1\n'],
  ['echo ${x:-none} ${HOME##*/} $((2**10)) {a,b}-{1,2}', 'none user 1024 a-1 a-2 b-1 b-2\n'],
  ['echo *.yaml', 'a.yaml b.yaml\n'],
  ['cat <<EOF\n$((1+1)) $(echo x)\nEOF', '2 x\n'],
  ["cat <<'EOF'\n$HOME\nEOF", '$HOME\n'],
  ['cat <<-EOF\n\ttab\n\tEOF', 'tab\n'],
  ['wc -w <<< "a b c"', '3\n'],
  ['echo one > f; echo two >> f; cat < f; rm f; ls', 'one\ntwo\na.yaml\nb.yaml\n'],
  ['kubectl get pods -o name | tee names | head -1; wc -l < names', 'pod/a-1\n3\n'],
  ["alias kg='kubectl get'; kg pods -o name | tail -1; unalias kg; alias", 'pod/b-1\n'],
  ['export A=1; env | grep ^A=; A=2 bash -c \'echo $A\'', 'A=1\n2\n'],
  ['kubectl apply -f - --dry-run=client <<< "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}"', 'configmap/c created (dry run)\n'],
  ['echo hi | base64; echo aGkK | base64 -d', 'aGkK\nhi\n'],
  ['printf "a 1\\nbbb 22\\n" | column -t', 'a    1\nbbb  22\n'],
  ['printf "1\\n2\\n" > a; printf "1\\n3\\n" > b; diff a b; diff -q a b; diff a a && echo same', '2c2\n< 2\n---\n> 3\nFiles a and b differ\nsame\n'],
  ['kubectl get -f <(cat a.yaml | sed "s/name: x/{apiVersion: v1, kind: Pod, metadata: {name: a-1}}/;1d") -o name', 'pod/a-1\n'],
  ["echo 'echo from $1' > s.sh; bash s.sh x; . ./s.sh y; chmod +x s.sh; ./s.sh z", 'from x\nfrom y\nfrom z\n'],
  ['history', '    1  history\n'],
  ['date -u +%F', '2026-01-01\n'],
  ['time true', ''],
])('%s', (line, out) => expect(terminal().sh(line)).toMatchObject({ out }))

test.each([
  ['jq .', 'kubectl picks values itself', '自己就能取值'],
  ['vim x', 'the pane beside this one', '旁边的窗格'],
  ['curl http://x', 'outside of the cluster', '集群之外'],
])('%s: what to use instead, in both languages', (line, en, zh) => {
  const { client } = terminal()
  const words = (lang: string) => printed(startLine(line, { client, files: filesFrom({}), lang })).err
  expect([words('en'), words('zh')]).toEqual([expect.stringContaining(en), expect.stringContaining(zh)])
})

test('a file of a person grows only so far', () => {
  const { sh } = terminal()
  const { err } = sh('while true; do seq 20000; done > f; wc -c < f')
  expect(err).toContain('write error: No space left on device')
})

test('too much output ends the line', () => {
  const { sh } = terminal()
  const { err, code, out } = sh('x=$(seq 20000); for i in $(seq 100); do echo "$x"; done')
  expect([err.trim(), code]).toEqual(['kubestep: too much output; this line was ended', 141])
  expect(out.length).toBeLessThanOrEqual(2_000_000)
})

test.each([
  ['foo', 127, 'bash: foo: command not found\n'],
  ['kubectl get pods | nonsense', 127, 'bash: nonsense: command not found\n'],
  ['echo "a', 2, 'bash: unexpected EOF while looking for matching `"\'\n'],
  ['echo $(echo a', 2, 'bash: unexpected EOF while looking for matching `)\'\n'],
  ['| grep x', 2, 'bash: syntax error near unexpected token `|\'\n'],
  ['kubectl get pods |', 2, 'bash: syntax error: unexpected end of file\n'],
  ['; echo', 2, 'bash: syntax error near unexpected token `;\'\n'],
  ['cat < c.yaml', 1, 'bash: c.yaml: No such file or directory\n'],
  ['fi', 2, 'bash: syntax error near unexpected token `fi\'\n'],
  ['gte pods', 1, 'error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n'],
  ['cat c.yaml', 1, 'cat: c.yaml: No such file or directory\n'],
])('%s is refused as a shell would', (line, code, err) => expect(terminal().sh(line)).toMatchObject({ code, err }))

test('variables last from line to line, and are forgotten where time goes back behind them', () => {
  const { sh, client } = terminal()
  sh('x=1')
  client.now += 1000
  sh('x=2')
  expect(sh('echo $x').out).toBe('2\n')
  client.now -= 500
  expect(sh('echo $x').out).toBe('1\n')
})

describe('what waits', () => {
  test('grep behind -w speaks as the lines come', () => {
    const { begin, client } = terminal()
    const running = begin('kubectl get pods -w --no-headers | grep c-')
    expect(printed(running)).toMatchObject({ out: '', code: undefined })
    client.create(pod('d-1', 'Running'), 'default')
    client.create(pod('c-1', 'Running'), 'default')
    running.advance()
    expect(printed(running).out).toMatch(/^c-1 /)
    running.interrupt()
    expect(running.exitCode).toBe(1)
  })
  test('head ends what it has heard enough of', () => {
    const { begin } = terminal()
    expect(printed(begin('kubectl get pods -w -o name | head -2'))).toMatchObject({ out: 'pod/a-1\npod/a-2\n', code: 0 })
  })
  test.each(['sleep 100', "awk 'BEGIN {system(\"sleep 100\")}'", 'watch -n1 true'])('a reader that does not read, %s, is waited for, not asked for ever', reader => {
    const { begin, client } = terminal()
    const running = begin(`kubectl get pods -w | ${reader}`)
    for (const name of ['c-1', 'c-2', 'c-3']) {
      client.create(pod(name, 'Running'), 'default')
      running.advance()
    }
    expect(running.exitCode).toBeUndefined()
    running.interrupt()
    expect(running.exitCode).toBeDefined()
  })
  test('a line goes on after what it waited for', () => {
    const { begin, client } = terminal()
    const running = begin('kubectl wait --for=delete pod/a-1 && echo gone')
    expect(running.exitCode).toBeUndefined()
    client.remove(Pod, 'default', 'a-1')
    running.advance()
    expect(printed(running)).toMatchObject({ out: 'pod/a-1 condition met\ngone\n', code: 0 })
  })
})

test.each([
  ['kubectl get pods | gr', 'grep'],
  ['x=$(kubectl get po', 'pods'],
  ['echo "$(kubectl get pods a-', 'a-1'],
  ['true && kubectl describe pod b', 'b-1'],
  ["kubectl get pods -o jsonpath='{a|", undefined],
  ['for p in a; do kubectl get po', 'pods'],
  ['while ! kubectl get pods a-', 'a-1'],
  ['kubectl get pods -o name | xargs -n 1 kubectl descr', 'describe'],
  ['watch -n 5 kubectl get pods b', 'b-1'],
  ['if true; then\nkubectl get pods a-', 'a-1'],
  ['kubectl get pods > x', 'x.yaml'],
  ['cat x', 'x.yaml'],
  ['wat', 'watch'],
])('%s is completed with %s', (line, choice) => {
  const { client } = terminal()
  const { from, to, choices } = complete(line, line.length, { client, files: filesFrom({ 'x.yaml': '' }) })
  expect(choices[0]?.text).toBe(choice)
  if (choice !== undefined) expect(choice.startsWith(line.slice(from, to))).toBe(true)
})
