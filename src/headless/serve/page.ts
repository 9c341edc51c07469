// The built page, as files. Its first file says that it is served: by that it knows whose cluster to show.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { SERVED_META } from '../../worker/served.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.ttf': 'font/ttf', '.png': 'image/png', '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

export function page(folder: string, path: string, response: ServerResponse): void {
  const root = normalize(folder + sep)
  const wanted = normalize(join(root, path === '/' ? 'index.html' : path))
  response.setHeader('X-Content-Type-Options', 'nosniff')
  // Nobody shows this page inside his own and has it clicked unseen.
  response.setHeader('Content-Security-Policy', "frame-ancestors 'none'")
  if (!wanted.startsWith(root) || !existsSync(wanted) || !statSync(wanted).isFile()) {
    response.statusCode = 404
    response.end('404 page not found\n')
    return
  }
  response.setHeader('Content-Type', TYPES[extname(wanted)] ?? 'application/octet-stream')
  if (extname(wanted) !== '.html') return void createReadStream(wanted).pipe(response)
  // What was built anew, or is served no more, must not come from a browser's memory.
  response.setHeader('Cache-Control', 'no-cache')
  response.end(readFileSync(wanted, 'utf8').replace('<head>', `<head>\n    <meta name="${SERVED_META}" content="true" />`))
}
