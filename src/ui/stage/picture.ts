// A view of the stage as a picture that stands for itself: what style sheets say is written into it, so that any viewer shows it as the
// page does. Fetched when somebody asks for it.

const SVG = 'http://www.w3.org/2000/svg'
/** What of an element's style makes its looks, in a drawing. */
const LOOKS = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'stroke-opacity', 'opacity', 'paint-order', 'text-anchor', 'font-family', 'font-size', 'font-weight', 'font-variant-numeric',
] as const
/** What only the page has use for. */
const OF_THE_PAGE = /^(class|style|role|tabindex|aria-|data-)/
const SHARPNESS = 2
/** Below what is lowest in a whole picture. */
const MARGIN = 12

/** `color(srgb 1 0 0.5 / 0.2)`, as a browser tells a mixed colour, in the way that every viewer can read. */
export const plainColour = (value: string): string => value.replace(/color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)/g, (_, r: string, g: string, b: string, a?: string) => {
  const [red, green, blue] = [r, g, b].map(part => Math.round(Math.min(1, Math.max(0, Number(part))) * 255))
  return a === undefined ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${Number(a)})`
})

/** A copy that needs no style sheet; what is not shown is not in it. */
function copyOf(from: Element, inherited: Readonly<Record<string, string>> = {}): Element | undefined {
  const style = getComputedStyle(from)
  if (style.display === 'none' || style.visibility === 'hidden') return undefined
  const to = from.cloneNode(false) as Element
  for (const { name } of [...to.attributes]) if (OF_THE_PAGE.test(name)) to.removeAttribute(name)
  const own: Record<string, string> = {}
  for (const name of LOOKS) {
    own[name] = plainColour(style.getPropertyValue(name)).replace(/url\("?[^"#)]*(#[^")]+)"?\)/, 'url($1)')
    // What those around it say already need not be said again. Opacity is not handed down.
    if (own[name] !== '' && (name === 'opacity' ? own[name] !== '1' : own[name] !== inherited[name])) to.setAttribute(name, own[name])
  }
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(child.cloneNode())
    else if (child instanceof Element) {
      const copy = copyOf(child, own)
      if (copy) to.append(copy)
    }
  }
  return to
}

/** How far down a drawing goes, also where its pane ends before it does. */
function lowest(svg: SVGSVGElement): number {
  const { y, height } = svg.getBBox()
  return svg.getBoundingClientRect().top + y + height + MARGIN
}

/**
 * All drawings of a view where they stand in it, and what is painted on a canvas, on the ground that the page has there.
 * `whole`: what lies below the view's lower edge is in it too.
 */
export function pictureOf(view: HTMLElement, { whole = false } = {}): SVGSVGElement {
  const frame = view.getBoundingClientRect()
  const picture = document.createElementNS(SVG, 'svg')
  const width = Math.round(frame.width)
  // What stays in its place while the rest is scrolled lies over it.
  const drawings = [...view.querySelectorAll('svg')].filter(svg => svg.closest('button') === null).sort((a, b) => Number(getComputedStyle(a).position === 'sticky') - Number(getComputedStyle(b).position === 'sticky'))
  const height = Math.round(Math.max(frame.height, ...(whole ? drawings.map(svg => lowest(svg) - frame.top) : [])))
  for (const [name, value] of Object.entries({ xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })) picture.setAttribute(name, String(value))
  const defs = picture.appendChild(document.createElementNS(SVG, 'defs'))
  for (const pattern of document.querySelectorAll('pattern[id^=stage-]')) {
    const copy = copyOf(pattern)
    if (copy) defs.append(copy)
  }
  const ground = picture.appendChild(document.createElementNS(SVG, 'rect'))
  for (const [name, value] of Object.entries({ width, height, fill: plainColour(getComputedStyle(view.closest('[data-pane]') ?? view).backgroundColor) })) ground.setAttribute(name, String(value))
  const place = (element: Element, { left, top, width: w, height: h }: DOMRect) => {
    for (const [name, value] of Object.entries({ x: left - frame.left, y: top - frame.top, width: w, height: h })) element.setAttribute(name, String(value))
    picture.append(element)
  }
  for (const svg of drawings) {
    const copy = copyOf(svg)
    const at = svg.getBoundingClientRect()
    if (copy) place(copy, whole ? new DOMRect(at.left, at.top, at.width, Math.max(at.height, lowest(svg) - at.top)) : at)
  }
  for (const canvas of view.querySelectorAll('canvas')) {
    if (canvas.hidden || canvas.width === 0) continue
    const image = document.createElementNS(SVG, 'image')
    image.setAttribute('href', canvas.toDataURL())
    place(image, canvas.getBoundingClientRect())
  }
  return picture
}

const textOf = (picture: SVGSVGElement): Blob => new Blob([new XMLSerializer().serializeToString(picture)], { type: 'image/svg+xml' })

async function painted(picture: SVGSVGElement): Promise<Blob> {
  const url = URL.createObjectURL(textOf(picture))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width * SHARPNESS
    canvas.height = image.height * SHARPNESS
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) => { canvas.toBlob(blob => { if (blob) resolve(blob); else reject(new Error('no picture')) }, 'image/png') })
  } finally { URL.revokeObjectURL(url) }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Makes a picture of a view: saved as a file, or laid into the clipboard. Rejects where the browser does not allow it. */
export async function takePicture(view: HTMLElement, how: 'svg' | 'png' | 'copy'): Promise<void> {
  const picture = pictureOf(view)
  if (how === 'svg') save(textOf(picture), 'kubestep.svg')
  else if (how === 'png') save(await painted(picture), 'kubestep.png')
  // The promise goes in whole: some browsers take it only within the click.
  else await navigator.clipboard.write([new ClipboardItem({ 'image/png': painted(picture) })])
}
