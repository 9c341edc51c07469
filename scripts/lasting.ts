// Files whose names hold a hash of what is in them never change: a browser may keep them, and what it has compiled of them, for good.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A plug-in of Vite: the server that shows the built page lets browsers keep `/assets/`; without it they would ask again for each file, and compile it again. */
export function lastingAssets() {
  return {
    name: 'kubestep:lasting-assets',
    configurePreviewServer(server: Server): void {
      const { root, build } = server.config
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split('?')[0] ?? ''
        // A file of an earlier build is answered with the page: that must not be kept in its place.
        if (HASHED.test(path) && existsSync(join(root, build.outDir, path))) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
        next()
      })
    },
  }
}

const HASHED = /^\/assets\/[\w.-]+-[\w-]{8}\.\w+$/

interface Server {
  readonly config: { readonly root: string; readonly build: { readonly outDir: string } }
  readonly middlewares: { use(handle: (request: { readonly url?: string | undefined }, response: { setHeader(name: string, value: string): unknown }, next: () => void) => void): unknown }
}
