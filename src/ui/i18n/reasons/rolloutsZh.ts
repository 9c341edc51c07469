// How Deployments and CronJobs stand, in Chinese.
import type { RolloutReasons } from '../../../worker/status/rollouts/reasons.ts'
import { spanText } from '../spans.ts'
import type { Words } from './catalogue.ts'

const span = (ms: number) => spanText(ms, 'zh')

export const rolloutsZh: Words<RolloutReasons> = {
  'status.deploy.complete': d => `发布完成：${d.replicas} 个副本都属于版本 ${d.revision} 并且可用。`,
  'status.deploy.zero': d => `不需要 Pod：spec.replicas 为 0${d.kept > 0 ? `；保留了 ${d.kept} 个旧版本以备回滚` : ''}。`,
  'status.deploy.scaling': d => `${d.replicas} 个副本中有 ${d.available} 个可用。`,
  'status.deploy.rolling': d => `正在滚动更新：已更新 ${d.updated}/${d.replicas} 个副本，还剩 ${d.old} 个旧 Pod。`,
  'status.deploy.waits-available': d => `要等 ${d.pod}（${d.status}）可用后，才能再减少旧 Pod：必须保持 ${d.least} 个可用，现有 ${d.available} 个。`,
  'status.deploy.waits-surge': d => `要等旧 Pod 减少后，才能再创建新 Pod：同时最多 ${d.most} 个，现在期望的已有 ${d.total} 个。`,
  'status.deploy.min-ready': d => `${d.pod} 已就绪，再保持 ${span(d.leftMs)}即算可用。`,
  'status.deploy.recreate-waits': d => `Recreate：还有 ${d.pods} 个旧 Pod 要先结束，才会创建第一个新 Pod。`,
  'status.deploy.paused': d => (d.changed ? '已暂停：模板的修改要等恢复后（kubectl rollout resume）才会发布。' : '已暂停：仍会伸缩，但模板的修改不会发布。'),
  'status.deploy.deadline': d => `如果再过 ${span(d.leftMs)}仍没有变化，就会被判定为没有进展。`,
  'status.deploy.late': d => `${d.seconds} 秒内没有进展，期限已过。它会继续尝试，不会自动回滚${d.back > 0 ? `；kubectl rollout undo 可回到版本 ${d.back}` : ''}。`,
  'status.deploy.failure': d => `它的 ReplicaSet 无法创建 Pod：${d.message}`,

  'status.cron.next': d => `${span(d.waitMs)}后下次运行（${d.schedule}，${d.zone}）。`,
  'status.cron.never': d => `${d.schedule} 永远不会到来：不会启动任何 Job。`,
  'status.cron.suspended': () => '已挂起：不会启动任何运行。恢复时，最近错过的一次可能会立即启动。',
  'status.cron.bad-schedule': d => `无法解析 schedule“${d.schedule}”：${d.message}`,
  'status.cron.bad-zone': d => `时区“${d.timeZone}”不存在：不会启动任何运行。`,
  'status.cron.stopped': () => 'CronJob 控制器已停止：在它恢复之前，到期的运行都会错过，恢复后也只补上最近的一次。',
  'status.cron.active': d => `正在运行：${d.jobs.slice(0, 4).join('、')}${d.jobs.length > 4 ? ` 等 ${d.jobs.length} 个` : ''}。对模板的修改从下一次运行起生效。`,
  'status.cron.waits': d => `上一次运行被跳过，因为 ${d.job} 仍在运行（Forbid）；如果在它结束前没有更晚的一次到期，就会在它结束后立即启动。`,
  'status.cron.skipped': d => `上一次运行被跳过，因为 ${d.job || '另一个 Job'} 当时仍在运行（Forbid）。`,
  'status.cron.will-replace': d => `${span(d.waitMs)}后，下一次运行会结束 ${d.job}（Replace）。`,
  'status.cron.late': d => `上一次运行没有启动：已晚了超过 ${d.seconds} 秒。`,
  'status.cron.failed': d => `上一次运行失败：${d.job}。`,
  'status.cron.succeeded': d => `上一次运行在 ${span(d.agoMs)}前成功。`,
  'status.cron.history': d => `保留最近 ${d.successful} 个成功和 ${d.failed} 个失败的 Job，更早的会被清理。`,
}
