import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

const pages: readonly string[] = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

/** Addresses of links and pictures that point into the repository. */
const linksOf = (page: string): readonly string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((link) => !/^(?:https?:|mailto:|#)/.test(link))

describe('the documentation', () => {
  test.each(pages)('every link of %s leads somewhere', (page) => {
    const broken = linksOf(page).filter(
      (link) => !existsSync(join(ROOT, dirname(page), link.split('#')[0] ?? '')),
    )
    expect(broken).toEqual([])
  })

  test('every decision has a number of its own', () => {
    const numbers = readdirSync(join(ROOT, 'docs', 'decisions')).map((name) => name.slice(0, 3))
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})
