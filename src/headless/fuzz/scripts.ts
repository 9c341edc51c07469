// Scripts for the terminal: commands that make sense more often than not, put together by the shell's grammar, and sometimes broken.
import type { Random } from './random.ts'

const COMMANDS = ['kubectl get pods -o name', 'kubectl get deploy web -o yaml', 'kubectl get pods -w', 'kubectl wait --for=condition=Ready pod -l app=web --timeout=3s', 'kubectl scale deploy web --replicas=$n', 'kubectl delete pod plain --wait=false',
  'kubectl create cm c$n --from-literal=a=$n', 'kubectl apply -f -', 'kubectl logs deploy/web -f', 'echo "$n ${x:-none} $((n+1))"', 'echo $x', 'sleep 1', 'read x', 'n=$((n+1))', 'cat', 'false', 'true', 'date +%s', 'printf "%s\\n" a b c', 'cat f.txt',
  'set -e', 'x=$(kubectl get pods -o name | head -1)', 'f', 'exit 3', 'cd /tmp', 'ls', 'alias g="kubectl get"', 'g pods', 'wait', 'break', 'continue', 'timeout 2 watch -n 1 kubectl get pods', 'history', 'unset n', 'shift', 'return 2', 'test -f f.txt', '[ $n -lt 3 ]', '[[ $x == p* ]]',
  'eval "echo $n"', 'trap "echo bye" EXIT', 'diff f.txt x.yaml', 'column -t', ':']
const FILTERS = ['grep -c .', 'head -2', "sed 's/o/0/g;$d'", "awk '{print NR, $1}'", 'sort -r | uniq -c', 'wc -l', 'xargs -n1 echo', 'tee f.txt', 'cut -c1-3', 'tr a-z A-Z', 'while read l; do echo "<$l>"; done', 'xargs -r kubectl get', 'sed :a;N;ba', 'tail -1']
const WORDS = ['1 2 3', '$(kubectl get pods -o name)', '"$x" *', '$(seq 4)', '{a,b}{1,2}', '']

/** A script of some depth. */
export function scriptOf(r: Random): string {
  const parts = Array.from({ length: 1 + r.below(3) }, () => node(r, 3))
  let text = parts.join(r.pick(['; ', '\n', ' && ', ' || ']))
  for (let n = r.oneIn(4) ? 1 + r.below(3) : 0; n > 0; n--) {
    const at = r.below(text.length + 1)
    text = text.slice(0, at) + r.pick(['"', "'", '`', '$(', ')', '${', '}', ';', '&', '|', '<', '<<X\n', '>', '\\', '\n', '((', '#', 'do', 'fi', '$', '!']) + text.slice(at + r.below(3))
  }
  return text
}

function node(r: Random, depth: number): string {
  if (depth === 0 || r.oneIn(3)) return simple(r)
  const inner = () => node(r, depth - 1)
  switch (r.below(11)) {
    case 0: return `for n in ${r.pick(WORDS)}; do ${inner()}; done`
    case 1: return `n=0; while [ $n -lt ${1 + r.below(5)} ]; do ${inner()}; n=$((n+1)); done`
    case 2: return `until ${inner()}; do ${inner()}; done`
    case 3: return `if ${inner()}; then ${inner()}; else ${inner()}; fi`
    case 4: return `case $n in 1|a*) ${inner()};; *) ${inner()};; esac`
    case 5: return `( ${inner()}; ${inner()} )`
    case 6: return `f() { ${inner()}; }; f $n`
    case 7: return `${inner()} | ${r.pick(FILTERS)}`
    case 8: return `x=$(${inner()})`
    case 9: return `{ ${inner()}; } > f.txt 2>&1`
    default: return r.oneIn(6) ? `while true; do ${inner()}; done` : `! ${inner()}`
  }
}

function simple(r: Random): string {
  const command = r.pick(COMMANDS)
  switch (r.below(9)) {
    case 0: return `${command} | ${r.pick(FILTERS)}`
    case 1: return `${command} > f.txt`
    case 2: return `${command} 2>/dev/null`
    case 3: return `${command} < x.yaml`
    case 4: return `${command} <<< "$n"`
    case 5: return r.oneIn(3) ? `${command} &` : command
    default: return command
  }
}
