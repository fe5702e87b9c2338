import { describe, expect, test } from 'vitest'
import { tagArticle } from '../../src/tag/tag.ts'
import { openShipped } from './shipped.ts'

const matcher = await openShipped()

/** Least time of ours on the processor, milliseconds. */
function timeOf(title: string): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round += 1) {
    const start = process.cpuUsage()
    tagArticle(matcher, { title, summary: title })
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

const PIECES = [
  ['a name again and again', 'Iran '],
  ['names, numbers and acts', 'Russia sends Iran 900 missiles and signs a deal, '],
  ['words without a border', 'missile'],
  ['opening brackets', '(('],
  ['dots between letters', 'U.S.'],
  ['apostrophes', "Iran'"],
  ['hashtags', '#IranRussiaDeal'],
  ['bars and dashes', ' | Iran - '],
  ['marks without letters', '\u0301\u200d\u064b'],
  ['half a pair', '\ud83c'],
  ['clitics', 'وبال'],
] as const

describe('a hostile text costs what its length costs', () => {
  test.each(PIECES)('%s', (_name, piece) => {
    const small = timeOf(piece.repeat(Math.ceil(20_000 / piece.length)))
    const large = timeOf(piece.repeat(Math.ceil(200_000 / piece.length)))
    // Ten times the text; quadratic work would take a hundred times.
    expect(large).toBeLessThan(Math.max(small, 5) * 40)
  })
})
