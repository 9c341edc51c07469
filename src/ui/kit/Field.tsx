import { useId, type ReactNode } from 'react'

/** A label beside what it names; `children` gets the id that ties the two together. */
export function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return <div data-field><label htmlFor={id}>{label}</label>{children(id)}</div>
}
