import { CircleHelp, Contrast, Moon, Share2, Sun } from 'lucide-react'
import { useStore } from 'zustand'
import { alsoLater, later } from '../kit/Later.tsx'
import { loadLanguage, speak, useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { Menu } from '../kit/Menu.tsx'
import { Popover } from '../kit/Popover.tsx'
import { changeSettings, settings, type Lang, type ThemeChoice } from '../theme/settings.ts'
import { FaultsMenu } from '../faults/FaultsMenu.tsx'
import { NodesMenu } from '../nodes/NodesMenu.tsx'
import { notify } from './notices.ts'
import css from './shell.module.css'

interface Props {
  readonly onHelp: () => void
  readonly onFind: () => void
  readonly onShare: () => void
  readonly onStartOver: () => void
  /** Given while a shared run is open: back to one's own. */
  readonly onOwnWork?: () => void
}

const SandboxMenu = later(() => import('./SandboxMenu.tsx').then(m => m.SandboxMenu))

const THEME_SIGN = { system: Contrast, light: Sun, dark: Moon } as const

const other = (lang: Lang): Lang => (lang === 'en' ? 'zh' : 'en')
alsoLater(() => loadLanguage(other(settings.getState().lang)))

function LanguageButton() {
  const t = useT()
  const lang = useStore(settings, s => s.lang)
  return (
    <Button
      onClick={() => void speak(other(lang)).catch(() => notify({ tone: 'bad', text: t => t.common.notFetched }))}
      // The visible words stay in the name, so that speech control finds the button by them.
      aria-label={`EN · 中文: ${t.lang.other}`} title={t.lang.other}
    >
      <span aria-hidden><span className={lang === 'en' ? css.on : undefined}>EN</span> · <span className={lang === 'zh' ? css.on : undefined} lang="zh-CN">中文</span></span>
    </Button>
  )
}

function ThemeMenu() {
  const t = useT()
  const theme = useStore(settings, s => s.theme)
  const Sign = THEME_SIGN[theme]
  return (
    <Menu
      square button={<Sign aria-hidden />} aria-label={t.menu.theme} title={t.menu.theme} label={t.menu.theme}
      items={(['system', 'light', 'dark'] as ThemeChoice[]).map(choice => ({
        label: t.menu.themes[choice], chosen: choice === theme, run: () => changeSettings({ theme: choice }),
      }))}
    />
  )
}

/** The strip on top: whose cluster this is, its files and links, language and light. */
export function Header({ onHelp, onFind, onShare, onStartOver, onOwnWork }: Props) {
  const t = useT()
  return (
    <header className={css.header} data-pane="header">
      <h1 className={css.brand}><span className="visually-hidden">{t.app.title}</span><span aria-hidden>kube<b>step</b></span></h1>
      <Popover tone="on" role="menu" button={<>{t.menu.sandbox} <span aria-hidden>▾</span></>} panelLabel={t.menu.sandbox}>{close => <SandboxMenu close={close} onFind={onFind} onStartOver={onStartOver} onOwnWork={onOwnWork} />}</Popover>
      <span className={css.space} />
      <span className={css.badge} title={t.app.versionTitle}><span className={css.wide}>{t.app.version}</span><span className={css.narrow} aria-hidden>{t.app.versionShort}</span></span>
      <Button className={css.share} aria-label={t.menu.share} onClick={onShare}><Share2 aria-hidden /><span>{t.menu.share}</span></Button>
      <FaultsMenu />
      <NodesMenu />
      <LanguageButton />
      <ThemeMenu />
      <Button square aria-label={t.menu.help} title={t.menu.help} onClick={onHelp}><CircleHelp aria-hidden /></Button>
    </header>
  )
}
