// Programs that people look for and this terminal does not have: what to use instead, in our own words.
const EN = {
  jq: 'not here. kubectl picks values itself: kubectl get pods -o jsonpath=\'{.items[*].metadata.name}\', or -o custom-columns=NAME:.metadata.name',
  editor: 'the editor is the pane beside this one. Files that you write here (> web.yaml) open there; kubectl edit opens objects there',
  network: 'this terminal is outside of the cluster: from here only nodes answer (http://NODE:NODEPORT), and ports that kubectl port-forward opens. Ask from inside: kubectl run tmp --rm -it --image=busybox -- wget -qO- http://SERVICE',
  man: 'there are no manuals here; kubectl COMMAND --help and kubectl explain KIND tell what they know',
  machine: 'there is no such machine here: the cluster runs in this page',
  python: 'not in this terminal; sed and loops of the shell fill templates as well. In the cluster: kubectl run py --rm -it --image=python -- python3',
  helm: 'charts are not here. kubectl kustomize and kubectl apply -k put manifests together, and kubectl apply -f takes what helm template prints',
  view: 'the stage beside this terminal shows the cluster as it changes; kubectl get pods -w and watch kubectl get pods do it here',
  logs: 'here it is kubectl logs -f -l app=NAME --prefix --max-log-requests=20',
  context: 'here it is kubectl config get-contexts, kubectl config use-context NAME and kubectl config set-context --current --namespace=NAME',
  git: 'there is no repository here; the page keeps your files by itself',
}
const ZH: typeof EN = {
  jq: '这里没有。kubectl 自己就能取值：kubectl get pods -o jsonpath=\'{.items[*].metadata.name}\'，或 -o custom-columns=NAME:.metadata.name',
  editor: '编辑器就是旁边的窗格。在这里写出的文件（> web.yaml）会在那里打开；kubectl edit 也会在那里打开对象',
  network: '这个终端在集群之外：从这里只能访问节点（http://NODE:NODEPORT）和 kubectl port-forward 打开的端口。请从集群内部访问：kubectl run tmp --rm -it --image=busybox -- wget -qO- http://SERVICE',
  man: '这里没有手册；请用 kubectl COMMAND --help 和 kubectl explain KIND',
  machine: '这里没有这样的机器：集群就在这个页面里运行',
  python: '这个终端里没有；用 sed 和 shell 循环也能填写模板。在集群里：kubectl run py --rm -it --image=python -- python3',
  helm: '这里没有 chart。请用 kubectl kustomize 和 kubectl apply -k 组合清单；helm template 输出的内容可以用 kubectl apply -f 应用',
  view: '旁边的舞台会显示集群的变化；在这里可以用 kubectl get pods -w 或 watch kubectl get pods',
  logs: '这里请用 kubectl logs -f -l app=NAME --prefix --max-log-requests=20',
  context: '这里请用 kubectl config get-contexts、kubectl config use-context NAME 和 kubectl config set-context --current --namespace=NAME',
  git: '这里没有代码仓库；页面会自己保存您的文件',
}
const OF: Readonly<Record<string, keyof typeof EN>> = {
  jq: 'jq', yq: 'jq', vi: 'editor', vim: 'editor', nano: 'editor', emacs: 'editor', ping: 'network', nslookup: 'network', dig: 'network', nc: 'network',
  python: 'python', python3: 'python', pip: 'python', pip3: 'python', man: 'man', sudo: 'machine', ssh: 'machine', docker: 'machine', kind: 'machine', systemctl: 'machine', ps: 'machine',
  helm: 'helm', k9s: 'view', stern: 'logs', kubetail: 'logs', kubectx: 'context', kubens: 'context', git: 'git',
}

/** What to say of somebody whom nobody here can ask. */
export const nobodyThere = (lang: string): string => (lang === 'zh' ? ZH : EN).network

/** What to say of a program that is not here; undefined: nobody would look for it here. */
export function elsewhere(name: string, lang: string): string | undefined {
  const key = Object.hasOwn(OF, name) ? OF[name] : undefined
  return key && (lang === 'zh' ? ZH : EN)[key]
}
