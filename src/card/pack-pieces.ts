// The one budgeter: pieces into as few messages as hold them, never cutting a piece.

import type { Embed, Story } from '../types.ts'
import {
  DESCRIPTION_MAX,
  EMBED_TOTAL_MAX,
  EMBEDS_MAX,
  embedLength,
  SELECT_OPTIONS_MAX,
} from './limits.ts'

/** A text that goes under its section's heading, or a whole embed; at most one story each. */
export type Piece = {
  readonly text?: string
  readonly embed?: Embed
  /** Heading that the text belongs under; repeated with "(continued)" in a further message. */
  readonly section?: string
  /** Heading above an embed of its own. */
  readonly heading?: string
  readonly story?: Story
}

export type PackedMessage = {
  readonly embeds: readonly Embed[]
  readonly stories: readonly Story[]
}

/** Room that the caller still needs for title and footer of a message. */
const RESERVE = 420

type Draft = { section: string | undefined; title?: string; lines: string[]; length: number }
type Open = { embeds: Embed[]; stories: Story[]; total: number; draft: Draft | undefined }

/** Packs in order; a piece that alone is longer than a message is a bug of the caller and throws. */
export function packPieces(pieces: readonly Piece[]): readonly PackedMessage[] {
  const done: PackedMessage[] = []
  const begun = new Set<string>()
  let open = emptyMessage()
  const close = (): void => {
    flush(open)
    if (open.embeds.length > 0) done.push({ embeds: open.embeds, stories: open.stories })
    open = emptyMessage()
  }
  for (const piece of pieces) {
    if (!fits(open, piece)) close()
    if (!fits(open, piece)) throw new Error('a piece is longer than a message')
    add(open, piece, begun)
  }
  close()
  return done
}

const emptyMessage = (): Open => ({ embeds: [], stories: [], total: 0, draft: undefined })

function fits(open: Open, piece: Piece): boolean {
  if (piece.story && open.stories.length >= SELECT_OPTIONS_MAX) return false
  if (piece.embed) {
    const needed = embedLength(piece.embed) + (piece.heading?.length ?? 0) + 2
    const slots = open.embeds.length + (open.draft ? 1 : 0) + (piece.heading ? 1 : 0) + 1
    return open.total + needed + RESERVE <= EMBED_TOTAL_MAX && slots <= EMBEDS_MAX
  }
  const text = piece.text ?? ''
  const isNew = startsEmbed(open, piece)
  // " (continued)" may be added to a heading.
  const heading = isNew ? (piece.section?.length ?? 0) + 12 : 0
  const before = isNew ? 0 : (open.draft?.length ?? 0) + 1
  if (isNew && open.embeds.length + (open.draft ? 1 : 0) + 1 > EMBEDS_MAX) return false
  if (before + text.length > DESCRIPTION_MAX) return false
  return open.total + heading + text.length + 1 + RESERVE <= EMBED_TOTAL_MAX
}

function add(open: Open, piece: Piece, begun: Set<string>): void {
  if (piece.story) open.stories.push(piece.story)
  if (piece.embed) {
    if (piece.heading !== undefined) {
      startDraft(open, undefined, undefined)
      append(open, `**${piece.heading}**`)
    }
    flush(open)
    open.embeds.push(piece.embed)
    open.total += embedLength(piece.embed)
    return
  }
  if (startsEmbed(open, piece)) {
    const { section } = piece
    const again = section !== undefined && begun.has(section)
    startDraft(open, section, again ? `${section} (continued)` : section)
    if (section !== undefined) begun.add(section)
    open.total += open.draft?.title?.length ?? 0
  }
  append(open, piece.text ?? '')
}

/** A text without a section starts an embed of its own, as a new section does. */
function startsEmbed(open: Open, piece: Piece): boolean {
  if (open.draft === undefined) return true
  return piece.section === undefined || open.draft.section !== piece.section
}

function startDraft(open: Open, section: string | undefined, title: string | undefined): void {
  flush(open)
  open.draft = { section, lines: [], length: 0, ...(title === undefined ? {} : { title }) }
}

function append(open: Open, text: string): void {
  if (open.draft === undefined) return
  open.draft.length += text.length + (open.draft.lines.length > 0 ? 1 : 0)
  open.draft.lines.push(text)
  open.total += text.length + 1
}

function flush(open: Open): void {
  const { draft } = open
  if (draft && draft.lines.length > 0) {
    open.embeds.push({
      ...(draft.title === undefined ? {} : { title: draft.title }),
      description: draft.lines.join('\n'),
    })
  }
  open.draft = undefined
}
