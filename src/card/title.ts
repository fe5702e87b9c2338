// Which title of a story a reader is shown: one in their language, else a gloss from the pack.

import type { PackInfo } from '../pack.ts'
import type { Story } from '../types.ts'
import type { CardContext } from './context.ts'
import { campLabel, finestActors, isPlaced, labelOf, lowerFirst } from './word.ts'

export type ShownTitle = {
  /** Not escaped. */
  readonly title: string
  /** The original, where `title` is a gloss. */
  readonly original?: string
  readonly link?: string
  readonly outlet: string
}

/**
 * The medoid's title in the reader's language if the story has one; otherwise by `foreign` a gloss
 * made of the pack's labels, without a model, or the original (commands.md, "Other languages").
 */
export function shownTitle(story: Story, ctx: CardContext): ShownTitle {
  const own = { outlet: story.outlet, ...(story.link === undefined ? {} : { link: story.link }) }
  if (story.lang === ctx.lang) return { title: story.title, ...own }
  const side = story.sides.find((one) => one.lang === ctx.lang)
  if (side) {
    const link = side.link ?? story.link
    return {
      title: side.title,
      outlet: side.outlet ?? story.outlet,
      ...(link === undefined ? {} : { link }),
    }
  }
  if (ctx.foreign === 'original' || story.lang === 'und') return { title: story.title, ...own }
  return { title: glossOf(story, ctx), original: story.title, ...own }
}

/** The sentences from the side whose title is shown. */
export function shownSummary(story: Story, ctx: CardContext): Story['summary'] {
  if (story.lang === ctx.lang) return story.summary
  return story.sides.find((one) => one.lang === ctx.lang)?.summary ?? story.summary
}

/** `[fa] Outlet, Iran state: Russia – Iran · arms transfers · Su-35`. */
export function glossOf(story: Story, ctx: CardContext, withCamp = true): string {
  const camp = withCamp && isPlaced(story.camp) ? `, ${campLabel(story.camp, ctx.camps)}` : ''
  const head = `[${story.lang}] ${story.outlet}${camp}`
  const words = glossWords(story, ctx.pack)
  return words.length > 0 ? `${head}: ${words.join(' · ')}` : head
}

const GLOSS_ACTORS = 3
const GLOSS_THEMES = 2
const GLOSS_ASSETS = 2

function glossWords(story: Story, pack: PackInfo): readonly string[] {
  const actors = finestActors(story.actors, pack).slice(0, GLOSS_ACTORS)
  const themes = pack.themes.filter((theme) => story.themes.includes(theme.id))
  return [
    // Tags do not tell who acts on whom, so no arrow is drawn between them.
    actors.map((id) => labelOf(id, pack.actors)).join(' – '),
    themes
      .slice(0, GLOSS_THEMES)
      .map((theme) => lowerFirst(theme.label))
      .join(', '),
    story.assets
      .slice(0, GLOSS_ASSETS)
      .map((id) => labelOf(id, pack.assets))
      .join(', '),
  ].filter((part) => part !== '')
}

/** Address of a machine translation of the article into the reader's language; a link, never fetched by us. */
export const translateLink = (link: string, lang: string): string =>
  `https://translate.google.com/translate?sl=auto&tl=${encodeURIComponent(lang)}&u=${encodeURIComponent(link)}`
