// The servers of the documentation's tutorials: what they say, where they listen, how they end.
import { print, write } from '../machine/io.ts'
import type { Arrived } from '../machine/init.ts'
import type { Process } from '../machine/process.ts'
import type { NetworkAnswer } from '../program.ts'
import type { Applet } from './applet.ts'
import { closingUs, listen, until } from './listening.ts'

type Answering = (proc: Process) => (request: Arrived) => NetworkAnswer

/** A server below a shell, as `CMD node server.js` makes it: the shell is the first process, and does not hear TERM. */
const deaf = (port: number, answer: Answering): Applet => function* (proc) {
  proc.kernel.allocate(proc, 30_000_000)
  yield { us: 120_000, calm: true }
  yield* listen(proc, port, answer(proc))
  for (;;) yield {}
}

const tagOf = (proc: Process): string => /:([^:/@]+)(?:@|$)/.exec(proc.kernel.start.image)?.[1] ?? ''

/** Tells whoever asks what came of the request on the way, above all the address it seems to come from. */
const echoed: Answering = proc => ({ from, method = 'GET', path = '/', host, userAgent = '-', body = '' }) => {
  const [, uri = '/', query = ''] = /^([^?]*)\??(.*)$/.exec(path) ?? []
  const name = host.replace(/:\d+$/, '')
  const short = /^1\.[0-4]$/.test(tagOf(proc))
  const lines = short
    ? ['CLIENT VALUES:', `client_address=${from}`, `command=${method}`, `real path=${path}`, `query=${query || 'nil'}`, 'request_version=1.1', `request_uri=http://${name}:8080${uri}`, '',
      'SERVER VALUES:', 'server_version=nginx: 1.10.0 - lua: 10001', '', 'HEADERS RECEIVED:', `host=${host}`, `user-agent=${userAgent}`, 'BODY:', body || '-no body in request-']
    : ['', '', `Hostname: ${proc.kernel.start.hostname}`, '', 'Pod Information:', '\t-no pod information available-', '', 'Server values:', '\tserver_version=nginx: 1.13.3 - lua: 10008', '',
      'Request Information:', `\tclient_address=${from}`, `\tmethod=${method}`, `\treal path=${path}`, `\tquery=${query}`, '\trequest_version=1.1', '\trequest_scheme=http', `\trequest_uri=http://${name}:8080${uri}`, '',
      'Request Headers:', `\thost=${host}`, `\tuser-agent=${userAgent}`, '', 'Request Body:', `\t${body || '-no body in request-'}`, '']
  return { status: 200, body: `${lines.join('\n')}\n` }
}

const echoServer: Applet = function* (proc) {
  proc.kernel.allocate(proc, 6_000_000)
  yield { us: 30_000, calm: true }
  yield* print(proc, 'Generating self-signed cert\n')
  yield* listen(proc, 8080, echoed(proc))
  yield* until(proc, ['TERM', 'INT', 'QUIT'])
  yield { us: closingUs(proc), calm: true }
  return 0
}

const wordpress: Applet = function* (proc) {
  proc.kernel.allocate(proc, 40_000_000)
  if (!proc.kernel.files.stat('/var/www/html/index.php')) {
    yield* write(proc, 2, 'WordPress not found in /var/www/html - copying now...\n')
    yield { us: 900_000, calm: true }
    proc.kernel.files.write('/var/www/html/index.php', '<?php\nrequire __DIR__ . \'/wp-blog-header.php\';\n', proc.kernel.nowUs)
    yield* write(proc, 2, 'Complete! WordPress has been successfully copied to /var/www/html\n')
  }
  yield* listen(proc, 80, () => ({ status: 200, body: '<!DOCTYPE html>\n<html>\n<head>\n<title>WordPress &rsaquo; Installation</title>\n</head>\n<body></body>\n</html>\n' }))
  yield* until(proc, ['WINCH', 'TERM', 'INT'])
  yield { us: closingUs(proc), calm: true }
  return 0
}

export const SAMPLES: ReadonlyMap<string, Applet> = new Map<string, Applet>([
  ['node-hello', deaf(8080, () => () => ({ status: 200, body: 'Hello Kubernetes!' }))], ['echoserver', echoServer], ['apache2-wordpress', wordpress],
])
