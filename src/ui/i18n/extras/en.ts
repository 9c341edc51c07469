// What guide, palette, list of keys and pictures say in English; comes with them, after the first load. This file is the type of zh.ts.

import { aloudEn } from './aloudEn.ts'
import { legendEn } from './legendEn.ts'

export const en = {
  legend: legendEn,
  aloud: aloudEn,
  guide: {
    title: 'Begin here',
    apply: 'Apply the manifest in the editor: kubectl sends it, and time starts to run.',
    time: (space: string, back: string) => `Watch the stage. ${space} stops time and goes on, ${back} goes back one step.`,
    ask: 'Click a pod, a node or a Job. Here you will see why it is as it is: the chain of causes back to the line of your manifest.',
    more: 'Or begin with',
    topics: {
      'testjobv5.yaml': 'a Job that fails and tries again',
      'testdeployment.yaml': 'a Deployment, to scale and roll out',
      'cronjob-hello.yaml': 'a CronJob, once every minute',
      'statefulset-web.yaml': 'a StatefulSet with volumes',
      'fluentd.yaml': 'a DaemonSet, on every node',
    },
    keys: (find: string, help: string) => `${find} finds anything; ${help} shows all keys.`,
  },
  keys: {
    apply: 'Apply the file in the editor',
    play: 'Play or pause',
    stepForward: 'One frame forward',
    stepBack: 'One frame back',
    secondForward: 'One second forward',
    secondBack: 'One second back',
    start: 'To the beginning',
    end: 'To the end of what is known',
    panes: 'Next pane',
    panesBack: 'Previous pane',
    terminal: 'To the command line',
    find: 'Find objects, examples, actions',
    present: 'Presentation: the stage alone, larger (Esc leaves)',
    help: 'This help',
    complete: 'Complete (in the command line)',
    search: 'Search the history (in the command line)',
    interrupt: 'Stop a running command (in the command line)',
    escapeTab: 'Leave the command line or the editor by Tab',
  },
  cures: { run: 'Run', example: 'Open the example' },
  startOver: {
    ask: 'Start over? The present cluster and its history are given up; your files stay.',
    yes: 'Start over', options: 'The new cluster',
    at: 'Begins on (UTC)', nodes: 'Worker nodes', seed: 'Seed', seedHint: 'The same seed and the same doings give the same run, to the name of each pod.',
    near: 'Near to', nearNothing: 'the usual morning',
    moments: { spring: 'clocks go forward (Berlin, 29 March 2026)', autumn: 'clocks go back (Berlin, 25 October 2026)', year: 'the year ends', leap: 'a leap day begins', month: 'a month of 31 days ends, before one of 30' },
    nearHint: 'Schedules hang on the calendar: a CronJob with timeZone Europe/Berlin shows what becomes of 02:30.',
    wrong: (earliest: string, latest: string) => `The beginning must be between ${earliest} and ${latest}.`,
  },
  help: {
    title: 'Help and shortcuts',
    what: 'Write a manifest, apply it, and watch controllers, scheduler and kubelets bring the cluster into line. Time is yours: step it, play it, go back, and ask why.',
    touch: 'By touch',
    touches: ['Tap a pod, a node or a workload: the inspector tells why it is as it is.', 'Drag the stage to move it; two fingers make it larger or smaller.', 'Drag along the line of time to go to any moment; the buttons beside it step and play.', 'Apply stands below the editor; the tabs above lead there, to the terminal and to the inspector.'],
    keys: 'Keyboard',
    mouse: 'Everything can be reached with the keyboard; F6 goes from pane to pane.',
    close: 'Close',
  },
  broken: {
    title: 'The engine has a fault',
    body: 'This is our mistake, not yours. The engine was started again and stands where it stood. With the text below the fault can be reproduced.',
    copy: 'Copy report',
    close: 'Close',
  },
  palette: {
    title: 'Find',
    ask: 'Objects, examples, actions',
    none: 'Nothing found.',
    found: (n: number) => (n === 1 ? '1 thing found' : `${n} things found`),
    kinds: { object: 'in the cluster', example: 'example', action: 'action' },
    embed: 'Copy code that embeds this run in a page',
    embedCopied: 'The code is in the clipboard: a frame with the stage and the clock of this run.',
    embedTooLong: 'This run is too long for a link, so it cannot be embedded.',
  },
}

export type Extras = typeof en
