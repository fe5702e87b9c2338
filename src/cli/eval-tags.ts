// Figures of tagging against labels: precision, recall, F1 per actor, theme, language, relevance.

import type { Relevance, Tags } from '../types.ts'

export type Labels = {
  readonly relevance: Relevance
  readonly actors: readonly string[]
  readonly themes: readonly string[]
}

export type Judged = {
  readonly id: string
  readonly part: string
  readonly lang: string
  readonly labels: Labels
  readonly tags: Tags
}

export type Figures = {
  readonly n: number
  readonly tp: number
  readonly fp: number
  readonly fn: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export type TagReport = {
  readonly items: number
  readonly actors: Figures
  readonly actorsByLang: Readonly<Record<string, Figures>>
  readonly actorsById: Readonly<Record<string, Figures>>
  readonly themes: Figures
  readonly themesMacro: number
  readonly themesById: Readonly<Record<string, Figures>>
  readonly themesByLang: Readonly<Record<string, Figures>>
  /** Anything but `no` against `no`. */
  readonly relevant: Figures
  readonly core: Figures
  readonly relevanceAccuracy: number
  /** Share of `no` items that are tagged relevant. */
  readonly falseAlarms: number
}

/** The whole table for some items; ids that are not in the known lists are not counted. */
export function reportTags(
  items: readonly Judged[],
  known: { readonly actors: ReadonlySet<string>; readonly themes: ReadonlySet<string> },
): TagReport {
  const langs = [...new Set(items.map(({ lang }) => lang))].sort()
  const of = (kind: 'actors' | 'themes', some: readonly Judged[], only?: string) =>
    figuresOf(
      some.map(({ labels, tags }) => ({
        wanted: labels[kind].filter((id) => known[kind].has(id) && (only ?? id) === id),
        given: tags[kind].filter((id) => known[kind].has(id) && (only ?? id) === id),
      })),
    )
  const byId = (kind: 'actors' | 'themes') =>
    Object.fromEntries([...known[kind]].map((id) => [id, of(kind, items, id)]))
  const byLang = (kind: 'actors' | 'themes') =>
    Object.fromEntries(
      langs.map((lang) => [
        lang,
        of(
          kind,
          items.filter((item) => item.lang === lang),
        ),
      ]),
    )
  const relevance = (isIt: (value: Relevance) => boolean) =>
    figuresOf(
      items.map(({ labels, tags }) => ({
        wanted: isIt(labels.relevance) ? ['yes'] : [],
        given: isIt(tags.relevance) ? ['yes'] : [],
      })),
    )
  const themesById = byId('themes')
  const used = Object.values(themesById).filter(({ n }) => n > 0)
  const no = items.filter(({ labels }) => labels.relevance === 'no')
  return {
    items: items.length,
    actors: of('actors', items),
    actorsByLang: byLang('actors'),
    actorsById: byId('actors'),
    themes: of('themes', items),
    themesMacro: mean(used.map(({ f1 }) => f1)),
    themesById,
    themesByLang: byLang('themes'),
    relevant: relevance((value) => value !== 'no'),
    core: relevance((value) => value === 'core'),
    relevanceAccuracy: mean(
      items.map(({ labels, tags }) => (labels.relevance === tags.relevance ? 1 : 0)),
    ),
    falseAlarms: mean(no.map(({ tags }) => (tags.relevance === 'no' ? 0 : 1))),
  }
}

function figuresOf(
  pairs: readonly { readonly wanted: readonly string[]; readonly given: readonly string[] }[],
): Figures {
  let tp = 0
  let fp = 0
  let fn = 0
  for (const { wanted, given } of pairs) {
    for (const id of given)
      if (wanted.includes(id)) tp += 1
      else fp += 1
    for (const id of wanted) if (!given.includes(id)) fn += 1
  }
  const precision = tp + fp === 0 ? 1 : tp / (tp + fp)
  const recall = tp + fn === 0 ? 1 : tp / (tp + fn)
  return {
    n: tp + fn,
    tp,
    fp,
    fn,
    precision,
    recall,
    f1: tp === 0 ? Number(fp + fn === 0) : (2 * tp) / (2 * tp + fp + fn),
  }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
