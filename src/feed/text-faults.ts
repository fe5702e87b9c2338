// What a strict XML reader would have refused in a document's text.

import type { Faults } from './faults.ts'
import type { Entities } from './xml-text.ts'

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/
const REFERENCE =
  /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|<(?![\p{L}_:/!?])|&(?:(#\d+|#x[\da-f]+)|([a-z][\w.-]*))?(;)?/giu
const XML_ENTITIES: ReadonlySet<string> = new Set(['amp', 'lt', 'gt', 'quot', 'apos'])

/** More references than a feed has that is no attack. */
const MAX_LOOKS = 500_000

/** Notes control characters, `&` and `<` that begin nothing, and entities that nobody declared. */
export function noteTextFaults(text: string, entities: Entities, faults: Faults): void {
  const control = text.search(CONTROL)
  if (control >= 0) faults.note('control-characters', control)
  let bare = false
  let less = false
  let undeclared = false
  let looks = 0
  for (const match of text.matchAll(REFERENCE)) {
    looks += 1
    if (looks > MAX_LOOKS) return
    if (match[0] === '<') {
      faults.note('bare-less-than', match.index)
      less = true
    }
    if (!match[0].startsWith('&')) continue
    const name = match[2]
    if (match[3] === undefined || (match[1] === undefined && name === undefined)) {
      faults.note('bare-ampersand', match.index)
      bare = true
    } else if (name !== undefined && !XML_ENTITIES.has(name) && !entities.has(name)) {
      faults.note('undeclared-entity', match.index)
      undeclared = true
    }
    if (bare && undeclared && less) return
  }
}
