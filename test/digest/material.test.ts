import { describe, expect, test } from 'vitest'
import { materialChange } from '../../src/digest/material.ts'
import { CAMPS, posted, story } from '../card/world.ts'

const before = posted({
  families: ['a', 'b'],
  camps: ['western', 'ukraine'],
  severity: 'medium',
})
const now = (changes = {}) =>
  story({
    families: ['a', 'b'],
    camps: [{ camp: 'western', articles: 2 }],
    severity: 'medium',
    ...changes,
  })

describe('a material change', () => {
  test('is none while a story stays as it was', () => {
    expect(materialChange(before, now(), CAMPS)).toBeUndefined()
  })

  test('is a new camp', () => {
    const camps = [
      { camp: 'western', articles: 2 },
      { camp: 'iran-state', articles: 1 },
    ]
    expect(materialChange(before, now({ camps }), CAMPS)).toBe('new camp: Iran state')
  })

  test('names three new camps and counts the others', () => {
    const many = ['one', 'two', 'three', 'four', 'five']
    const list = many.map((id, order) => ({ id, label: id, order, contrast: true }))
    const camps = many.map((camp) => ({ camp, articles: 1 }))
    expect(materialChange(before, now({ camps }), list)).toBe('new camps: one, two, three +2')
  })

  test('is no camp without contrast, and none that the list does not know', () => {
    const camps = [
      { camp: 'analysis', articles: 2 },
      { camp: 'martian', articles: 1 },
    ]
    expect(materialChange(before, now({ camps }), CAMPS)).toBeUndefined()
  })

  test('is three more publishers, not two, and not three that replace others', () => {
    expect(materialChange(before, now({ families: ['a', 'b', 'c', 'd'] }), CAMPS)).toBeUndefined()
    expect(materialChange(before, now({ families: ['a', 'b', 'c', 'd', 'e'] }), CAMPS)).toBe(
      '+3 publishers',
    )
  })

  test('counts the families of one state camp as one publisher', () => {
    const known = { ...before, independent: 2 }
    const families = ['a', 'b', 'c', 'd', 'e']
    expect(materialChange(known, now({ families, independent: 3 }), CAMPS)).toBeUndefined()
    expect(materialChange(known, now({ families, independent: 5 }), CAMPS)).toBe('+3 publishers')
  })

  test('is severity up, never down', () => {
    expect(materialChange(before, now({ severity: 'high' }), CAMPS)).toBe('severity up to high')
    expect(materialChange(before, now({ severity: 'low' }), CAMPS)).toBeUndefined()
  })

  test('says everything that changed', () => {
    const changes = {
      families: ['a', 'b', 'c', 'd', 'e', 'f'],
      camps: [
        { camp: 'iran-state', articles: 1 },
        { camp: 'russia-state', articles: 1 },
      ],
      severity: 'critical',
    } as const
    expect(materialChange(before, now(changes), CAMPS)).toBe(
      'new camps: Iran state, Russia state; +4 publishers; severity up to critical',
    )
  })
})
