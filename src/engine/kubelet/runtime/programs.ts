// What images do, as the kubelets run them: the catalogue's programs.
import type { Programs } from './containers.ts'
import { runExec } from './programs/exec.ts'
import { runProgram } from './programs/run.ts'

export const cataloguePrograms: Programs = { run: runProgram, exec: runExec }
