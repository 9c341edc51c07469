// What a server does that its configuration tells nginx: where it listens, and which paths it answers by itself.

export interface NginxServer {
  readonly ports: readonly number[]
  readonly root: string
  /** `location /healthz { return 200 'ok'; }`: answered without a file. */
  readonly answers: readonly { readonly exact: boolean; readonly prefix: string; readonly status: number; readonly body: string }[]
}

const PORT = /\blisten\s+(?:\[[^\]]*\]:|[\d.]+:|\*:)?(\d+)\b/g
const LOCATION = /\blocation\s+(=|\^~)?\s*([^\s{~]\S*)\s*\{([^{}]*)\}/g
const RETURN = /\breturn\s+(\d{3})(?:\s+(?:"([^"]*)"|'([^']*)'|([^\s;]+)))?\s*;/
const STATUS = 'Active connections: 1 \nserver accepts handled requests\n 1 1 1 \nReading: 0 Writing: 1 Waiting: 0 \n'

/** Reads a configuration as far as this page's learners look: `listen`, `root`, and locations with `return` or `stub_status`. */
export function readNginxConf(text: string): NginxServer {
  const conf = text.replace(/#[^\n]*/g, '')
  const ports = [...new Set([...conf.matchAll(PORT)].map(found => Number(found[1])))]
  const answers = [...conf.matchAll(LOCATION)].flatMap(([, how, prefix = '/', body = '']) => {
    const said = RETURN.exec(body)
    if (said) return [{ exact: how === '=', prefix, status: Number(said[1]), body: said[2] ?? said[3] ?? said[4] ?? '' }]
    return /\bstub_status\b/.test(body) ? [{ exact: how === '=', prefix, status: 200, body: STATUS }] : []
  })
  return { ports: ports.length > 0 ? ports : [80], root: /\broot\s+([^\s;]+)\s*;/.exec(conf)?.[1] ?? '/usr/share/nginx/html', answers }
}

/** The location's own answer to a path: an exact one, else the longest that it begins with. */
export function answerOf(server: NginxServer, path: string): NginxServer['answers'][number] | undefined {
  let best: NginxServer['answers'][number] | undefined
  for (const answer of server.answers) {
    if (answer.exact ? answer.prefix !== path : !path.startsWith(answer.prefix)) continue
    if (answer.exact) return answer
    if (!best || answer.prefix.length > best.prefix.length) best = answer
  }
  return best
}
