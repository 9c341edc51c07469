// Every bench, by name. Each gives what it measured: ratios and counts to compare, times to read.
import { cronjob } from './cronjob.ts'
import { delta } from './delta.ts'
import { heap, job } from './heap.ts'
import { history } from './history.ts'
import { jobs } from './jobs.ts'
import { webernetes } from './rival.ts'
import { scheduler } from './scheduler.ts'
import { tables } from './tables.ts'
import { daemonsets, deployments } from './workloads.ts'

type Figures = Record<string, string | number>
type Bench = () => Figures | Promise<Figures>

export const benches: Record<string, Bench> = { jobs, deployments, daemonsets, cronjob, history, delta, scheduler, tables, webernetes, heap, job }
