// 引导、查找与图片的中文文案；随它们在首次加载之后到来。
import type { Extras } from './en.ts'

export const zh: Extras = {
  guide: {
    title: '从这里开始',
    apply: '应用编辑器中的清单：kubectl 会把它发出去，时间开始流动。',
    time: (space, back) => `看舞台。${space} 暂停或继续，${back} 后退一步。`,
    ask: '点击一个 Pod、节点或 Job，这里会说明它为什么是现在的样子：一条因果链，直到清单中的那一行。',
    more: '或者从这些开始',
    topics: {
      'testjobv5.yaml': '会失败并重试的 Job',
      'testdeployment.yaml': '可以扩缩和滚动更新的 Deployment',
      'cronjob-hello.yaml': '每分钟一次的 CronJob',
      'statefulset-web.yaml': '带卷的 StatefulSet',
      'fluentd.yaml': '每个节点上都有的 DaemonSet',
    },
    keys: (find, help) => `${find} 查找一切，${help} 查看全部按键。`,
  },
  keys: {
    apply: '应用编辑器中的文件',
    play: '播放或暂停',
    stepForward: '前进一帧',
    stepBack: '后退一帧',
    secondForward: '前进一秒',
    secondBack: '后退一秒',
    start: '回到起点',
    end: '到已知的终点',
    panes: '下一个窗格',
    panesBack: '上一个窗格',
    terminal: '转到命令行',
    find: '查找对象、示例与操作',
    help: '打开此帮助',
    complete: '补全（命令行中）',
    search: '搜索历史（命令行中）',
    interrupt: '停止正在运行的命令（命令行中）',
    escapeTab: '用 Tab 离开命令行或编辑器',
  },
  palette: {
    title: '查找',
    ask: '对象、示例、操作',
    none: '没有找到。',
    found: n => `找到 ${n} 项`,
    kinds: { object: '在集群中', example: '示例', action: '操作' },
    embed: '复制嵌入代码，把这次运行放进网页',
    embedCopied: '代码已复制：一个框架，内含这次运行的舞台和时钟。',
    embedTooLong: '这次运行太长，放不进链接，因此无法嵌入。',
  },
}
