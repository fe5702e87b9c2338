// A pack's own tests: what a headline must be tagged with.

import type { PackTest } from '../pack.ts'
import type { Matcher } from './compile.ts'
import { tagArticle } from './tag.ts'

export type BrokenPromise = { readonly title: string; readonly faults: readonly string[] }

/** The tests of a pack that it fails; empty when it keeps all its promises. */
export function testPack(matcher: Matcher): readonly BrokenPromise[] {
  const broken: BrokenPromise[] = []
  for (const test of matcher.pack.tests) {
    const faults = faultsOf(matcher, test)
    if (faults.length > 0) broken.push({ title: test.title, faults })
  }
  return broken
}

function faultsOf(matcher: Matcher, test: PackTest): readonly string[] {
  const tags = tagArticle(matcher, {
    title: test.title,
    ...(test.summary === undefined ? {} : { summary: test.summary }),
    ...(test.at === undefined ? {} : { publishedAt: test.at }),
  })
  const faults: string[] = []
  const miss = (what: string, wanted: readonly string[], given: readonly string[]): void => {
    const lost = wanted.filter((id) => !given.includes(id))
    if (lost.length > 0)
      faults.push(`${what} lacks ${lost.join(', ')} (has ${given.join(', ') || 'none'})`)
  }
  if (test.lang !== undefined && tags.lang !== test.lang)
    faults.push(`language ${tags.lang}, not ${test.lang}`)
  if (test.relevance !== undefined && tags.relevance !== test.relevance) {
    faults.push(`relevance ${tags.relevance}, not ${test.relevance}`)
  }
  if (test.class !== undefined && tags.class !== test.class)
    faults.push(`class ${tags.class}, not ${test.class}`)
  if (test.actors) {
    miss('actors', test.actors, tags.actors)
    const extra = tags.actors.filter((id) => !test.actors?.includes(id))
    if (extra.length > 0) faults.push(`actors has ${extra.join(', ')} too much`)
  }
  miss('themes', test.themes ?? [], tags.themes)
  miss('assets', test.assets ?? [], tags.assets)
  const given = [...tags.actors, ...tags.themes, ...tags.assets]
  const unwanted = (test.not ?? []).filter((id) => given.includes(id))
  if (unwanted.length > 0) faults.push(`has ${unwanted.join(', ')}, which it must not`)
  return faults
}
