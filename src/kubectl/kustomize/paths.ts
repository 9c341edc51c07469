// Paths of a kustomization hang on the folder it stands in, and may lead out of it.

/** `base` and `../x` → `x`; nothing above the top is known. */
export function joinPath(folder: string, path: string): string {
  const out: string[] = []
  for (const part of `${path.startsWith('/') ? '' : folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && out.length > 0 && out.at(-1) !== '..') out.pop()
    else out.push(part)
  }
  return out.length ? out.join('/') : '.'
}
