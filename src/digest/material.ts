// What makes a story worth saying again where it was said before.

import type { Camp, PostedStory, Severity, Story } from '../types.ts'

/** This many more independent publishers are a material change (commands.md). */
export const PUBLISHERS_MORE = 3
/** More new camps than these are counted: a change is one line. */
const CAMPS_NAMED = 3

const RANK: Readonly<Record<Severity, number>> = { low: 0, medium: 1, high: 2, critical: 3 }

export const severityRank = (severity: Severity): number => RANK[severity]

/**
 * *Material change*: a new camp, three more independent publishers, severity up. In words, `new camp:
 * Iran state; +3 publishers; severity up to high`, or undefined. Only contrast camps count as new.
 */
export function materialChange(
  before: Before,
  story: Story,
  camps: readonly Camp[],
): string | undefined {
  return changeSince(before, story, camps, PUBLISHERS_MORE)
}

type Before = Pick<PostedStory, 'families' | 'independent' | 'camps' | 'severity'>

/**
 * What is different from what a sent digest showed: it is not rewritten, but whoever opens a story from it is told.
 * Every publisher counts here.
 */
export const updatedSince = (
  before: Before,
  story: Story,
  camps: readonly Camp[],
): string | undefined => changeSince(before, story, camps, 1)

function changeSince(
  before: Before,
  story: Story,
  camps: readonly Camp[],
  publishersMore: number,
): string | undefined {
  const parts: string[] = []
  const known = new Set(before.camps)
  const fresh = story.camps
    .map(({ camp }) => camps.find((one) => one.id === camp))
    .filter((camp) => camp !== undefined)
    .filter((camp) => camp.contrast && !known.has(camp.id))
  if (fresh.length > 0) {
    const labels = fresh
      .slice(0, CAMPS_NAMED)
      .map((camp) => camp.label)
      .join(', ')
    const more = fresh.length > CAMPS_NAMED ? ` +${fresh.length - CAMPS_NAMED}` : ''
    parts.push(`${fresh.length === 1 ? 'new camp' : 'new camps'}: ${labels}${more}`)
  }
  const more = morePublishers(before, story)
  if (more >= publishersMore) parts.push(`+${more} ${more === 1 ? 'publisher' : 'publishers'}`)
  if (RANK[story.severity] > RANK[before.severity]) {
    parts.push(`severity up to ${story.severity}`)
  }
  return parts.length > 0 ? parts.join('; ') : undefined
}

/** How many independent publishers have joined: a state camp's further families add nothing (commands.md). */
export function morePublishers(
  before: Pick<PostedStory, 'families' | 'independent'>,
  story: Story,
): number {
  if (before.independent !== undefined && story.independent !== undefined) {
    return Math.max(0, story.independent - before.independent)
  }
  const known = new Set(before.families)
  return story.families.filter((family) => !known.has(family)).length
}
