// What components do, in Chinese. The engine's frames name it in short English words; what is not here is an API call, which keeps its name.
const CONTAINER = '(\\S+)'
const WORDS: readonly (readonly [pattern: RegExp, words: string])[] = ([
  ['wait for own writes', '等待看到自己的写入'], ['look again', '再看一次'], ['not found', '没有找到'], ['(create|update|patch|delete) refused', '$1 被拒绝'],
  ['sync pod', '同步 Pod'], ['sandbox ready', '沙箱就绪'], ['sandbox stopped', '沙箱已停止'], ['stop containers', '停止容器'], ['containers stopped', '容器已停止'],
  [`stop ${CONTAINER}`, '停止 $1'], [`stopped ${CONTAINER}`, '已停止 $1'], [`start ${CONTAINER}`, '启动 $1'], [`created ${CONTAINER}`, '已创建 $1'],
  [`cannot start ${CONTAINER}`, '无法启动 $1'], [`cannot create ${CONTAINER}`, '无法创建 $1'], [`postStart of ${CONTAINER} done`, '$1 的 postStart 已完成'], [`postStart of ${CONTAINER} failed`, '$1 的 postStart 失败'],
  ['pull back-off', '拉取退避'], [`pull failed ${CONTAINER}`, '拉取 $1 失败'], [`pulled ${CONTAINER}`, '已拉取 $1'], [`pull ${CONTAINER}`, '拉取 $1'],
  ['back-off ends', '退避结束'], [`back-off ${CONTAINER}`, '$1 退避'], ['image name invalid', '镜像名无效'], ['image missing', '镜像缺失'], ['volume missing', '卷缺失'],
  ['start kubelet', '启动'], ['register node', '注册节点'], ['probe', '探测'],
] as const).map(([pattern, words]) => [new RegExp(`^${pattern}$`), words] as const)

export function stepZh(what: string): string {
  const found = WORDS.find(([pattern]) => pattern.test(what))
  return found ? what.replace(...found) : what
}
