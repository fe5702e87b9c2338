import type { PackFile } from '../config/pack.ts'

/** Finds file and line of a place such as `actors.iran.names.en`: `config/packs/x.yaml:12 actors.iran.names.en`. */
export function toLines(files: readonly PackFile[]): (place: string) => string {
  return (place) => {
    const [kind, id, ...rest] = place.split('.')
    for (const { path, text } of files) {
      const line = findLine(text.split('\n'), kind ?? '', id ?? '', rest)
      if (line > 0) return `${path}:${line} ${place}`
    }
    return `${files[0]?.path ?? 'pack'} ${place}`
  }
}

/** Line (from 1) of the deepest key of a place that can be found; 0 where its beginning is not in the file. */
function findLine(
  lines: readonly string[],
  kind: string,
  id: string,
  rest: readonly string[],
): number {
  const top = lines.findIndex((line) => line.startsWith(`${kind}:`))
  if (top < 0) return 0
  const own = lines.findIndex(
    (line, at) => at > top && (line.trim() === `- id: ${id}` || line.trim().startsWith(`${id}:`)),
  )
  if (own < 0) return 0
  let at = own
  for (const part of rest) {
    const key = part.replace(/\[\d+\]$/, '')
    const next = lines.findIndex((line, index) => index >= at && line.trim().startsWith(`${key}:`))
    if (next < 0) break
    at = next
  }
  return at + 1
}
