import { describe, expect, test } from 'vitest'
import { correctionWords, correctStory } from '../../src/digest/correct.ts'
import { promotes, seenBy, toGuildView } from '../../src/digest/guild-view.ts'
import { selectDigest } from '../../src/digest/select.ts'
import type { PackInfo } from '../../src/pack.ts'
import type { Mute, Report, ReportReason } from '../../src/ports.ts'
import { CAMPS, HOUR, NOW, PACK, PERSIAN, RELATED, story, subscription } from '../card/world.ts'

const pack: PackInfo = { ...PACK, sides: [['russia'], ['iran']] }
const core = story({ actors: ['iran', 'irgc', 'russia'], relevance: 'core' })

const report = (reason: ReportReason, ref?: string, more: Partial<Report> = {}): Report => ({
  id: `${reason} ${ref}`,
  guildId: 'guild-1',
  storyId: core.id,
  reason,
  by: 'analyst',
  at: NOW,
  status: 'applied',
  article: { title: 'x', lang: 'en', at: NOW, relevance: 'core', actors: [], themes: [] },
  ...(ref === undefined ? {} : { ref }),
  ...more,
})

describe('a correction', () => {
  test('“not relevant” hides the story', () => {
    expect(correctStory(core, [report('not-relevant')], pack)).toBeUndefined()
  })

  test('“wrong actor” takes the actor and its parts away; without a second side it is no longer core', () => {
    expect(correctStory(core, [report('wrong-actor', 'iran')], pack)).toMatchObject({
      actors: ['russia'],
      relevance: 'related',
      corrected: ['not about Iran'],
    })
    expect(correctStory(core, [report('wrong-actor', 'irgc')], pack)).toMatchObject({
      actors: ['iran', 'russia'],
      relevance: 'core',
    })
  })

  test('“wrong theme” takes the theme away', () => {
    const [theme = ''] = core.themes
    expect(correctStory(core, [report('wrong-theme', theme)], pack)?.themes).not.toContain(theme)
  })

  test('“two events joined” leaves nothing corroborated', () => {
    expect(correctStory(core, [report('two-events')], pack)?.independent).toBe(1)
  })

  test('“should be core” makes it core', () => {
    expect(correctStory(RELATED, [report('should-be-core')], pack)).toMatchObject({
      relevance: 'core',
      corrected: ['core'],
    })
  })

  test.each(['noted', 'undone'] as const)('that is %s changes nothing', (status) => {
    expect(correctStory(core, [report('not-relevant', undefined, { status })], pack)).toBe(core)
  })

  test('is said by the label of the pack', () => {
    expect(correctionWords({ reason: 'wrong-actor', ref: 'iran' }, pack)).toBe('not about Iran')
    expect(correctionWords({ reason: 'wrong-theme', ref: 'gone' }, pack)).toBe('not gone')
  })
})

describe('a server', () => {
  const mute: Mute = {
    id: 'm',
    kind: 'story',
    value: PERSIAN.id,
    label: 'x',
    by: 'admin',
    at: NOW,
    until: NOW + HOUR,
  }

  test('sees its stories without what it muted, as its analysts corrected them', () => {
    const view = toGuildView({ mutes: [mute] }, [
      report('wrong-actor', 'irgc'),
      report('not-relevant', undefined, { storyId: RELATED.id, status: 'undone' }),
    ])
    const seen = seenBy(view, [core, PERSIAN, RELATED], pack, NOW)
    expect(seen.map((one) => one.id)).toEqual([core.id, RELATED.id])
    expect(seen[0]?.corrected).toEqual(['not about IRGC'])
    expect(seen[1]).toBe(RELATED)
  })

  test('without mutes and corrections sees every story as it is', () => {
    const stories = [core, PERSIAN]
    expect(seenBy(toGuildView({}, []), stories, pack, NOW)).toBe(stories)
  })

  test('that made a story core reads related ones too', () => {
    expect(promotes(toGuildView({}, [report('should-be-core')]))).toBe(true)
    expect(promotes(toGuildView({}, [report('not-relevant')]))).toBe(false)
  })

  test('gets the corrected story in its digests', () => {
    const made = selectDigest({
      subscription: subscription({
        filters: { themes: [], actors: [], relevance: 'core', camps: [], langs: [] },
      }),
      slot: '2026-11-25T07:00',
      from: NOW - 12 * HOUR,
      to: NOW,
      late: false,
      stories: [RELATED, PERSIAN],
      posted: [],
      themeOrder: [],
      camps: CAMPS,
      pack,
      view: toGuildView({ mutes: [mute] }, [
        report('should-be-core', undefined, { storyId: RELATED.id }),
      ]),
    })
    expect(made.core.map((one) => one.story.id)).toEqual([RELATED.id])
  })
})
