import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadPack } from '../src/config/pack.ts'
import { compilePack } from '../src/tag/compile.ts'
import { tagArticle } from '../src/tag/tag.ts'

const ROOT = join(import.meta.dirname, '..')

const pages: readonly string[] = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

const DECISIONS = join(ROOT, 'docs', 'decisions')
const decisions = readdirSync(DECISIONS).filter((name) => /^\d/.test(name))

/** Every package that we chose; types of one come with it, and Biome's name is a word. */
const packages: readonly string[] = Object.entries(
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, object>,
)
  .filter(([key]) => /[dD]ependencies$/.test(key))
  .flatMap(([, list]) => Object.keys(list))
  .filter((name) => !name.startsWith('@types/'))
  .map((name) => (name === '@biomejs/biome' ? 'Biome' : name))

/** Addresses of links and pictures that point into the repository. */
const linksOf = (page: string): readonly string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((link) => !/^(?:https?:|mailto:)/.test(link))

/** Headings as GitHub makes anchors of them. */
const anchorsOf = (page: string): readonly string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('the documentation', () => {
  test.each(pages)('every link of %s leads somewhere', (page) => {
    const broken = linksOf(page).filter((link) => {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(ROOT, target))) return true
      return anchor !== undefined && !anchorsOf(target).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  test('the pack of docs/packs.md is a pack, and tags what it promises', async () => {
    const page = readFileSync(join(ROOT, 'docs', 'packs.md'), 'utf8')
    const path = join(mkdtempSync(join(tmpdir(), 'axis-pack-')), 'harbours.yaml')
    writeFileSync(path, /```yaml\n(id: harbours.*?)```/s.exec(page)?.[1] ?? '')
    const matcher = compilePack(await loadPack(path))
    expect(matcher.pack.tests).toHaveLength(1)
    for (const { title } of matcher.pack.tests) {
      expect(tagArticle(matcher, { title })).toMatchObject({
        relevance: 'core',
        actors: ['union', 'port'],
        themes: ['walkouts'],
      })
    }
  })

  test('every decision has a number of its own', () => {
    const numbers = decisions.map((name) => name.slice(0, 3))
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('the list of decisions names each once, by its own title', () => {
    const titles = decisions.map((name) => {
      const title = /^# (.+)$/m.exec(readFileSync(join(DECISIONS, name), 'utf8'))?.[1]
      return `- [${title}](${name})`
    })
    const listed = readFileSync(join(DECISIONS, 'README.md'), 'utf8').split('\n')
    expect(listed.filter((line) => line.startsWith('- ')).sort()).toEqual(titles.sort())
  })

  test.each(packages)('%s is told of in a decision', (name) => {
    const telling = decisions.filter((file) =>
      readFileSync(join(DECISIONS, file), 'utf8').toLowerCase().includes(name.toLowerCase()),
    )
    expect(telling).not.toEqual([])
  })
})
