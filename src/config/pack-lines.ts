// Where in its file something of a pack stands: lines by paths, such as `actors.iran.names.en` or
// `themes[3].rules[1]`. Read again only when there is a mistake to tell.

import { createRequire } from 'node:module'
import type * as Yaml from 'yaml'

/** Loaded with the first mistake: a start without one does not pay for it. Its type is the package's own. */
const yaml = (): typeof Yaml => createRequire(import.meta.url)('yaml') as typeof Yaml

type Text = { readonly path: string; readonly text: string }

/** `config/packs/x.yaml:12`; the file alone where no part of the place is in it. */
export function toPosition({ path, text }: Text, place: string): string {
  const line = findLine(text, place)
  return line === undefined ? path : `${path}:${line}`
}

/** `config/packs/x.yaml:12: actors.iran.names.en`, from whichever file holds the place. */
export function toPlaces(files: readonly Text[]): (place: string) => string {
  const finders = files.map(({ path, text }) => ({ path, find: openLines(text) }))
  return (place) => {
    let best: { readonly path: string; readonly line: number; readonly depth: number } | undefined
    for (const { path, find } of finders) {
      const found = find(toSegments(place))
      if (found && (!best || found.depth > best.depth)) best = { path, ...found }
    }
    return best === undefined
      ? `${files[0]?.path ?? 'pack'}: ${place}`
      : `${best.path}:${best.line}: ${place}`
  }
}

/** Line (from 1) of the deepest part of a place that a text holds. */
export const findLine = (text: string, place: string): number | undefined =>
  openLines(text)(toSegments(place))?.line

/** `actors[3].names.en` in its parts; an item of a list by its number, or by its id. */
const toSegments = (place: string): readonly string[] => place.match(/\[\d+\]|[^.[\]]+/g) ?? []

type Found = { readonly line: number; readonly depth: number }

function openLines(text: string): (segments: readonly string[]) => Found | undefined {
  const { isMap, LineCounter, parseDocument } = yaml()
  const counter = new LineCounter()
  const root = parseDocument(text, { lineCounter: counter }).contents
  return (segments) => {
    let node: unknown = root
    let found: Found | undefined
    for (const [at, segment] of segments.entries()) {
      const step = isMap(node) ? inMap(node, segment) : inList(node, segment)
      if (step === undefined) break
      node = step.value
      const offset = step.from.range?.[0]
      if (offset !== undefined) found = { line: counter.linePos(offset).line, depth: at + 1 }
    }
    return found
  }
}

type Step = { readonly value: unknown; readonly from: Yaml.Node }

function inMap(node: unknown, key: string): Step | undefined {
  const { isMap, isScalar } = yaml()
  if (!isMap(node)) return undefined
  for (const pair of node.items) {
    if (isScalar(pair.key) && String(pair.key.value) === key) {
      return { value: pair.value, from: pair.key }
    }
  }
  return undefined
}

function inList(node: unknown, segment: string): Step | undefined {
  const { isMap, isScalar, isSeq } = yaml()
  if (!isSeq(node)) return undefined
  const number = /^\[(\d+)\]$/.exec(segment)?.[1]
  const item =
    number === undefined
      ? node.items.find((one) => isMap(one) && one.get('id') === segment)
      : node.items[Number(number)]
  return isMap(item) || isScalar(item) || isSeq(item) ? { value: item, from: item } : undefined
}
