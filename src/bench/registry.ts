// Every bench, by name. Each gives what it measured: ratios and counts to compare, times to read.
import { delta } from './delta.ts'
import { history } from './history.ts'
import { jobs } from './jobs.ts'
import { scheduler } from './scheduler.ts'
import { tables } from './tables.ts'

type Bench = () => Record<string, string | number>

export const benches: Record<string, Bench> = { jobs, history, delta, scheduler, tables }
