// The engine's thread begins before the page's own scripts are here: index.html starts it in one line, and `spawnWorker` takes it over.
// The file's name is known only when everything is built, so the line is put in then; while developing there is none.

import { SERVED_META } from '../src/worker/served.ts'

interface Asset { readonly fileName: string }

/** A plug-in of Vite that has index.html's own script start the engine. */
export function earlyEngine() {
  return {
    name: 'kubestep:early-engine',
    apply: 'build' as const,
    transformIndexHtml: {
      order: 'post' as const,
      handler(html: string, { bundle }: { readonly bundle?: Readonly<Record<string, Asset>> | undefined }) {
        const engine = Object.values(bundle ?? {}).find(a => /^assets\/worker-[\w-]+\.js$/.test(a.fileName))
        if (!engine) throw new Error('the build has no engine: does src/worker/spawn.ts not start it any more?')
        // A page that is served has its engine elsewhere. A thread that failed before anybody listened is not taken over.
        const line = `try{if(!document.querySelector('meta[name=${SERVED_META}]')){self.kubestepEngine=new Worker('./${engine.fileName}',{type:'module',name:'kubestep-engine'});self.kubestepEngine.onerror=function(){self.kubestepEngine=undefined}}}catch(e){}`
        if (!html.includes('<script>')) throw new Error('index.html has no script of its own any more')
        return html.replace('<script>', `<script>${line}`)
      },
    },
  }
}
