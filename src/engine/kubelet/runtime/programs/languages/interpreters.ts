// perl, python and node as programs.
import type { Applet } from '../applets/applet.ts'

export const INTERPRETERS: ReadonlyMap<string, Applet> = new Map()
