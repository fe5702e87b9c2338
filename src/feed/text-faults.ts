// What a strict XML reader would have refused in a document's text.

import type { Faults } from './faults.ts'
import type { Entities } from './xml/text.ts'

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/
/** What may be one of them, and what begins that holds none; XML's own references are no match. */
const SUSPECT =
  /<!\[CDATA\[|<!--|<(?![\p{L}_:/!?])|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)([a-z][\w.-]*;)?/giu

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
  SUSPECT.lastIndex = 0
  for (let match = SUSPECT.exec(text); match !== null; match = SUSPECT.exec(text)) {
    looks += 1
    if (looks > MAX_LOOKS) return
    if (match[0].startsWith('<!')) {
      const end = text.indexOf(match[0] === '<!--' ? '-->' : ']]>', match.index)
      if (end < 0) return
      SUSPECT.lastIndex = end
      continue
    }
    if (match[0] === '<') {
      faults.note('bare-less-than', match.index)
      less = true
    }
    if (!match[0].startsWith('&')) continue
    const name = match[1]?.slice(0, -1)
    if (name === undefined) {
      faults.note('bare-ampersand', match.index)
      bare = true
    } else if (!entities.has(name)) {
      faults.note('undeclared-entity', match.index)
      undeclared = true
    }
    if (bare && undeclared && less) return
  }
}
