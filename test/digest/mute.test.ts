import { describe, expect, test } from 'vitest'
import { findMute, isMuted, mutedCounts } from '../../src/digest/mute.ts'
import type { Mute } from '../../src/ports.ts'
import type { Story } from '../../src/types.ts'
import { HOUR, NOW, PERSIAN, RUSSIAN, story } from '../card/world.ts'

const mute = (kind: Mute['kind'], value: string, more: Partial<Mute> = {}): Mute => ({
  id: `${kind} ${value}`,
  kind,
  value,
  label: value,
  by: 'admin',
  at: NOW,
  ...more,
})
const told = (...families: readonly string[]): Story => story({ families })

describe('a mute', () => {
  test('of a source keeps out what that source tells alone', () => {
    const mutes = [mute('source', 'a.example')]
    expect(isMuted(told('a.example'), mutes, NOW)).toBe(true)
    expect(isMuted(told('a.example', 'b.example'), mutes, NOW)).toBe(false)
    expect(isMuted(told('b.example'), mutes, NOW)).toBe(false)
  })

  test('of two sources keeps out what only they tell', () => {
    const mutes = [mute('source', 'a.example'), mute('source', 'b.example')]
    expect(isMuted(told('a.example', 'b.example'), mutes, NOW)).toBe(true)
    expect(isMuted(told('a.example', 'c.example'), mutes, NOW)).toBe(false)
  })

  test.each([
    ['shipment', story({ title: 'Iran denies new Shahed shipment' }), true],
    ['shahed shipments', story({ title: 'Iran denies new Shahed shipment' }), true],
    ['new shipment', story({ title: 'Iran denies new Shahed shipment' }), false],
    ['ship', story({ title: 'Iran denies new Shahed shipment' }), false],
  ])('of the words “%s” looks for them in this order', (words, of, expected) => {
    expect(isMuted({ ...of, sides: [], summary: [] }, [mute('words', words)], NOW)).toBe(expected)
  })

  test('of words reads every language of a story and its sentences', () => {
    const of = story({
      sides: [{ lang: 'ru', title: 'Тегеран и Москва обсудили поставки', articleId: 'b' }],
      summary: [{ text: 'Tankers wait off Bandar Abbas.', outlet: 'North Wire', articleId: 'a' }],
    })
    expect(isMuted(of, [mute('words', 'поставки')], NOW)).toBe(true)
    expect(isMuted(of, [mute('words', 'tankers wait')], NOW)).toBe(true)
  })

  test('of a story keeps out that story alone', () => {
    expect(isMuted(PERSIAN, [mute('story', PERSIAN.id)], NOW)).toBe(true)
    expect(isMuted(RUSSIAN, [mute('story', PERSIAN.id)], NOW)).toBe(false)
  })

  test('ends at its time', () => {
    const mutes = [mute('story', PERSIAN.id, { until: NOW + HOUR })]
    expect(findMute(PERSIAN, mutes, NOW + HOUR - 1)).toBe(mutes[0])
    expect(isMuted(PERSIAN, mutes, NOW + HOUR)).toBe(false)
    expect(mutedCounts(mutes, NOW)).toEqual({ sources: 0, words: 0 })
  })
})

test('sources and words that are muted now are counted', () => {
  const mutes = [
    mute('source', 'a'),
    mute('source', 'b'),
    mute('words', 'c'),
    mute('words', 'd', { until: NOW - 1 }),
    mute('story', 'S-AAAAAAAA'),
  ]
  expect(mutedCounts(mutes, NOW)).toEqual({ sources: 2, words: 1 })
})
