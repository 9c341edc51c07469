// 舞台上的图形、线条和颜色各表示什么：中文。
import type { LegendWords } from './legendEn.ts'

export const legendZh: LegendWords = {
  title: '图例',
  pods: {
    title: 'Pod',
    looks: {
      running: '容器在运行；对 Job 的 Pod 来说，这就够了。',
      ready: '运行且就绪：会收到请求，算作可用。',
      pulling: '节点正在拉取镜像。',
      creating: '正在创建沙箱、卷和容器。',
      pending: '等待分配节点。',
      backoff: '出过错，等一会儿再试。',
      terminating: '已被要求结束，还有一段宽限时间。',
      unknown: '没人知道它的状况。',
      failed: '已结束，而且不成功。',
      succeeded: '已结束，退出码为 0。',
    },
    ring: ['圆环', '进行到哪里：拉取、运行或等待。'],
    open: ['转动的弧', '正在进行，不知道到什么时候。'],
    restarts: ['↻2', '容器重启过两次。'],
    stale: ['变淡', '所在节点没有音讯：这是最后一次报告的状态。'],
    selected: ['光晕', '已选中：检查器说的就是它。'],
    corners: '出了问题的有棱角，其余都是圆的。颜色所说的，图形和符号也都说了。',
  },
  lanes: {
    title: '随时间',
    making: ['斜线', '正在创建：镜像、沙箱、容器。'],
    run: ['填充', '运行期间；符号说明现状或结局。'],
    waits: ['虚线', '等待节点，或等待重试。'],
    ghost: ['点线', '还没开始：照此下去大约在这个时候。'],
    now: ['竖线', '现在。'],
  },
  nodes: {
    title: '节点',
    ready: '接收 Pod。横条：其 Pod 的请求量占可分配量的多少。',
    shut: '斜线：不接收新的 Pod，除非容忍它的污点。',
    cordoned: '已停止调度；正在运行的不受影响。',
    broken: '断电、断网或 kubelet 停止：上面显示的是旧消息。',
  },
  rail: {
    title: '谁与谁通信',
    hot: '亮起：刚写入，或刚得知了什么。',
    dot: ['圆点', '发往 API 服务器的请求，或来自它的监听事件。'],
    stopped: '虚线框：已停止。',
    broken: '闪电：在故障菜单里人为制造的故障。',
  },
  runs: {
    title: 'CronJob 的每次运行',
    gone: '虚线轮廓：它的 Job 已不在（历史上限，或被删除）。',
  },
}
