import { describe, expect, test } from 'vitest'
import { SEVERITY_RULES, toSeverity } from '../../src/story/severity.ts'
import type { ArticleClass, Match, TaggedArticle } from '../../src/types.ts'
import { toArticle } from './article.ts'

const signal = (ref: string, points: number): Match => ({
  kind: 'signal',
  ref,
  field: 'title',
  text: ref,
  at: 0,
  points,
})

const tell = (outlet: string, kind: ArticleClass, ...matches: readonly Match[]): TaggedArticle =>
  toArticle({ outlet, title: `What ${outlet} says`, tags: { class: kind, matches } })

function severityOf(articles: readonly TaggedArticle[]) {
  const families = [...new Set(articles.map(({ family }) => family))]
  const [medoid] = articles
  if (!medoid) throw new Error('no article')
  return toSeverity(articles, medoid, families, SEVERITY_RULES)
}

describe('toSeverity', () => {
  test('signals add up, each once however many articles give it', () => {
    const decision = severityOf([
      tell('A', 'news', signal('attack', 3), signal('state', 1)),
      tell('B', 'news', signal('attack', 3)),
    ])

    expect(decision.severity).toBe('high')
    expect(decision.points.map(({ points }) => points)).toEqual([3, 1])
  })

  test('one publisher alone is at most high', () => {
    const alone = severityOf([tell('A', 'news', signal('war', 9))])
    const both = severityOf([
      tell('A', 'news', signal('war', 9)),
      tell('B', 'news', signal('war', 9)),
    ])

    expect(alone.severity).toBe('high')
    expect(alone.points.at(-1)).toEqual({ text: 'one publisher alone: at most high', points: 0 })
    expect(both.severity).toBe('critical')
  })

  test.each([
    ['live', 'medium'],
    ['roundup', 'medium'],
    ['opinion', 'low'],
    ['analysis', 'low'],
    ['explainer', 'low'],
    ['anniversary', 'low'],
  ] as const)('a story whose medoid is %s is at most %s', (kind, severity) => {
    const decision = severityOf([
      tell('A', kind, signal('war', 9)),
      tell('B', kind, signal('war', 9)),
    ])

    expect(decision.severity).toBe(severity)
  })

  test('a signal that only one of four publishers gives does not count', () => {
    const decision = severityOf([
      tell('A', 'news'),
      tell('B', 'news', signal('war', 9)),
      tell('C', 'news'),
      tell('D', 'news'),
    ])

    expect(decision).toEqual({ severity: 'low', points: [] })
  })

  test('what others deny or condemn does not undo what the story tells', () => {
    const told = (outlet: string) => tell(outlet, 'news', signal('attack', 5))
    const denied = (outlet: string) =>
      tell(outlet, 'news', signal('attack', 5), signal('denied', -3))

    expect(severityOf([told('A'), told('B'), denied('C'), denied('D')]).severity).toBe('high')
    expect(severityOf([denied('A'), told('B'), told('C')]).severity).toBe('medium')
    expect(severityOf([told('A'), denied('B'), denied('C'), denied('D')]).severity).toBe('medium')
  })

  test('the details of an attack are no turning point: for critical one signal must say it alone', () => {
    const details = ['attack', 'harm', 'dead'].map((ref) => signal(ref, 4))
    const story = severityOf([tell('A', 'news', ...details), tell('B', 'news', ...details)])

    expect(story.severity).toBe('high')
    expect(story.points.at(-1)?.text).toContain('at most high')
  })

  test('what adds nothing beside a signal counts where that one is not', () => {
    const beside = { ...SEVERITY_RULES, beside: { attack: ['talks'] } }
    const of = (...signals: readonly Match[]) => {
      const articles = [tell('A', 'news', ...signals), tell('B', 'news', ...signals)]
      const [medoid] = articles
      if (!medoid) throw new Error('no article')
      return toSeverity(articles, medoid, ['A', 'B'], beside)
    }

    expect(of(signal('attack', 3), signal('talks', 2)).points).toEqual([
      { text: 'attack: “attack”', points: 3 },
    ])
    expect(of(signal('talks', 2)).severity).toBe('medium')
  })

  test('many words are no act: above medium one signal must say it alone', () => {
    const words = [1, 2, 3, 4].map((nth) => signal(`talk-${nth}`, 2))
    const story = severityOf([tell('A', 'news', ...words), tell('B', 'news', ...words)])

    expect(story.severity).toBe('medium')
    expect(story.points.at(-1)?.text).toContain('at most medium')
  })
})
