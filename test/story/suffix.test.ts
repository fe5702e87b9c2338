import { describe, expect, test } from 'vitest'
import { stripSuffixes } from '../../src/story/suffix.ts'

describe('stripSuffixes', () => {
  test.each([
    [
      'Bridge falls at Port Meridan | Harbour News | The Ledger',
      'ledger.example',
      'Bridge falls at Port Meridan',
    ],
    [
      'Bridge falls at Port Meridan - The Morning Ledger',
      'www.morningledger.com',
      'Bridge falls at Port Meridan',
    ],
    [
      'Bridge falls at Port Meridan - Velmora Times',
      'aggregator.example',
      'Bridge falls at Port Meridan',
    ],
    [
      'Bridge falls at Port Meridan – minister resigns',
      'ledger.example',
      'Bridge falls at Port Meridan – minister resigns',
    ],
    ['Live | Bridge falls', 'ledger.example', 'Live | Bridge falls'],
  ])('%s (%s)', (title, outlet, stripped) => {
    expect(stripSuffixes(title, outlet)).toBe(stripped)
  })
})
