// Everything that the palette can find: what is in the cluster, the examples, and what can be done.
import type { Extras } from '../i18n/extras/en.ts'
import type { Messages } from '../i18n/index.ts'
import { kindWord } from '../inspector/words.ts'
import { select } from '../mirror/index.ts'
import type { Rows } from '../mirror/applyDelta.ts'
import { exampleSections } from '../shell/exampleGroups.ts'
import type { ExampleName } from '../shell/examples.ts'
import type { ExampleWords } from '../i18n/examples/index.ts'
import { openExample } from '../shell/openExample.ts'
import { keysText, shortcuts, type ShortcutContext } from '../shell/shortcuts.ts'
import { WORKLOAD_TABLES } from '../stage/workloads/blocks.ts'
import { changeSettings, type ThemeChoice } from '../theme/settings.ts'
import type { Thing } from './search.ts'

export interface Doable extends Thing { readonly run: () => void }

/** Keys that are worth a line of their own here: what they do is done once, not step by step. */
const BY_KEY = ['apply', 'play', 'start', 'end', 'terminal', 'present', 'help'] as const

function objects(rows: Rows, system: boolean): readonly Doable[] {
  const list: { readonly ref: string; readonly name: string; readonly hint?: string }[] = [
    ...WORKLOAD_TABLES.flatMap(table => [...rows[table].values()].filter(r => system || !r.system).map(r => ({ ref: r.ref, name: r.name }))),
    ...[...rows.pods.values()].filter(p => system || !p.system).map(p => ({ ref: p.ref, name: p.name, hint: p.node === undefined ? p.status : `${p.status} · ${p.node}` })),
    ...[...rows.nodes.values()].map(n => ({ ref: n.ref, name: n.name, hint: n.status })),
    ...[...rows.objects.values()].filter(o => system || !o.system).map(o => ({ ref: o.ref, name: o.name })),
  ]
  const seen = new Set<string>()
  return list.flatMap(({ ref, name, hint }): Doable[] => {
    if (seen.has(ref)) return []
    seen.add(ref)
    return [{ id: ref, kind: 'object', label: `${kindWord(ref)} ${name}`, ...(hint === undefined ? {} : { hint }), run: () => select(ref) }]
  })
}

export interface Doing extends ShortcutContext {
  readonly share: () => void
  readonly embed: () => void
  readonly startOver: () => void
  readonly speakOther: () => void
}

/** In the order in which they stand while nothing is asked: what can be done, then what there is, then the examples. */
export function thingsOf(rows: Rows, system: boolean, t: Messages, words: Extras, examples: ExampleWords, doing: Doing): readonly Doable[] {
  const act = (id: string, label: string, run: () => void, hint?: string): Doable => ({ id, kind: 'action', label, run, ...(hint === undefined ? {} : { hint }) })
  return [
    ...BY_KEY.map(id => { const { keys, run } = shortcuts.find(s => s.id === id)!; return act(id, words.keys[id], () => run!(doing), keysText(keys)) }),
    act('share', t.menu.share, doing.share),
    act('embed', words.palette.embed, doing.embed),
    ...(['system', 'light', 'dark'] as ThemeChoice[]).map(theme => act(theme, `${t.menu.theme}: ${t.menu.themes[theme]}`, () => changeSettings({ theme }))),
    act('lang', 'EN · 中文', doing.speakOther, t.lang.other),
    act('startOver', t.menu.startOver, doing.startOver),
    ...objects(rows, system),
    ...exampleSections.flatMap(({ heading, groups }) => groups.flatMap(([group, names]) => names.map((name: ExampleName): Doable => ({
      id: name, kind: 'example', label: examples.titles[name], hint: `${[heading, group].flatMap(g => g ?? []).map(g => examples.groups[g]).join(' · ')} · ${name}`, run: () => void openExample(name),
    })))),
  ]
}
