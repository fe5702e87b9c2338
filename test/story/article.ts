import { HOUR_MS } from '../../src/lib/clock.ts'
import { hash128 } from '../../src/lib/hash.ts'
import type { TaggedArticle, Tags } from '../../src/types.ts'

export const NOON = Date.UTC(2026, 2, 1, 12)

type Told = Partial<Omit<TaggedArticle, 'tags'>> & {
  readonly title: string
  readonly tags?: Partial<Tags>
}

/** An invented article, seen at noon unless told otherwise. */
export function toArticle({ tags, ...told }: Told): TaggedArticle {
  const outlet = told.outlet ?? 'Morning Ledger'
  return {
    id: hash128(`${outlet} ${told.title}`),
    feedId: outlet,
    outlet,
    family: outlet,
    camp: 'western',
    categories: [],
    seenAt: NOON,
    keys: [],
    backlog: false,
    ...told,
    tags: {
      lang: 'en',
      relevance: 'related',
      actors: [],
      assets: [],
      themes: [],
      class: 'news',
      matches: [],
      gates: [],
      packHash: 'test',
      ...tags,
    },
  }
}

export const hoursLater = (hours: number): number => NOON + hours * HOUR_MS

/** Three outlets on one event, and three articles on others. */
export const BRIDGE = [
  toArticle({
    outlet: 'Morning Ledger',
    title: 'Cargo bridge at Port Meridan collapses after barge collision',
    summary: 'The cargo bridge at Port Meridan collapsed on Sunday after a barge struck a pillar.',
  }),
  toArticle({
    outlet: 'Harbour Times',
    title: 'Barge collision brings down Port Meridan cargo bridge',
    summary:
      'A barge hit a pillar of the Port Meridan bridge, which collapsed, the harbour master said.',
  }),
  toArticle({
    outlet: 'Evening Courier',
    title: 'Port Meridan bridge collapses as barge strikes pillar',
    summary: 'Traffic stopped when the bridge at Port Meridan collapsed after a barge collision.',
  }),
] as const

export const OTHERS = [
  toArticle({
    outlet: 'Morning Ledger',
    title: 'Parliament of Norrland votes on fishing quotas',
    summary: 'Deputies approved lower quotas for herring after a long debate.',
  }),
  toArticle({
    outlet: 'Harbour Times',
    title: 'Solar park near Velmora opens with minister in attendance',
    summary: 'The park is to supply forty thousand homes with electricity.',
  }),
  toArticle({
    outlet: 'Evening Courier',
    title: 'Veteran cellist announces farewell tour through seven cities',
    summary: 'The musician will play in small halls until the autumn.',
  }),
] as const
