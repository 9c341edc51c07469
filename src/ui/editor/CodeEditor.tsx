import type { RefObject } from 'react'
import type { Finding } from '../../worker/protocol.ts'
import type { EditorHandle } from './EditorPane.tsx'
import { PlainEditor } from './PlainEditor.tsx'

export function CodeEditor({ path, text }: { path: string; text: string; findings: readonly Finding[]; handle: RefObject<EditorHandle | undefined> }) {
  return <PlainEditor path={path} text={text} />
}
