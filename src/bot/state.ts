// What a button must know to ask the same question again: in the custom id where it fits, otherwise
// in the store, in a ring of fixed size, so that it outlives a restart and never grows.

import { base32 } from '../lib/hash.ts'
import type { Store } from '../ports.ts'

export type State = Readonly<Record<string, string | undefined>>

/** A custom id holds 100 characters; verb, page and prefix take the rest. */
const INLINE_MAX = 64
const RING_SIZE = 1024
const KEY_LENGTH = 12

/** The state as text for a custom id: printable ASCII. */
export async function keepState(store: Store, state: State): Promise<string> {
  const given = Object.entries(state).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  )
  const text = new URLSearchParams(given).toString()
  if (text.length <= INLINE_MAX) return text
  const key = base32(text, KEY_LENGTH)
  await store.setMeta(slotOf(key), JSON.stringify({ key, text }))
  return `~${key}`
}

/** The state behind such a text; undefined where newer questions have taken its place. */
export async function findState(store: Store, text: string): Promise<State | undefined> {
  if (!text.startsWith('~')) return Object.fromEntries(new URLSearchParams(text))
  const key = text.slice(1)
  const kept = await store.meta(slotOf(key))
  if (kept === undefined) return undefined
  // Written by keepState alone.
  const found = JSON.parse(kept) as { readonly key: string; readonly text: string }
  return found.key === key ? Object.fromEntries(new URLSearchParams(found.text)) : undefined
}

function slotOf(key: string): string {
  let sum = 0
  for (const letter of key) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % RING_SIZE
  return `ask:${sum}`
}
