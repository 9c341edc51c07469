// The Cluster view's drawing: mount, update, destroy. Once per animation frame: rows → scene → layout → marks.
import { select, type Selection } from 'd3-selection'
import { zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from 'd3-zoom'
import type { Ref } from '../../kube/keys.ts'
import { brokenAt } from '../faults/places.ts'
import { zoomOf } from '../kit/zoom.ts'
import { denseAt, drawDense } from './draw/dense.ts'
import { drawFlights } from './draw/flight.ts'
import { drawBlocks, drawOthers } from './draw/block.ts'
import { drawMessages } from './draw/message.ts'
import { drawNodes } from './draw/node.ts'
import { drawPods } from './draw/pod.ts'
import { drawRail } from './draw/rail.ts'
import { drawTray } from './draw/tray.ts'
import { clusterLayout, type ClusterLayout } from './layout/cluster.ts'
import { RAIL_HEIGHT, railLayout, type Point } from './layout/rail.ts'
import { fitFont, wrapped } from './layout/text.ts'
import { nodeScenes, trayScene } from './scene/nodes.ts'
import { flyingOf, stationsOf } from './scene/rail.ts'
import { Motion } from './motion.ts'
import { listenTo } from './pointer.ts'
import { railWords } from './railWords.ts'
import type { StageEvents, StageInput } from './stageInput.ts'
import { podLabel, stationWords } from './words.ts'
import { blocksOf } from './workloads/blocks.ts'
import { drawingOf } from './workloads/registry.ts'
import type { WorkloadRow } from '../../worker/rows.ts'
import { token } from '../theme/theme.ts'
import css from './stage.module.css'

/** Above these speeds single ways cannot be followed, and are not shown. */
const FASTEST_FLIGHT = 30
const FASTEST_DOT = 1000
/** Above this one, marks are where they are and do not glide there. */
const FASTEST_GLIDE = 60
/** Pods come and go through the tray within moments: so long it stays open behind them, so that the nodes below do not jump. */
const TRAY_MS = 1200
/** Below these widths two controllers stand on the rail, and one. */
const NARROW_RAIL = 600
const NARROWEST_RAIL = 430
type Layer = Selection<SVGGElement, unknown, null, undefined>

export class ClusterStage {
  readonly #host: HTMLElement
  readonly #svg: Selection<SVGSVGElement, unknown, null, undefined>
  readonly #canvas: HTMLCanvasElement
  readonly #world: Layer
  readonly #layers: Readonly<Record<'blocks' | 'others' | 'tray' | 'nodes' | 'pods' | 'rail' | 'messages' | 'flights', Layer>>
  readonly #railBack: Selection<SVGRectElement, unknown, null, undefined>
  readonly #empty: Selection<SVGTextElement, unknown, null, undefined>
  readonly #zoom: ZoomBehavior<SVGSVGElement, unknown>
  readonly #sizes: ResizeObserver
  readonly #motion = new Motion()
  readonly #events: StageEvents
  #input: StageInput | undefined
  #layout: ClusterLayout | undefined
  #transform: ZoomTransform = zoomIdentity
  #width = 0
  #height = 0
  #frame = 0
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)')
  #costMs = 0
  #drawnAt = 0
  #crowded = false
  /** How high the tray was while somebody waited in it, and until when (on the wall) it stays so. */
  #tray = { h: 0, until: 0 }
  #later: ReturnType<typeof setTimeout> | undefined
  /** Where the nodes began when they were drawn last. */
  #nodesY = 0
  readonly #drawingOf = (row: WorkloadRow) => drawingOf(row, () => this.#soon())
  /** Which half of a crowded drawing comes next. */
  #half: 'jobs' | 'nodes' = 'jobs'
  #before: { readonly position: number; readonly now: number; readonly system: boolean } | undefined

  constructor(host: HTMLElement, events: StageEvents) {
    this.#host = host
    this.#events = events
    this.#svg = select(host).append('svg').attr('class', css.svg!).attr('role', 'group')
    this.#world = this.#svg.append('g')
    const layer = (parent: Layer) => parent.append('g')
    const blocks = layer(this.#world); const others = layer(this.#world); const tray = layer(this.#world); const nodes = layer(this.#world); const pods = layer(this.#world)
    this.#empty = this.#world.append('text').attr('class', css.empty!)
    const top = this.#svg.append('g')
    this.#railBack = top.append('rect').attr('class', css.railBack!).attr('x', -1).attr('y', -1).attr('height', RAIL_HEIGHT + 1)
    const rail = layer(top); const messages = layer(top); const flights = layer(this.#svg as unknown as Layer)
    messages.attr('aria-hidden', 'true')
    flights.attr('aria-hidden', 'true')
    this.#layers = { blocks, others, tray, nodes, pods, rail, messages, flights }
    this.#canvas = document.createElement('canvas')
    this.#canvas.className = css.canvas!
    this.#canvas.hidden = true
    host.append(this.#canvas)
    const probe = document.createElement('canvas').getContext('2d')
    if (probe) {
      probe.font = `100px ${token('--sans')}`
      fitFont(sample => probe.measureText(sample).width)
    }

    this.#zoom = zoom<SVGSVGElement, unknown>().scaleExtent([0.25, 4])
      .filter(event => event.type !== 'wheel' && event.type !== 'dblclick' && !event.button && !event.ctrlKey && !(event.target as Element).closest('[data-mark]'))
      .on('zoom', event => {
        this.#transform = event.transform
        this.#world.attr('transform', `translate(${event.transform.x},${event.transform.y + RAIL_HEIGHT}) scale(${event.transform.k})`)
        this.#events.onZoom(event.transform.k !== 1 || event.transform.x !== 0 || event.transform.y !== 0)
        this.#dense()
      })
    this.#svg.call(this.#zoom)
    this.#world.attr('transform', `translate(0,${RAIL_HEIGHT})`)
    const svg = this.#svg.node()!
    // A wheel goes up and down, as everywhere; with Ctrl (or two fingers apart) it brings nearer.
    svg.addEventListener('wheel', event => {
      event.preventDefault()
      if (event.ctrlKey || event.metaKey) {
        const [x, y] = this.#local(event)
        this.#zoom.scaleBy(this.#svg, 2 ** (-event.deltaY * (event.deltaMode ? 0.05 : 0.008)), [x, y - RAIL_HEIGHT])
      } else this.#zoom.translateBy(this.#svg, -event.deltaX / this.#transform.k, -event.deltaY / this.#transform.k)
    }, { passive: false })
    listenTo(svg, events, { refAt: event => this.#denseAt(event), point: (mark, event) => this.#point(mark, event), reveal: mark => this.#reveal(mark) })
    this.#sizes = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      this.#width = width
      this.#height = height
      this.#svg.attr('width', width).attr('height', height)
      this.#motion.reset(this.#input?.mirror.position ?? -1)
      this.#draw()
    })
    this.#sizes.observe(host)
  }

  get svg(): SVGSVGElement { return this.#svg.node()! }

  update(input: StageInput): void {
    this.#input = input
    this.#soon()
  }

  /** Draws with the next frame; a drawing that is dear is made less often, so that the page always has time to answer. */
  #soon(): void {
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(wall => {
      this.#frame = 0
      const rest = this.#half === 'nodes' ? 0 : Math.min(250, this.#costMs * 4 + (this.#crowded ? 60 : 0))
      if (wall - this.#drawnAt < rest) return this.#soon()
      const before = performance.now()
      this.#draw(this.#crowded ? this.#half : 'both')
      this.#drawnAt = wall
      this.#costMs = this.#costMs * 0.8 + (performance.now() - before) * (this.#crowded ? 0.4 : 0.2)
    })
  }

  /** All of it in sight; from there, back to its own size. */
  fit(): void {
    if (!this.#layout || this.#height <= RAIL_HEIGHT) return
    const k = Math.min(1, (this.#height - RAIL_HEIGHT) / this.#layout.height)
    const to = zoomIdentity.translate((this.#width - this.#width * k) / 2, 0).scale(k)
    if (this.#still.matches) this.#svg.call(this.#zoom.transform, to)
    else this.#svg.transition().duration(260).call(this.#zoom.transform, to)
  }

  zoomBy(factor: number): void { this.#zoom.scaleBy(this.#svg, factor, [this.#width / 2, (this.#height - RAIL_HEIGHT) / 2]) }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#later)
    this.#sizes.disconnect()
    this.#svg.interrupt().remove()
    this.#canvas.remove()
  }

  #local(event: MouseEvent): Point {
    const box = this.#host.getBoundingClientRect()
    const zoom = zoomOf(this.#host)
    return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom]
  }

  #denseAt(event: MouseEvent): Ref | undefined {
    const [x, y] = this.#local(event)
    if (!this.#layout || y < RAIL_HEIGHT) return undefined
    const [wx, wy] = this.#transform.invert([x, y - RAIL_HEIGHT])
    return denseAt(this.#layout, wx, wy)
  }

  #point(mark: SVGElement | null, event?: MouseEvent): void {
    if (mark) {
      const { ref, station } = mark.dataset
      const box = mark.getBoundingClientRect()
      if (ref !== undefined) this.#events.onPoint({ ref, box })
      else if (station !== undefined) this.#events.onPoint({ station, box })
      return
    }
    const ref = event && this.#denseAt(event)
    this.#events.onPoint(ref === undefined ? undefined : { ref, box: new DOMRect(event!.clientX - 4, event!.clientY - 4, 8, 8) })
  }

  /** What has the focus must be in sight. */
  #reveal(mark: SVGElement): void {
    if (!this.#world.node()!.contains(mark)) return
    const box = mark.getBoundingClientRect()
    const host = this.#host.getBoundingClientRect()
    const zoom = zoomOf(this.#host)
    const top = host.top + RAIL_HEIGHT * zoom + 6
    const dy = box.top < top ? top - box.top : box.bottom > host.bottom - 6 ? host.bottom - 6 - box.bottom : 0
    const dx = box.left < host.left + 6 ? host.left + 6 - box.left : box.right > host.right - 6 ? host.right - 6 - box.right : 0
    if (dx || dy) this.#zoom.translateBy(this.#svg, dx / zoom / this.#transform.k, dy / zoom / this.#transform.k)
  }

  #dense(): void {
    if (this.#layout && this.#input) {
      const { selected, dark } = this.#input
      drawDense(this.#canvas, { layout: this.#layout, transform: this.#transform, top: RAIL_HEIGHT, width: this.#width, height: this.#height, dark, now: this.#input.mirror.now, isSelected: ref => ref === selected })
    }
  }

  /** A crowded drawing is made in halves, one per frame of the screen: what is above the nodes, then nodes and all pods, with the tray that some stand in. */
  #draw(part: 'both' | 'jobs' | 'nodes' = 'both'): void {
    const input = this.#input
    if (!input || this.#width < 40) return
    const { mirror, selected, hovered, t, lang, playing, speed, startAt, system } = input
    const { rows, now } = mirror
    const wall = performance.now()
    const still = this.#still.matches
    const stations = stationsOf(rows, mirror.heads, now, this.#width < NARROWEST_RAIL ? 1 : this.#width < NARROW_RAIL ? 2 : undefined)
    const words = railWords(stations, { t, lang, now, width: this.#width })
    const rail = railLayout(stations, words.wants, this.#width)

    const shown = blocksOf({ rows, now, selected, system, width: this.#width, height: this.#height - RAIL_HEIGHT, drawingOf: this.#drawingOf })
    const tray = trayScene(rows.pods, now, system)
    // Backwards, and by leaps, things are simply where they are.
    const before = this.#before
    const forward = before !== undefined && mirror.position >= before.position && now >= before.now
    const leap = !forward || before.system !== system || now - before.now > Math.max(1500, playing ? speed * 400 : 0)
    const held = !leap && wall < this.#tray.until ? this.#tray.h : 0
    const layout = clusterLayout({ shown, nodes: nodeScenes(rows.nodes, rows.pods, now, selected, system), tray, width: this.#width, height: this.#height - RAIL_HEIGHT, trayHeld: held })
    // Whoever stands still is told by nobody that the tray's time is over.
    if (held > 0 && tray.pods.length === 0) this.#later ??= setTimeout(() => { this.#later = undefined; this.#soon() }, this.#tray.until - wall + 20)
    if (tray.pods.length > 0) this.#tray = { h: layout.tray!.h, until: wall + TRAY_MS }
    this.#layout = layout
    this.#zoom.extent([[0, 0], [this.#width, Math.max(1, this.#height - RAIL_HEIGHT)]])
      .translateExtent([[0, 0], [this.#width, Math.max(layout.height, (this.#height - RAIL_HEIGHT) / Math.min(1, this.#transform.k))]])

    this.#before = { position: mirror.position, now, system }
    const dots = !still && (!playing || speed <= FASTEST_DOT)
    if (leap || still) this.#motion.reset(mirror.position)
    else if (dots) this.#motion.passed(mirror.heads, stations, wall, !playing || speed <= 1)
    const toScreen = (x: number, y: number): Point => { const [sx, sy] = this.#transform.apply([x, y]); return [sx, sy + RAIL_HEIGHT] }
    this.#motion.placed(layout, toScreen, rail, wall, !leap && !still && (!playing || speed <= FASTEST_FLIGHT))
    const moving = this.#motion.at(wall)

    const isSelected = (ref: Ref) => ref === selected
    const isHovered = (ref: Ref) => ref === hovered
    const move = !still && !leap && (!playing || speed <= FASTEST_GLIDE)
    const marking = { rows, t, lang, now, startAt, move, isSelected, isHovered, label: (mark: Parameters<typeof podLabel>[0]) => podLabel(mark, t) }
    const L = this.#layers
    const broken = brokenAt(rows.faults)
    this.#svg.attr('aria-label', t.stage.drawing)
    this.#railBack.attr('width', this.#width + 2)
    if (part !== 'nodes') {
      drawBlocks(L.blocks, layout.blocks, this.#width, marking)
      drawOthers(L.others, { others: shown.others.map(row => ({ row, drawing: this.#drawingOf(row) })), y: layout.othersY ?? 0, width: this.#width }, marking)
    }
    if (part !== 'jobs') {
      const nodesY = layout.nodes[0]?.y ?? 0
      drawTray(L.tray, layout.tray, this.#width, t)
      drawNodes(L.nodes, layout.nodes, marking)
      drawPods(L.pods, layout.densePods ? [] : layout.pods, { ...marking, away: moving.away, shift: nodesY - this.#nodesY })
      this.#nodesY = nodesY
    }
    this.#empty.attr('y', (layout.emptyY ?? 0) + 30).selectAll<SVGTSpanElement, string>('tspan').data(layout.emptyY === undefined ? [] : wrapped(t.stage.empty, this.#width - 40, 13)).join('tspan')
      .attr('x', this.#width / 2).attr('dy', (_, i) => (i === 0 ? 0 : 19)).text(line => line)
    drawRail(L.rail, rail, { tight: words.tight, name: b => words.nameOf(b.station), words: b => stationWords(b.station, t, now, lang), hot: moving.hot, broken: b => broken(b.id, b.station.kind === 'controller' ? 'controller' : 'station'), brokenWords: t.faults.broken })
    const exact = playing ? [] : flyingOf(rows.messages, stations, now)
    drawMessages(L.messages, [...exact, ...moving.dots], rail)
    drawFlights(L.flights, moving.flights, wall)
    this.#dense()
    this.#rove()
    this.#crowded = layout.pods.length > 60 || layout.lanes.some(j => j.scene.bars.length > 150)
    this.#half = part === 'jobs' ? 'nodes' : 'jobs'
    if (moving.alive || part === 'jobs') this.#soon()
  }

  /** One mark at a time can be reached with Tab; arrows go on from there. */
  #rove(): void {
    const svg = this.#svg.node()!
    const current = svg.querySelector('[data-mark][tabindex="0"]')
    if (current) return
    svg.querySelector('[data-mark]')?.setAttribute('tabindex', '0')
  }
}
