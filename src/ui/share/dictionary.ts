// What manifests and runs are made of, so that short ones pack well. A dictionary, once used in links, never changes: a better one
// gets the next number and links say which they were made with.
const one = [
  '{"files":{"files":[{"path":"para-job.yaml","text":"', '"run":{"version":1,"options":{"seed":7,"startAt":"2026-11-20T09:00:00Z","nodes":3},"inputs":[{"seq":0,"at":',
  '"name":"kubectl","payload":{"line":"kubectl apply -f para-job.yaml","files":[{"path":"', '"position":', '"now":', '"active":"para-job.yaml"',
  'apiVersion: batch/v1\\nkind: CronJob\\nmetadata:\\n  name: hello\\nspec:\\n  schedule: "*/1 * * * *"\\n  concurrencyPolicy: Forbid\\n  jobTemplate:\\n    spec:\\n      template:\\n',
  'apiVersion: apps/v1\\nkind: Deployment\\nmetadata:\\n  name: my-nginx\\n  labels:\\n    app: nginx\\nspec:\\n  replicas: 3\\n  selector:\\n    matchLabels:\\n      app: nginx\\n',
  '  template:\\n    metadata:\\n      labels:\\n        app: nginx\\n    spec:\\n      containers:\\n      - name: nginx\\n        image: nginx:1.14.2\\n        ports:\\n        - containerPort: 80\\n',
  '        resources:\\n          requests:\\n            cpu: 250m\\n            memory: 64Mi\\n          limits:\\n', '        env:\\n        - name: ', '          value: ', '      nodeSelector:\\n', '      tolerations:\\n      - key: ',
  'apiVersion: batch/v1\\nkind: Job\\nmetadata:\\n  name: calculate-pi\\nspec:\\n  completions: 8\\n  parallelism: 3\\n  completionMode: Indexed\\n  ttlSecondsAfterFinished: 30\\n  activeDeadlineSeconds: 10\\n',
  "  template:\\n    spec:\\n      restartPolicy: Never\\n      containers:\\n      - name: testjob\\n        image: busybox\\n        imagePullPolicy: IfNotPresent\\n        command: ['sh','-c']\\n        args: ['echo \\\"start Job!\\\"; sleep 30; echo \\\"Job Done!\\\"']\\n",
  '  template:\\n    spec:\\n      containers:\\n      - name: pi-container\\n        image: pi\\n        imagePullPolicy: IfNotPresent\\n      restartPolicy: OnFailure\\n  backoffLimit: 4\\n"}]',
].join('')

export const dictionaries: Readonly<Record<string, string>> = { 1: one }
export const NEWEST = '1'
