// A step of the build for Node: `{ ...a, b: 1 }` becomes `Object.assign({}, a, { b: 1 })`.
//
// Node 20's V8 gives every object that a spread makes and that then gets a field its source did not have a hidden class of its own:
// 1.8 µs instead of 0.2, and everything that reads such objects afterwards has to look its fields up again. The engine's records are
// made that way. Newer engines (the browsers that the page asks for) do not have the fault and make spreads faster than
// Object.assign, so the page is built without this step. The meaning is the same but for sources with a key named `__proto__`.
import { parseAst } from 'rolldown/parseAst'

/** Whether something follows a spread, and nothing in it would mean something else as an argument. */
function isSlow({ properties }) {
  const first = properties.findIndex(p => p.type === 'SpreadElement')
  if (first < 0 || first === properties.length - 1) return false
  return properties.every(p => p.type === 'SpreadElement' || (p.kind === 'init' && !p.method && (p.computed || (p.key.name ?? p.key.value) !== '__proto__')))
}

/** Places to rewrite: [from, to, text], in no order, none overlapping another. */
function edits(code, node, out) {
  if (Array.isArray(node)) {
    for (const item of node) edits(code, item, out)
    return out
  }
  if (typeof node !== 'object' || node === null || typeof node.type !== 'string') return out
  if (node.type === 'ObjectExpression' && isSlow(node)) {
    let at = node.start
    let open = false
    node.properties.forEach((property, i) => {
      const spread = property.type === 'SpreadElement'
      // Line breaks stay, so that lines keep their numbers.
      const breaks = code.slice(at, property.start).replace(/[^\n]/g, '')
      const before = i === 0 ? `Object.assign(${spread ? '{}, ' : '{ '}` : spread ? `${open ? ' }' : ''}, ` : open ? ', ' : ', { '
      out.push([at, spread ? property.start + 3 : property.start, before + breaks])
      open = !spread
      at = property.end
    })
    out.push([at, node.end, code.slice(at, node.end).replace(/[^\n]/g, '') + (open ? ' })' : ')')])
  }
  for (const key in node) if (key !== 'type' && key !== 'start' && key !== 'end') edits(code, node[key], out)
  return out
}

/** The code with its slow spreads rewritten; lines keep their numbers. */
export function withoutSlowSpreads(code) {
  let result = ''
  let at = 0
  for (const [from, to, text] of edits(code, parseAst(code), []).sort((a, b) => a[0] - b[0])) {
    result += code.slice(at, from) + text
    at = to
  }
  return result + code.slice(at)
}

/** For the bundler. */
export const fastSpreads = { name: 'fast-spreads', renderChunk: code => ({ code: withoutSlowSpreads(code), map: null }) }
