// The names of the time zones of the tz database, with its old names: what Go's time.LoadLocation knows. Letters' case counts.
export { isZoneName as isTimeZone } from '../../../../kube/cron/zones.ts'
