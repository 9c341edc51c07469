// What containers are given to run: scripts of the shell, and programs in the languages that their images hold.
import type { Random } from './random.ts'
import { scriptOf } from './scripts.ts'

/** An image and the command of a container. */
export function programOf(r: Random): readonly [image: string, command: readonly string[]] {
  switch (r.below(8)) {
    case 0: return ['python:3.12', ['python3', '-c', python(r)]]
    case 1: return ['node:22', ['node', '-e', javascript(r)]]
    case 2: return ['perl:5.34', ['perl', r.pick(['-e', '-Mbignum=bpi', '-wle', '-ne', '-pe']), ...(r.oneIn(9) ? [] : [perl(r)])]]
    case 3: return [r.pick(['bash', 'debian', 'ubuntu']), ['bash', '-c', scriptOf(r)]]
    case 4: return [r.pick(['busybox', 'alpine']), ['sh', r.pick(['-c', '-ec', '-xc']), scriptOf(r)]]
    case 5: return [r.pick(['redis', 'polinux/stress', 'rabbitmq', 'registry.k8s.io/e2e-test-images/agnhost:2.40', 'hashicorp/http-echo', 'curlimages/curl', 'hello-world', 'httpd']), r.pick([['redis-cli', 'ping'], ['stress', '--vm', '1', '--vm-bytes', '150M'], ['stress', '-c'], ['amqp-publish'], ['agnhost', 'netexec'], ['curl', 'web'], ['httpd-foreground'], ['nope']])]
    default: return ['busybox', ['sh', '-c', r.pick(['echo hi', 'sleep 3', 'exit 1', 'while :; do :; done', 'kill -9 $$', 'cat /nope', 'trap "" TERM; sleep 100', 'echo x >/dev/termination-log; exit 3', 'sleep 1 & wait', 'exec sleep 2'])]]
  }
}

/** Statements of a language, some within others, some broken. `block` puts a body under a head. */
function text(r: Random, simple: readonly string[], blocks: readonly ((body: string) => string)[], indent: boolean): string {
  const statement = (depth: number): string => {
    if (depth === 0 || !r.oneIn(3) || blocks.length === 0) return r.pick(simple)
    const body = Array.from({ length: 1 + r.below(2) }, () => statement(depth - 1)).join('\n')
    return r.pick(blocks)(indent ? body.split('\n').map(l => `  ${l}`).join('\n') : body)
  }
  let out = Array.from({ length: 1 + r.below(5) }, () => statement(3)).join('\n')
  if (r.oneIn(4)) {
    const at = r.below(out.length + 1)
    out = out.slice(0, at) + r.pick(['(', ')', ':', '"', "'", '\\', '{', '}', '[', '=', '\n', '  ', '#', '$', '@', '`', '/', '*', '0', '名', 'def', 'if']) + out.slice(at + r.below(3))
  }
  return out
}

const python = (r: Random): string => text(r, [
  'x = 1', 'x = [1, 2, 3]', 'd = {"a": 1, **{}}', 'print(x)', 'print("a", end="")', 'x += 1', 'print(f"{x:>5} {1/3:.2f}")', 'import time; time.sleep(1)', 'import sys; sys.exit(3)', 'import os; print(os.environ.get("HOME"), os.getpid())', 'import random; print(random.random())',
  'raise ValueError("no")', 'assert x', 'print([i*i for i in range(5) if i % 2])', 'print({k: v for k, v in d.items()})', 'print(sorted(x, reverse=True)[::-1], sum(x), max(x))', 'a, *b = x', 'del x', 'print("%d %s" % (1, "a"))', 'print("a,b".split(","), "a".upper(), " ".join(["a"]))',
  'x = lambda y: y + 1', 'print(x(2) if callable(x) else None)', 'pass', 'break', 'continue', 'return 1', 'global x', 'print(10**50, 7//2, -7 % 3, 1 << 5, ~1)', 'import json; print(json.dumps(d), json.loads("[1"))', 'open("/tmp/f", "w").write("a")', 'print(open("/tmp/f").read())', 'print(x[5])', 'print(d["z"])', 'import nope',
  'import signal; signal.signal(signal.SIGTERM, lambda *a: sys.exit(0))', 'print(1/0)', 'print(int("x"))', 'x = x * 1000000', 'print(len(x), type(x), repr(x), bool([]))', 'import math; print(math.pi, math.sqrt(2))', 'yield 1', 'print(not x is None and 1 in [1])', 'x: int = 3', 'print(input())', 'print(b"a", bytes(3))', 'from datetime import datetime; print(datetime.now())',
], [b => `for i in range(3):\n${b}`, b => `while x:\n${b}`, b => `if x:\n${b}\nelse:\n${b}`, b => `def f(a, b=2, *c, **k):\n${b}\nf(1)`, b => `try:\n${b}\nexcept (ValueError, KeyError) as e:\n${b}\nfinally:\n${b}`, b => `class C:\n  def m(self):\n${b.split('\n').map(l => `  ${l}`).join('\n')}\nC().m()`, b => `with open("/tmp/f", "w") as f:\n${b}`, b => `while True:\n${b}`], true)

const javascript = (r: Random): string => text(r, [
  'let x = 1;', 'const y = [1, 2, 3];', 'console.log(x, y);', 'x++;', 'x = x ** 2;', 'console.log(`${x} ${y.map(v => v * 2).join("-")}`);', 'setTimeout(() => console.log("later"), 1000);', 'process.exit(3);', 'throw new Error("no");', 'const o = {a: 1, "b": [x], x, ...{}};', 'console.log(o?.a ?? 2, o.b[0]);', 'console.error(typeof o, null, undefined);',
  'process.on("SIGTERM", () => process.exit(0));', 'setInterval(() => console.log(Date.now()), 500);', 'require("http").createServer((q, s) => s.end("hi")).listen(8080);', 'const fs = require("fs"); fs.writeFileSync("/tmp/f", "a");', 'console.log(JSON.stringify(o), JSON.parse("[1"));', 'nope();', 'console.log(1/0, 0.1+0.2, 7 % 3, 1 << 5, 2**53);', 'break;', 'return 1;', 'console.log(/a+/.test("caat"), "abc".slice(1, -1).toUpperCase());',
  'async function g() { await 1; } g();', 'const [a, , b] = y;', 'const {c} = o;', 'console.log(process.env.HOME, process.argv, process.pid);', 'x = y.length > 2 ? "a" : "b";', 'var z = function (n) { return n <= 1 ? 1 : n * z(n - 1) }; console.log(z(10));', 'console.log(Math.max(...y), Math.floor(2.5));', 'delete o.a;', 'x = "a".repeat(1e6);', 'new Promise(r => setTimeout(r, 1000)).then(() => console.log(1));', 'console.log(y.reduce((a, b) => a + b, 0), new Map([[1, 2]]).get(1));',
], [b => `for (let i = 0; i < 3; i++) {\n${b}\n}`, b => `for (const v of y) {\n${b}\n}`, b => `while (x < 3) {\nx++;\n${b}\n}`, b => `if (x) {\n${b}\n} else {\n${b}\n}`, b => `function f(a, b = 2, ...c) {\n${b}\n}\nf(1);`, b => `try {\n${b}\n} catch (e) {\n${b}\n} finally {\n${b}\n}`, b => `class C { m() {\n${b}\n} }\nnew C().m();`, b => `switch (x) { case 1:\n${b}\nbreak; default:\n${b}\n}`, b => `(() => {\n${b}\n})();`, b => `while (true) {\n${b}\n}`], false)

const perl = (r: Random): string => text(r, [
  'my $x = 1;', 'print "$x\\n";', '$x++;', 'my @a = (1, 2, 3);', 'print "@a[0,1] $#a\\n";', 'my %h = (a => 1, b => 2);', 'print join(",", sort keys %h), "\\n";', 'sleep 1;', 'exit 3;', 'die "no\\n";', 'print bpi(20);', 'printf("%5.2f %s\\n", 1/3, "a");', 's/a/b/g;', 'print if /x/;', '$_ = "abc"; tr/a-c/A-C/; print;', 'print $ENV{HOME}, $0, $$;', 'push @a, 4; print scalar(@a);',
  'my $r = [1, {a => 2}]; print $r->[1]{a};', 'open(my $f, ">", "/tmp/f") or die; print $f "a";', 'print 2**10, 7 % 3, "a" x 3, "a" . "b";', 'use strict;', 'print map { $_ * 2 } grep { $_ > 1 } @a;', 'last;', 'next;', 'return 1;', 'local $| = 1;', 'print time;', 'print 1/0;', 'my ($a, $b) = @_;', 'print substr("abc", 1), length "abc", uc "a";', '$SIG{TERM} = sub { exit 0 };', 'print "yes" unless $x;', 'eval { die "x" }; print $@;', 'print <STDIN>;',
], [b => `for my $i (1..3) {\n${b}\n}`, b => `while ($x < 5) {\n$x++;\n${b}\n}`, b => `if ($x) {\n${b}\n} elsif (1) {\n${b}\n} else {\n${b}\n}`, b => `sub f {\n${b}\n}\nf(1);`, b => `foreach (@a) {\n${b}\n}`, b => `unless ($x) {\n${b}\n}`, b => `for (my $i = 0; $i < 3; $i++) {\n${b}\n}`, b => `while (1) {\n${b}\n}`], false)
