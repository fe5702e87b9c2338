// How the camps title one story, side by side: which verbs and numbers they do not share.

import type { Camp, Instant, Lang, StoryDetail } from '../types.ts'
import { findFigures } from './figures.ts'
import { findVerbs } from './verbs.ts'

/** A stretch of a title (UTF-16 offsets) that another camp does not say. */
export type LensMark = {
  readonly kind: 'verb' | 'number'
  /** The sense of the verb, or the number in digits. */
  readonly value: string
  readonly start: number
  readonly end: number
}

export type LensTitle = {
  readonly articleId: string
  readonly outlet: string
  readonly lang: Lang
  readonly at: Instant
  readonly title: string
  readonly link?: string
  readonly marks: readonly LensMark[]
}

export type LensCamp = {
  readonly camp: string
  readonly label: string
  readonly articles: number
  /** Oldest first. */
  readonly titles: readonly LensTitle[]
  /** Everything that its titles say, in order of appearance. */
  readonly verbs: readonly string[]
  readonly numbers: readonly string[]
}

/** The contrast camps that tell a story, in their own order, with what is not common to all of them. */
export type Lens = {
  readonly storyId: string
  readonly camps: readonly LensCamp[]
  /** Verbs, and numbers, that some of the camps say and others that say any do not. */
  readonly differing: { readonly verbs: readonly string[]; readonly numbers: readonly string[] }
}

/** Compares the titles of the contrast camps; with fewer than two of them nothing differs. */
export function toLens(detail: StoryDetail, camps: readonly Camp[]): Lens {
  const groups = camps
    .filter((camp) => camp.contrast)
    .sort((a, b) => a.order - b.order)
    .map((camp) => ({
      camp,
      titles: detail.articles.filter((article) => article.camp === camp.id).map(readTitle),
    }))
    .filter(({ titles }) => titles.length > 0)
  const read = groups.map(({ titles }) => ({
    verb: valuesOf(titles, 'verb'),
    number: valuesOf(titles, 'number'),
  }))
  const differing = {
    verbs: findDiffering(read.map(({ verb }) => verb)),
    numbers: findDiffering(read.map(({ number }) => number)),
  }
  const isDiffering = ({ kind, value }: LensMark): boolean =>
    differing[kind === 'verb' ? 'verbs' : 'numbers'].includes(value)
  return {
    storyId: detail.story.id,
    camps: groups.map(({ camp, titles }, at) => ({
      camp: camp.id,
      label: camp.label,
      articles: titles.length,
      titles: titles
        .map((title) => ({ ...title, marks: title.marks.filter(isDiffering) }))
        .sort((a, b) => a.at - b.at || (a.articleId < b.articleId ? -1 : 1)),
      verbs: read[at]?.verb ?? [],
      numbers: read[at]?.number ?? [],
    })),
    differing,
  }
}

function readTitle(article: StoryDetail['articles'][number]): LensTitle {
  const { title, link } = article
  const verbs = findVerbs(title, article.tags.lang).map(
    ({ sense, start, end }): LensMark => ({ kind: 'verb', value: sense, start, end }),
  )
  const numbers = findFigures(title).map(
    ({ value, start, end }): LensMark => ({ kind: 'number', value, start, end }),
  )
  return {
    articleId: article.id,
    outlet: article.outlet,
    lang: article.tags.lang,
    at: article.publishedAt ?? article.seenAt,
    title,
    ...(link === undefined ? {} : { link }),
    marks: [...verbs, ...numbers].sort((a, b) => a.start - b.start),
  }
}

const valuesOf = (titles: readonly LensTitle[], kind: LensMark['kind']): readonly string[] => [
  ...new Set(
    titles.flatMap(({ marks }) =>
      marks.filter((mark) => mark.kind === kind).map(({ value }) => value),
    ),
  ),
]

/** What not all camps say that say anything of the kind: silence about numbers is no other number. */
function findDiffering(groups: readonly (readonly string[])[]): readonly string[] {
  const speaking = groups.filter((values) => values.length > 0)
  if (speaking.length < 2) return []
  const all = new Set(speaking.flat())
  return [...all].filter((value) => !speaking.every((values) => values.includes(value))).sort()
}
