// Who owns what, as a tree: objects hang below their owners; those without one below the cluster if they own something.
import { hierarchy, tree, type HierarchyPointNode } from 'd3-hierarchy'
import type { Ref } from '../../../kube/keys.ts'
import type { Rows } from '../../mirror/applyDelta.ts'
import type { PodLook } from '../../../worker/rows.ts'
import { isOver, shownLook } from './look.ts'

/** `more`: no object, but how many more of them there are than are drawn. */
export interface OwnerItem { readonly ref: Ref; readonly name: string; readonly look?: PodLook; readonly more?: number; readonly revision?: number; readonly children: readonly OwnerItem[] }

interface Item { readonly ref: Ref; readonly name: string; readonly owner?: Ref | undefined; readonly at: number; readonly look?: PodLook; readonly revision?: number }

const MOST_CHILDREN = 24
const ROW = 28

/** `withSystem`: also what the cluster runs for itself. */
export function ownerTree(rows: Rows, withSystem = false): OwnerItem {
  const children = new Map<Ref, Item[]>()
  const all = new Map<Ref, Item>()
  for (const o of rows.objects.values()) if (withSystem || !o.system) all.set(o.ref, { ref: o.ref, name: o.name, owner: o.owner, at: o.createdAt, ...(o.revision !== undefined ? { revision: o.revision } : {}) })
  for (const j of rows.jobs.values()) all.set(j.ref, { ref: j.ref, name: j.name, owner: j.owner, at: j.createdAt })
  for (const n of rows.nodes.values()) all.set(n.ref, { ref: n.ref, name: n.name, owner: undefined, at: n.createdAt })
  for (const p of rows.pods.values()) if (withSystem || !p.system) all.set(p.ref, { ref: p.ref, name: p.name, owner: p.owner, at: p.createdAt, look: shownLook(p.look, p.owner) })
  for (const item of all.values()) {
    const owner = item.owner ?? ''
    const list = children.get(owner)
    if (list) list.push(item)
    else children.set(owner, [item])
  }
  // An owner that is gone while what it owned is not yet: it still stands in the tree.
  const gone = [...children.keys()].filter(ref => ref !== '' && !all.has(ref))
  const build = ({ ref, name, look, revision }: Pick<Item, 'ref' | 'name' | 'look' | 'revision'>, depth: number): OwnerItem => {
    // What it is made after stands before what is made after it.
    const list = depth > 6 ? [] : (children.get(ref) ?? []).toSorted((a, b) => Number(b.revision !== undefined) - Number(a.revision !== undefined) || a.at - b.at || (a.name < b.name ? -1 : 1))
    // The living are shown first when there are too many.
    const shown = list.length <= MOST_CHILDREN ? list : [...list.filter(c => !c.look || !isOver(c.look)), ...list.filter(c => c.look && isOver(c.look)).toReversed()].slice(0, MOST_CHILDREN)
    return { ref, name, ...(look ? { look } : {}), ...(revision !== undefined ? { revision } : {}), children: [...shown.map(c => build(c, depth + 1)), ...(list.length > shown.length ? [{ ref: `${ref} more`, name: '', more: list.length - shown.length, children: [] }] : [])] }
  }
  const roots = [...(children.get('') ?? []).filter(i => i.look !== undefined || children.has(i.ref) || i.ref.startsWith('jobs/')), ...gone.map(ref => ({ ref, name: ref.slice(ref.lastIndexOf('/') + 1) }))]
  return { ref: '', name: '', children: roots.map(r => build(r, 1)) }
}

/** The tree, laid out to the right. `x` is across, `y` is down. */
export function ownerLayout(root: OwnerItem, width: number): { readonly nodes: readonly HierarchyPointNode<OwnerItem>[]; readonly links: readonly { readonly from: HierarchyPointNode<OwnerItem>; readonly to: HierarchyPointNode<OwnerItem> }[]; readonly top: number; readonly height: number; readonly step: number } {
  const laid = tree<OwnerItem>().nodeSize([ROW, 1]).separation((a, b) => (a.parent === b.parent ? 1 : 1.25))(hierarchy(root, d => [...d.children]))
  const nodes = laid.descendants().filter(n => n.depth > 0)
  const top = nodes.reduce((n, d) => Math.min(n, d.x), 0)
  const bottom = nodes.reduce((n, d) => Math.max(n, d.x), 0)
  const depth = nodes.reduce((n, d) => Math.max(n, d.depth), 1)
  return { nodes, links: laid.links().filter(l => l.source.depth > 0).map(l => ({ from: l.source, to: l.target })), top, height: bottom - top + ROW * 2, step: Math.min(260, Math.max(170, (width - 30) / Math.max(2, depth))) }
}
