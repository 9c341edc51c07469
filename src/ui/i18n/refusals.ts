// What the engine says to an act that cannot be, in Chinese. In English it is said as it stands; what is not known here stays as it stands too.
// Loaded when something is refused.
import type { Lang } from '../theme/settings.ts'

const ZH: readonly (readonly [RegExp, string])[] = [
  [/^there is no machine "(.*)"$/, '没有名为“$1”的机器'],
  [/^the machine "(.*)" is down$/, '机器“$1”已关机'],
  [/^nobody of the name "(.*)" watches$/, '没有名为“$1”的组件在 watch'],
  [/^(.*) must be between (.*) and (.*)$/, '$1 必须在 $2 与 $3 之间'],
  [/^"(.*)" is no refusal$/, '“$1”不是 API server 的拒绝理由'],
  [/^"(.*)" is no trouble of a registry$/, '“$1”不是镜像仓库会出的问题'],
  [/^"(.*)" is no fault$/, '“$1”不是一种故障'],
  [/^this cluster has no network$/, '这个集群没有网络'],
  [/^(.*) is stopped, and with it "(.*)"$/, '$1 已停止，“$2”也随之停止'],
  [/^no controller is called "(.*)"$/, '没有名为“$1”的控制器'],
  [/^"(.*)" is no workload$/, '“$1”不是工作负载'],
  [/^a load is not negative$/, '负载不能为负'],
  [/^this is no address that a browser could open: (.*)$/, '浏览器无法打开这个地址：$1'],
  [/^traffic is between 0 and (\d+) requests a second$/, '流量须在每秒 0 到 $1 个请求之间'],
  [/^there is no service "(.*)"$/, '没有名为“$1”的 Service'],
  [/^(\S+) "(.*)" not found$/, '找不到 $1“$2”'],
  [/^(\S+) "(.*)" already exists$/, '$1“$2”已经存在'],
  [/^no such node$/, '没有这个节点'],
]

/** The sentence in that language. */
export function refusalIn(lang: Lang, text: string): string {
  const known = lang === 'zh' ? ZH.find(([pattern]) => pattern.test(text)) : undefined
  return known ? text.replace(known[0], known[1]) : text
}
