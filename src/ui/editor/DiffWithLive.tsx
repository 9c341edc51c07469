import { PlainEditor } from './PlainEditor.tsx'

export function DiffWithLive({ path, text }: { path: string; text: string; onClose: () => void }) {
  return <PlainEditor path={path} text={text} />
}
