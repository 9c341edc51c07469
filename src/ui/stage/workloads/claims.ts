// Claims below the pods of a StatefulSet, and the volumes that they have: they stay where the pod goes.
import { workloadWords } from '../../i18n/workloads/index.ts'
import { fitted } from '../layout/text.ts'
import type { BlockMarking, Group } from './drawing.ts'
import { BOX_H, type OrdinalBox, type OrdinalPlace } from './ordinals.ts'
import type { ClaimMark } from './ordinalScene.ts'
import css from './statefulset.module.css'

const DRUM_H = BOX_H + 4
/** Between a claim and the volume that stands beside it. */
const BESIDE = 8

interface Held { readonly key: string; readonly claim: ClaimMark; readonly place: OrdinalPlace; readonly top: number }

export function drawClaims(g: Group, box: OrdinalBox, how: BlockMarking): void {
  const held = box.columns ? box.places.flatMap(place => place.ordinal.claims.map((claim, i): Held => ({ key: claim.name, claim, place, top: box.claimYs[i] ?? 0 }))) : []
  drawBoxes(g, held, box.isFlat, how)
  const cells = box.columns ? [] : box.places.flatMap(place => place.ordinal.claims.slice(0, 3).map((claim, i): Held => ({ key: claim.name, claim, place, top: place.y + place.r + 2 + i * 4 })))
  g.selectAll<SVGRectElement, Held>(':scope > rect').data(cells, c => c.key).join('rect').attr('class', css.claimCell!).attr('data-phase', c => c.claim.phase).attr('data-kept', c => (c.place.ordinal.state === 'kept' ? '' : null))
    .attr('x', c => c.place.x - 6).attr('y', c => c.top).attr('width', 12).attr('height', 3)
}

function drawBoxes(g: Group, held: readonly Held[], isFlat: boolean, how: BlockMarking): void {
  const words = workloadWords(how.lang).stateful
  g.selectAll<SVGGElement, Held>(':scope > g').data(held, h => h.key).join(enter => {
    const g1 = enter.append('g').attr('class', css.held!)
    g1.append('path').attr('class', css.link!)
    const claim = g1.append('g').attr('class', css.claim!)
    claim.append('rect').attr('rx', 4).attr('height', BOX_H)
    claim.append('text')
    const volume = g1.append('g').attr('class', css.volume!)
    volume.append('path')
    volume.append('text')
    return g1
  }).each(function draw({ claim, place, top }) {
    const [link, claimG, volumeG] = this.children as unknown as [SVGPathElement, SVGGElement, SVGGElement]
    const { x, w, ordinal } = place
    const both = Math.min(w - 8, 96)
    const width = isFlat ? (both - BESIDE) / 2 : both
    const left = x - both / 2
    const middle = left + width / 2
    const kept = ordinal.state === 'kept'
    this.dataset['phase'] = claim.phase
    this.toggleAttribute('data-kept', kept)
    const drumH = isFlat ? BOX_H : DRUM_H
    const volumeY = isFlat ? top : top + BOX_H + 9
    const volumeX = isFlat ? left + width + BESIDE : left
    const bound = claim.volume !== undefined && claim.phase !== 'Pending'
    link.setAttribute('d', `${ordinal.pod ? `M${x} ${place.y + place.r + 1}V${top}` : ''}${bound ? (isFlat ? `M${left + width} ${top + BOX_H / 2}H${volumeX}` : `M${x} ${top + BOX_H}V${volumeY}`) : ''}`)

    const [rect, text] = claimG.children as unknown as [SVGRectElement, SVGTextElement]
    mark(claimG, claim.ref, claim.ref ? words.claim(claim.name, kept ? words.keptClaim : words.claimWords[claim.phase]) : '', how)
    rect.setAttribute('x', String(left)); rect.setAttribute('y', String(top)); rect.setAttribute('width', String(width))
    text.setAttribute('x', String(middle)); text.setAttribute('y', String(top + 13))
    text.textContent = fitted(claim.phase === 'none' ? words.noClaim : kept ? `${words.kept} · ${claim.size}` : claim.size || claim.template, width - 8, 10.5)

    const [shape, name] = volumeG.children as unknown as [SVGPathElement, SVGTextElement]
    mark(volumeG, bound ? `persistentvolumes/${claim.volume}` : undefined, bound ? words.volume(claim.volume!, claim.name) : '', how)
    volumeG.style.display = claim.phase === 'none' ? 'none' : ''
    // A drum: what keeps data.
    const e = 3
    shape.setAttribute('d', `M${volumeX} ${volumeY + e}a${width / 2} ${e} 0 0 1 ${width} 0v${drumH - 2 * e}a${width / 2} ${e} 0 0 1 ${-width} 0ZM${volumeX} ${volumeY + e}a${width / 2} ${e} 0 0 0 ${width} 0`)
    name.setAttribute('x', String(volumeX + width / 2)); name.setAttribute('y', String(volumeY + (isFlat ? 14.5 : 17)))
    name.textContent = fitted(bound ? claim.volume! : words.noVolume, width - 8, 10.5)
  })
}

/** What can be selected is a mark; what is not there yet is none. */
function mark(g: SVGGElement, ref: string | undefined, label: string, how: BlockMarking): void {
  if (ref === undefined) {
    for (const a of ['data-mark', 'data-ref', 'role', 'tabindex', 'aria-label', 'data-selected']) g.removeAttribute(a)
    return
  }
  if (!g.hasAttribute('data-mark')) { g.setAttribute('data-mark', ''); g.setAttribute('role', 'button'); g.setAttribute('tabindex', '-1') }
  g.dataset['ref'] = ref
  g.setAttribute('aria-label', label)
  g.toggleAttribute('data-selected', how.isSelected(ref))
}
