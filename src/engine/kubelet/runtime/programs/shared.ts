// Programs that ask nothing about the pod they run in take the same course in every pod. The ten thousand pods of a Job that
// sleep and leave are run once; what such a program did is kept by all that it can hang on.
import { countOf } from './answers.ts'
import type { ProgramStart, Timeline } from './program.ts'

/** Commands that hang on their own words alone. */
const PLAIN = new Set(['sleep', 'echo', 'exit', 'true', 'false', ':'])
const SHELLS = new Set(['sh', 'ash', 'bash', 'dash', '/bin/sh', '/bin/ash', '/bin/bash', '/bin/dash'])
/** Anything that a shell would expand, read, redirect, put together or run beside. */
const NOT_PLAIN = /[$`*?[\]{}~<>\\#]/
const MOST_KEPT = 500

/** Whether the shell's text is a row of plain commands. What stands in quotes may be torn apart here: it is only judged more severely. */
function isPlainText(text: string): boolean {
  if (text.length > 500 || NOT_PLAIN.test(text)) return false
  const parts = text.split(/;|&&|\|\||\n/)
  if (parts.some(part => part.includes('&') || part.includes('|'))) return false
  return parts.every(part => {
    const word = part.trim().split(/\s/, 1)[0]!
    return word === '' || PLAIN.has(word)
  })
}

const judged = new Map<string, boolean>()

function isPlain(argv: readonly string[]): boolean {
  const [first = '', flag, text] = argv
  if (!SHELLS.has(first)) return PLAIN.has(first) && first !== 'exit' && first !== ':' && !argv.some(word => NOT_PLAIN.test(word))
  if (argv.length !== 3 || flag !== '-c') return false
  let plain = judged.get(text!)
  if (plain === undefined) {
    if (judged.size >= MOST_KEPT) judged.clear()
    judged.set(text!, plain = isPlainText(text!))
  }
  return plain
}

/** Files that every container is given, under names that no plain command is looked for. */
const isGiven = (path: string): boolean => path === '/etc/hosts' || path === '/etc/hostname' || path === '/etc/resolv.conf' || path.startsWith('/var/run/secrets/kubernetes.io/')

/** A text for all that a course of this start can hang on, if that is nothing of the pod itself; undefined if it may be more. */
export function sharedKeyOf(start: ProgramStart, argv: readonly string[]): string | undefined {
  if (start.stdin !== undefined || start.stdinOpen || start.processes || countOf(start.network) > 0 || start.incoming?.length || start.fileChanges?.length || start.modes || start.inMemory || start.lacking?.length || !isPlain(argv)) return undefined
  for (const path in start.files) if (!isGiven(path)) return undefined
  for (const mount of start.mounts ?? []) if (!isGiven(mount.path)) return undefined
  for (const name in start.annotations) if (name.startsWith('kubestep.dev/')) return undefined
  let key = `${start.image}\0${start.workingDir ?? ''}\0${start.memoryLimitBytes ?? ''}\0${start.podIP === undefined ? 0 : 1}${start.annotations ? 1 : 0}`
  for (const word of argv) key += `\0${word}`
  for (const name in start.env) if (name !== 'HOSTNAME') key += `\0${name}=${start.env[name]}`
  return key
}

const MOST_HORIZONS = 64

/** What such a program did, by how far one looked. */
class SharedCourse {
  readonly #kept = new Map<number, Timeline>()

  /** `run`: finds out what is not known yet. */
  upTo(horizonMs: number, run: () => Timeline): Timeline {
    let timeline = this.#kept.get(horizonMs)
    if (!timeline) {
      if (this.#kept.size >= MOST_HORIZONS) this.#kept.delete(this.#kept.keys().next().value!)
      this.#kept.set(horizonMs, timeline = run())
    }
    return timeline
  }
}

/** Courses by key, the oldest given up first. */
export class SharedCourses {
  readonly #kept = new Map<string, SharedCourse>()
  // A start is asked about several times in a row, and its key is a long text.
  #lately: { readonly start: ProgramStart; readonly course: SharedCourse | undefined } | undefined

  /** The course that this start shares; undefined where it may be its own. */
  of(start: ProgramStart, argv: () => readonly string[]): SharedCourse | undefined {
    if (this.#lately?.start !== start) this.#lately = { start, course: this.#find(sharedKeyOf(start, argv())) }
    return this.#lately.course
  }

  #find(key: string | undefined): SharedCourse | undefined {
    if (key === undefined) return undefined
    let course = this.#kept.get(key)
    if (!course) {
      if (this.#kept.size >= MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!)
      this.#kept.set(key, course = new SharedCourse())
    }
    return course
  }

  clear(): void {
    this.#kept.clear()
    this.#lately = undefined
  }
}
