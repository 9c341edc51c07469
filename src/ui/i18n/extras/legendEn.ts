// What the signs, lines and colours of the stage mean, in English. This file is the type of legendZh.ts.

export const legendEn = {
  title: 'Signs and colours',
  pods: {
    title: 'Pods',
    looks: {
      running: 'Its containers run; of a Job’s pod, that is all there is to be.',
      ready: 'Running and Ready: it gets requests, and counts as available.',
      pulling: 'Its node fetches an image.',
      creating: 'Sandbox, volumes and containers are being made.',
      pending: 'Waits for a node.',
      backoff: 'Something failed; it waits before the next try.',
      terminating: 'Was told to end, and has a while to do so.',
      unknown: 'Nobody knows how it stands.',
      failed: 'Ended, and not well.',
      succeeded: 'Ended with exit code 0.',
    },
    ring: ['ring', 'How far it is: with its pull, its run, its wait.'],
    open: ['turning arc', 'At work, and nobody knows until when.'],
    restarts: ['↻2', 'Its containers were started again, twice.'],
    stale: ['faded', 'Its node is silent: this is how it stood last.'],
    selected: ['glow', 'Selected: the inspector speaks of it.'],
    corners: 'What went wrong has corners; all else is round. Colours say nothing that shapes and signs do not.',
  },
  lanes: {
    title: 'Over time',
    making: ['hatched', 'Being made: image, sandbox, containers.'],
    run: ['filled', 'Ran; the sign says how it stands or ended.'],
    waits: ['dashed', 'Waits for a node, or to be tried again.'],
    ghost: ['dotted', 'Has not begun: when it may, if all goes on like this.'],
    now: ['line', 'Now.'],
  },
  nodes: {
    title: 'Nodes',
    ready: 'Takes pods. The bars: what its pods have requested of what it can give.',
    shut: 'Hatched: takes no new pods, but for those that tolerate its taint.',
    cordoned: 'Taken out of scheduling; what runs goes on.',
    broken: 'No power, cut off, or no kubelet: what stands on it is old news.',
  },
  rail: {
    title: 'Who speaks with whom',
    hot: 'Lit: it has just written, or heard of something.',
    dot: ['dot', 'A request to the API server, or a watch event from it.'],
    stopped: 'Dashed: stopped.',
    broken: 'A flash: broken on purpose, from the menu of faults.',
  },
  runs: {
    title: 'Runs of a CronJob',
    gone: 'Dashed outline: its Job is gone (history limit, or deleted).',
  },
}

export type LegendWords = typeof legendEn
