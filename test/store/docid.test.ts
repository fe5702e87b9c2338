import { expect, test } from 'vitest'
import { DOCIDS_PER_SECOND, firstDocid, lastDocid, nextDocid } from '../../src/store/docid.ts'
import { DAY } from './make.ts'

/** The highest number in use that is not above another. */
const among = (used: readonly number[]) => (upTo: number) =>
  used.filter((docid) => docid <= upTo).sort((a, b) => b - a)[0]

test('the first article of a second gets its first docid, the next ones follow', () => {
  const first = nextDocid(DAY, among([]))
  expect(first).toBe(firstDocid(DAY))
  expect(nextDocid(DAY + 999, among([first]))).toBe(first + 1)
  expect(nextDocid(DAY + 1000, among([first]))).toBe(firstDocid(DAY + 1000))
})

test('docids are in order of time, whatever order articles come in', () => {
  const later = nextDocid(DAY + 5000, among([]))
  const earlier = nextDocid(DAY, among([later]))
  expect(earlier).toBeLessThan(later)
})

test('a second that is full goes on after everything that is there', () => {
  const full = lastDocid(DAY)
  const later = firstDocid(DAY + 60_000)
  expect(nextDocid(DAY, among([full]))).toBe(full + 1)
  expect(nextDocid(DAY, among([full, later]))).toBe(later + 1)
})

test('docids stay exact for two centuries', () => {
  expect(Number.isSafeInteger(lastDocid(Date.UTC(2226, 0)))).toBe(true)
  expect(lastDocid(DAY) - firstDocid(DAY)).toBe(DOCIDS_PER_SECOND - 1)
})
