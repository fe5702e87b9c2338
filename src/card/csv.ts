// Stories as a table for a spreadsheet: RFC 4180, and no cell that a spreadsheet would run.

import type { Story } from '../types.ts'
import type { CardContext } from './context.ts'
import { sampleMark } from './line.ts'
import { campCounts, labelOf } from './word.ts'

const HEAD = [
  'began',
  'id',
  'title',
  'outlet',
  'link',
  'severity',
  'relevance',
  'articles',
  'publishers',
  'camps',
  'origins',
  'actors',
  'themes',
]

/** One line a story, in the order given; UTF-8 with a byte order mark, so that spreadsheets read every script. */
export function storiesCsv(stories: readonly Story[], ctx: CardContext): string {
  const rows = stories.map((story) => toRow(story, ctx))
  return `\ufeff${[HEAD, ...rows].map((row) => row.map(toCell).join(',')).join('\r\n')}\r\n`
}

function toRow(story: Story, ctx: CardContext): readonly string[] {
  const { pack } = ctx
  const mark = sampleMark(story, ctx) === '' ? '' : '[sample] '
  return [
    new Date(story.openedAt).toISOString(),
    story.id,
    `${mark}${story.title}`,
    story.outlet,
    story.link ?? '',
    story.severity,
    story.relevance,
    String(story.articleCount),
    String(story.families.length),
    campCounts(story, ctx.camps),
    story.origins.join(' · '),
    story.actors.map((id) => labelOf(id, pack.actors)).join(' · '),
    story.themes.map((id) => labelOf(id, pack.themes)).join(' · '),
  ]
}

/** What a stranger wrote may begin like a formula: an apostrophe before it keeps it text. */
function toCell(text: string): string {
  const line = text.replace(/[\r\n\t]+/gu, ' ')
  const safe = /^\s*[=+\-@]/u.test(line) ? `'${line}` : line
  return /[",]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
