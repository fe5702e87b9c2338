// A story in a list: one or two lines, all of it escaped, bounded in length.

import type { Story } from '../types.ts'
import { toRelative } from './body.ts'
import type { CardContext } from './context.ts'
import { escapeText, maskedLink } from './escape.ts'
import { glossOf, shownTitle } from './title.ts'
import {
  campLabel,
  countOf,
  finestActors,
  isPlaced,
  labelOf,
  onlyCamp,
  SEVERITY_SIGN,
} from './word.ts'

export type LineOptions = {
  readonly style?: 'compact' | 'standard'
  /** What changed since this channel saw it. */
  readonly change?: string | undefined
  /** The message that posted it in this channel. */
  readonly postedUrl?: string | undefined
  readonly titleMax?: number
  readonly links?: boolean
}

export const LINE_TITLE_MAX = 220
const NAME_MAX = 48
const TAGS_SHOWN = 4
const CAMPS_SHOWN = 4
const ORIGINS_SHOWN = 2

/** One line (compact) or two lines (standard) of a list. */
export function storyLines(story: Story, ctx: CardContext, options: LineOptions = {}): string {
  const first = `${SEVERITY_SIGN[story.severity]} ${headline(story, ctx, options)}`
  if (options.style === 'compact') {
    const rest = [
      ...changeOf(options),
      countOf(story.families.length, 'publisher'),
      toRelative(story.newestAt ?? story.updatedAt),
      ...correctedOf(story),
    ]
    return `${first} · ${rest.join(' · ')}${postedLink(options)}`
  }
  return `${first}\n-# ${factsLine(story, ctx, options)}${postedLink(options)}`
}

/** The headline as a link with its domain; a claim of one camp leads with camp and outlet. */
export function headline(story: Story, ctx: CardContext, options: LineOptions = {}): string {
  const max = options.titleMax ?? LINE_TITLE_MAX
  const { title: named, original, link, outlet } = shownTitle(story, ctx)
  const camp = claimCamp(story, ctx)
  // The lead names the camp already.
  const title = original !== undefined && camp !== '' ? glossOf(story, ctx, false) : named
  const linked = maskedLink(title, options.links === false ? undefined : link, max)
  const shown = linked === '' ? story.id : linked
  const lead = original === undefined ? claimLead(story, outlet, ctx) : camp
  // One line has no room below.
  const below =
    original === undefined || options.style === 'compact' ? '' : `\n> ${escapeText(original, max)}`
  return `${sampleMark(story, ctx)}${lead}${shown}${below}`
}

/** Demo output says on every line that it is invented. */
export const sampleMark = (story: { readonly sample?: boolean }, ctx: CardContext): string =>
  story.sample || ctx.sample ? '\\[sample\\] ' : ''

/** "A claim is not a fact": `**Iran state only:** Outlet says` while all articles are of one camp, else nothing. */
export function claimWords(story: Story, outlet: string, ctx: CardContext): string {
  const camp = claimCamp(story, ctx)
  const others = story.families.length - 1
  const who = escapeText(outlet, NAME_MAX) || 'its outlet'
  // Nobody knows the camp of its one publisher: the outlet's name is all that can lead.
  if (camp === '') return others === 0 && !isPlaced(story.camp) ? `${who} says` : ''
  return `${camp}${others > 0 ? `${who} and ${others} more say` : `${who} says`}`
}

function claimLead(story: Story, outlet: string, ctx: CardContext): string {
  const words = claimWords(story, outlet, ctx)
  return words === '' ? '' : `${words}: `
}

function claimCamp(story: Story, ctx: CardContext): string {
  const only = onlyCamp(story, ctx.camps)
  return only === undefined ? '' : `**${escapeText(only, NAME_MAX + 5)}:** `
}

/** `6 articles, 4 publishers, 3 origins (A, B, …) · Ukraine 2 · Iran state 1 · IRGC, Su-35 · 2 hours ago`. */
function factsLine(story: Story, ctx: CardContext, options: LineOptions): string {
  return [
    ...changeOf(options),
    sourcesOf(story),
    ...(story.camps.length > 1 ? [campsOf(story, ctx)] : []),
    // A gloss is made of the tags already.
    ...(shownTitle(story, ctx).original === undefined ? tagsOf(story, ctx) : []),
    toRelative(story.newestAt ?? story.updatedAt),
    ...correctedOf(story),
  ].join(' · ')
}

/** `✎ corrected here: not about Iran`; nothing where nobody corrected it. */
export function correctedOf({ corrected = [] }: Story): readonly string[] {
  if (corrected.length === 0) return []
  return [`✎ corrected here: ${escapeText(corrected.join(', '), 120)}`]
}

function changeOf({ change = '' }: LineOptions): readonly string[] {
  const words = escapeText(change, 80)
  return words === '' ? [] : [`**${words}**`]
}

/**
 * `6 articles, 4 publishers, 1 origin (Bloomberg)`; `3 origins (Bloomberg and 2 more)` where others name nobody. As many
 * origins as publishers are no news, unless each of them is somebody else.
 */
export function sourcesOf(story: Story): string {
  const { origins, families, originCount = origins.length } = story
  const parts = [countOf(story.articleCount, 'article'), countOf(families.length, 'publisher')]
  const tellsMore = originCount < families.length || originCount === origins.length
  if (originCount > 0 && tellsMore) {
    const named = origins.slice(0, ORIGINS_SHOWN).map((name) => escapeText(name, NAME_MAX))
    const more = originCount - named.length
    const names = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
    parts.push(`${countOf(originCount, 'origin')}${named.length > 0 ? ` (${names})` : ''}`)
  }
  return parts.join(', ')
}

/** `Ukraine 2 · Iran state 1 · +2 camps`. */
export function campsOf(story: Story, ctx: CardContext): string {
  const shown = story.camps
    .slice(0, CAMPS_SHOWN)
    .map(({ camp, articles }) => `${escapeText(campLabel(camp, ctx.camps), NAME_MAX)} ${articles}`)
  const more = story.camps.length - CAMPS_SHOWN
  return (more > 0 ? [...shown, `+${countOf(more, 'camp')}`] : shown).join(' · ')
}

/** The finest actors and the assets, `IRGC, Su-35`; nothing where the story has none. */
export function tagsOf(story: Story, ctx: CardContext): readonly string[] {
  const names = [
    ...finestActors(story.actors, ctx.pack).map((id) => labelOf(id, ctx.pack.actors)),
    ...story.assets.map((id) => labelOf(id, ctx.pack.assets)),
  ]
  if (names.length === 0) return []
  const shown = names.slice(0, TAGS_SHOWN).map((name) => escapeText(name, NAME_MAX))
  const more = names.length > TAGS_SHOWN ? ` +${names.length - TAGS_SHOWN}` : ''
  return [`${shown.join(', ')}${more}`]
}

function postedLink(options: LineOptions): string {
  const posted = options.postedUrl === undefined ? undefined : ownLink(options.postedUrl)
  return posted === undefined ? '' : ` · [posted here](${posted})`
}

/** Only an address of a Discord message; it is ours, but comes from a store. */
function ownLink(url: string): string | undefined {
  return /^https:\/\/(?:[\w-]+\.)*[\w.:-]+\/channels\/[\d@me]+\/\d+\/\d+$/u.test(url)
    ? url
    : undefined
}

/** Ways to draw the same list, roomiest first; the last always fits ten stories into one embed. */
const LEVELS: readonly LineOptions[] = [
  { titleMax: LINE_TITLE_MAX },
  { titleMax: 140 },
  { titleMax: 90 },
  { titleMax: 90, links: false },
  { titleMax: 50, links: false, style: 'compact' },
]

/** The stories as one text of at most `max` characters: titles shrink, then links go, then second lines. */
export function fitStories(stories: readonly Story[], ctx: CardContext, max: number): string {
  for (const level of LEVELS) {
    const text = stories.map((story) => storyLines(story, ctx, level)).join('\n')
    if (text.length <= max) return text
  }
  // More stories than fit even so: whole ones only, and the rest is said.
  const lines: string[] = []
  let used = 0
  for (const story of stories) {
    const line = storyLines(story, ctx, LEVELS.at(-1) ?? {})
    if (used + line.length + 1 > max - 20) break
    lines.push(line)
    used += line.length + 1
  }
  return [...lines, `+${stories.length - lines.length} more`].join('\n')
}
