// Collects plain text as it comes between tags: single spaces, one border between two lines, an empty line where a
// paragraph ends or two `br` meet.

import { stripHidden } from '../hidden.ts'
import { decodeLoose } from '../xml/references.ts'

export type Border = 'line' | 'break' | 'paragraph'

export type TextLines = {
  /** Text as written; white space is a space, or (`isKept`) its line ends are breaks. */
  readonly add: (written: string, isKept?: boolean) => void
  /** Text that holds no entities: an ampersand is one. */
  readonly addPlain: (text: string) => void
  readonly end: (border: Border) => void
  /** A list item begins or ends: a mark stands before its first line, and never alone. */
  readonly item: (begins: boolean) => void
  readonly read: () => string
}

/** White space other than the space, and everything that `stripHidden` looks at. */
const UNUSUAL =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\ufffe\uffff]/
/** White space to JavaScript, but no character of XML 1.0. */
const CONTROLS = /[\u000b\u000c]/g
const SPACES = /\s+/g
const EDGE = 1

export function openText(): TextLines {
  const out: string[] = []
  let unusual = false
  let space = false
  let mark = false
  // What lies between the last word and the next one.
  let lines = 0
  let breaks = 0
  let isParagraph = false

  return { add, addPlain, end, item, read }

  function add(written: string, isKept = false): void {
    if (isKept && written.includes('\n')) {
      for (const [at, line] of written.split('\n').entries()) {
        if (at > 0) end('break')
        add(line)
      }
      return
    }
    addPlain(decodeLoose(written))
  }

  function addPlain(written: string): void {
    let text = written
    if (text.includes('  ') || UNUSUAL.test(text)) {
      unusual = true
      text = text.replace(CONTROLS, '').replace(SPACES, ' ')
    }
    const from = text.startsWith(' ') ? EDGE : 0
    if (from > 0) space = true
    if (text.length === from) return
    const endsWithSpace = text.endsWith(' ')
    border()
    out.push(from > 0 || endsWithSpace ? text.slice(from, endsWithSpace ? -EDGE : undefined) : text)
    space = endsWithSpace
  }

  /** Writes what lies before a word. */
  function border(): void {
    if (out.length > 0) {
      if (isParagraph || breaks > 1) out.push('\n\n')
      else if (lines > 0) out.push('\n')
      else if (space) out.push(' ')
    }
    if (mark) out.push('• ')
    lines = 0
    breaks = 0
    isParagraph = false
    space = false
    mark = false
  }

  function end(kind: Border): void {
    // Between a list's mark and its text no line ends.
    if (mark) return
    lines += 1
    if (kind === 'break') breaks += 1
    if (kind === 'paragraph') isParagraph = true
  }

  function item(begins: boolean): void {
    mark &&= begins
    end('line')
    mark = begins
  }

  function read(): string {
    const text = out.join('')
    if (!unusual) return text
    const shown = stripHidden(text)
    // What was invisible may have stood alone between two spaces or lines.
    return shown === text
      ? text
      : shown
          .replace(/ {2,}/g, ' ')
          .replace(/ ?\n ?/g, '\n')
          .replace(/\n{3,}/g, '\n\n')
          .trim()
  }
}
