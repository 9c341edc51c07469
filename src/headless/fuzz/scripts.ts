// Scripts for the terminal and for containers: more often right than not, put together by the shell's grammar, and sometimes broken.
import type { Random } from './random.ts'

const COMMANDS = ['kubectl get pods -o name', 'kubectl get deploy web -o yaml', 'kubectl get pods -w', 'kubectl wait --for=condition=Ready pod -l app=web --timeout=3s', 'kubectl scale deploy web --replicas=$n', 'kubectl delete pod plain --wait=false',
  'kubectl create cm c$n --from-literal=a=$n', 'kubectl apply -f -', 'kubectl logs deploy/web -f', 'kubectl exec plain -- sh -c "echo $n; cat /data/f"', 'kubectl cp f.txt plain:/data/f', 'kubectl get pod plain -o jsonpath="{.status.phase}"', 'kubectl rollout status deploy/web --timeout=2s', 'kubectl nope', 'kubectl run r$n --image=busybox --restart=Never -- sleep 1',
  'kubectl port-forward pod/plain 9000:80 &', 'kubectl port-forward svc/web :80', 'kubectl proxy &', 'curl -s localhost:9000', 'curl -s localhost:8001/api/v1/namespaces/default/pods/plain:80/proxy/x', 'curl -s localhost:8001/api/v1/namespaces/default/services/web/proxy/',
  'curl -sLO https://k8s.io/examples/pods/simple-pod.yaml', 'kubectl apply -f https://k8s.io/examples/controllers/nginx-deployment.yaml', 'curl -m 1 http://node-1:30080', 'wget -qO- http://$(minikube ip):$n', 'minikube service web --url',
  'kubectl edit deploy web', 'kubectl kustomize .', 'kubectl set env deploy/web A=$n', 'kubectl exec -i plain -- cat', 'kubectl attach plain', 'kubectl get cm cm -o yaml',
  'echo "$n ${x:-none} $((n+1))"', 'echo $x', 'sleep 1', 'read x', 'read -r a b <<< "1 2 3"', 'n=$((n+1))', 'cat', 'false', 'true', 'date +%s', 'printf "%s\\n" a b c', 'printf "%5d|%-5s|%x|%b\\n" 3 a 255 "\\t"', 'cat f.txt', 'cat nope', 'set -e', 'set -u', 'set -x', 'set -o pipefail', 'set -- a b "c d"', 'x=$(kubectl get pods -o name | head -1)', 'f', 'f a b', 'exit 3', 'cd /tmp', 'cd base', 'cd -', 'ls', 'ls -la /',
  'alias g="kubectl get"', 'g pods', 'unalias g', 'wait', 'wait $!', 'break', 'continue', 'break 2', 'timeout 2 watch -n 1 kubectl get pods', 'history', 'unset n', 'shift', 'return 2', 'test -f f.txt', '[ $n -lt 3 ]', '[ "$x" = a -o -z "$n" ]', '[[ $x == p* ]]', '[[ $x =~ ^[a-z]+$ && -n $n ]]', '(( n++ ))', '(( n > 3 && x ))', 'let n+=2', 'eval "echo $n"', 'trap "echo bye" EXIT', 'trap "echo no" TERM ERR', 'trap - EXIT', 'kill $!', 'kill -9 $$', 'diff f.txt x.yaml', 'column -t', ':',
  'a=(1 2 3)', 'a+=(4)', 'echo ${a[@]} ${#a[@]} ${a[-1]} ${!a[*]}', 'declare -A m=([k]=v)', 'echo ${m[k]}', 'local y=1', 'readonly z=1', 'z=2', 'export E=1', 'env', 'declare -i i=3', 'mapfile -t l < f.txt', 'getopts ab: o -a', 'type f', 'command -v ls', 'exec 3> g.txt', 'echo x >&3', 'exec 3>&-', 'exec', 'source wait.sh 1', '. ./wait.sh', 'bash wait.sh', 'sh -c "echo $0 $1" a b', 'bash -c', 'umask', 'ulimit -n', 'jobs', 'times', 'time sleep 0', 'shopt -s nullglob', 'echo *.yaml ?.txt [a-z]*', 'echo ~ ~root',
  'echo ${x%%o*} ${x##*/} ${x/o/0} ${x//o/0} ${x:1:3} ${x^^} ${x,,} ${#x}', 'echo ${x:?unset}', 'echo ${x:=set} ${x:+alt}', 'echo $(( 1/0 ))', 'echo $((0x1f + 010)) $(( n<<2 | 1 ))', 'echo $RANDOM $SECONDS $$ $? $# $@ $* $- $0', 'echo "a\\tb" \'c\' $\'d\\n\'', 'echo -e "a\\nb\\c"', 'echo -n x', 'yes | head -3', 'seq 1 3 10', 'seq 5', 'uname -a', 'hostname', 'id', 'mktemp', 'mkdir -p d/e', 'rm -rf d', 'touch t', 'cp f.txt t', 'mv t u', 'ln -s f.txt s', 'stat f.txt', 'chmod +x wait.sh', './wait.sh',
  'find . -name "*.txt" -exec cat {} \\;', 'du', 'basename a/b.c .c', 'dirname a/b', 'expr 1 + 2', 'expr abc : "a\\(.\\)"', 'md5sum f.txt', 'sha256sum f.txt', 'cksum f.txt', 'base64 f.txt', 'od -c f.txt', 'jq .', 'vim x', 'curl web', 'ps', 'nope', 'which ls', 'tty', 'printenv HOME', 'nohup true', 'nice true', 'env -i A=1 env', 'shuf -n 1 f.txt', 'test', '[', 'xargs', 'sed', 'awk', 'grep', 'head -c', 'sort -k', 'cut', 'tr', 'date -d x', 'date -u +%FT%T', 'sleep x', 'timeout 1 sleep 5', 'wget -qO- web', 'nslookup web', 'nc -z web 80']
const FILTERS = ['grep -c .', 'grep -v a', 'grep -E "a|b"', 'grep -o "[a-z]*"', 'grep -n -i -w x', 'grep "("', 'head -2', 'head -n -1', "sed 's/o/0/g;$d'", "sed -n '2,$p'", "sed '/a/,/b/{s/x/y/;d}'", "sed 's|a|&&|2;y/abc/xyz/'", 'sed s/', "sed '1i\\x'", "awk '{print NR, $1}'", "awk -F: '{s+=$2} END {print s, NF}'", "awk 'BEGIN {for (i=0;i<3;i++) a[i]=i; for (k in a) print k, length(a)}'", "awk '/a/ {gsub(/a/, \"b\"); printf \"%s-%d\\n\", $0, NR}'", "awk 'function f(x) {return x*2} {print f($1), substr($0, 2), toupper($0), split($0, p, \" \")}'", "awk '{'", "awk 'BEGIN{while(1);}'",
  'sort -r | uniq -c', 'sort -n -k2 -t" "', 'sort -u', 'uniq -d', 'wc -l', 'wc', 'xargs -n1 echo', 'xargs -I{} echo "<{}>"', 'xargs -P2 -L1 echo', 'tee f.txt', 'tee -a g.txt', 'cut -c1-3', 'cut -d" " -f2-', 'tr a-z A-Z', 'tr -d "\\n"', 'tr -s " " _', 'while read l; do echo "<$l>"; done', 'while IFS= read -r l; do n=$((n+1)); done', 'xargs -r kubectl get', 'sed :a;N;ba', 'tail -1', 'tail -n +2', 'tail -f', 'tac', 'rev', 'nl', 'fold -w 5', 'paste -sd,', 'base64 -d', 'column -t -s,', 'cat -n', 'cat - f.txt', 'bash', 'sh -s a', 'less', 'od -x', 'kubectl apply -f -', 'kubectl create -f - --dry-run=client', 'exec cat', 'timeout 1 cat', 'watch -n1 cat', 'read x']
const WORDS = ['1 2 3', '$(kubectl get pods -o name)', '"$x" *', '$(seq 4)', '{a,b}{1,2}', '{1..5}', '{a..e..2}', '"${a[@]}"', '"$@"', '`echo a b`', '$(<f.txt)', '', '*.none', '~', "$'a\\tb'"]
const TESTS = ['[ $n -lt 3 ]', '[ -f f.txt ]', 'test -n "$x"', '[[ -e x.yaml ]]', '(( n < 3 ))', 'kubectl get pod plain', 'grep -q two f.txt', 'true', 'false', '! true', '[ a ]', '[[ $n -ge 2 || $x ]]', 'read l']

/** A script of some depth. */
export function scriptOf(r: Random): string {
  const parts = Array.from({ length: 1 + r.below(3) }, () => node(r, 3))
  let text = parts.join(r.pick(['; ', '\n', ' && ', ' || ']))
  for (let n = r.oneIn(4) ? 1 + r.below(3) : 0; n > 0; n--) {
    const at = r.below(text.length + 1)
    text = text.slice(0, at) + r.pick(['"', "'", '`', '$(', ')', '${', '}', ';', ';;', '&', '|', '<', '<<X\n', '>', '\\', '\n', '((', '))', '[[', '#', 'do', 'done', 'fi', 'esac', '$', '!', '*', '名', '\u0000', '\t', '{', '=']) + text.slice(at + r.below(3))
  }
  return text
}

function node(r: Random, depth: number): string {
  if (depth === 0 || r.oneIn(3)) return simple(r)
  const inner = () => node(r, depth - 1)
  switch (r.below(18)) {
    case 0: return `for n in ${r.pick(WORDS)}; do ${inner()}; done`
    case 1: return `n=0; while [ $n -lt ${1 + r.below(5)} ]; do ${inner()}; n=$((n+1)); done`
    case 2: return `until ${inner()}; do ${inner()}; done`
    case 3: return `if ${r.pick(TESTS)}; then ${inner()}; elif ${inner()}; then ${inner()}; else ${inner()}; fi`
    case 4: return `case $n in 1|a*) ${inner()};; [2-5]) ${inner()}${r.pick([';;', ';&', ';;&'])} *) ${inner()};; esac`
    case 5: return `( ${inner()}; ${inner()} )`
    case 6: return `${r.pick(['f()', 'function f', 'f ()'])} { ${r.oneIn(3) ? 'local n=1; ' : ''}${inner()}; }; f ${r.pick(['$n', 'a "b c"', ''])}`
    case 7: return `${inner()} | ${r.pick(FILTERS)}${r.oneIn(3) ? ` | ${r.pick(FILTERS)}` : ''}`
    case 8: return `x=$(${inner()})`
    case 9: return `{ ${inner()}; } ${r.pick(['> f.txt 2>&1', '&> g.txt', '2>/dev/null', '< f.txt', '>> f.txt', '| tee g.txt', '>&2', '&'])}`
    case 10: return `for ((i=0; i<${r.below(4)}; i++)); do ${inner()}; done`
    case 11: return `while ${r.oneIn(2) ? 'IFS=, ' : ''}read -r n x; do ${inner()}; done < ${r.pick(['f.txt', '<(kubectl get pods)', '<(seq 3)', 'nope'])}`
    case 12: return `cat <<${r.pick(['EOF', '-EOF', "'EOF'", '"EOF"'])}${r.oneIn(2) ? ` | ${r.pick(FILTERS)}` : ''}\nkind: $n $(${simple(r).split('\n')[0]})\n\t\${x:-y} \\$n\nEOF\n${inner()}`
    case 13: return `kubectl ${r.pick(['apply', 'create', 'replace --force', 'delete'])} -f - <<E\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: h$n}\ndata: {a: "$x"}\nE\n${inner()}`
    case 14: return `if ! ${r.pick(TESTS)} && ${r.pick(TESTS)}; then ${inner()}; fi`
    case 15: return `f() { [ $1 -gt ${r.below(4)} ] && return ${r.below(3)}; ${inner()}; f $(( $1 + 1 )); }; f 0`
    case 16: return `time { ${inner()}; }`
    default: return r.oneIn(6) ? `while ${r.pick(['true', ':', 'sleep 1'])}; do ${inner()}; done` : `! ${inner()}`
  }
}

function simple(r: Random): string {
  const command = r.pick(COMMANDS)
  switch (r.below(14)) {
    case 0: case 1: return `${command} | ${r.pick(FILTERS)}`
    case 2: return `${command} > f.txt`
    case 3: return `${command} 2>/dev/null`
    case 4: return `${command} < x.yaml`
    case 5: return `${command} <<< "$n"`
    case 6: return r.oneIn(3) ? `${command} &` : `${command} >> g.txt 2>&1`
    case 7: return `${r.pick(['n=3', 'x=web', 'IFS=:', 'A=1'])} ${command}`
    case 8: return `diff <(${command}) <(${r.pick(COMMANDS)})`
    case 9: return `${command} |& ${r.pick(FILTERS)}`
    default: return command
  }
}
