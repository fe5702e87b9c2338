import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadPack } from '../../src/config/pack.ts'
import { toSeverity, toSeverityRules } from '../../src/story/severity.ts'
import { compilePack, type Matcher } from '../../src/tag/compile.ts'
import { tagArticle } from '../../src/tag/tag.ts'
import { makeArticle } from '../store/make.ts'

let matcher: Matcher

beforeAll(async () => {
  matcher = compilePack(
    await loadPack(join(import.meta.dirname, '..', '..', 'config', 'packs', 'russia-iran')),
  )
})

/** The severity of a story that three publishers tell under one headline of ours. */
function severityOf(title: string): string {
  const articles = ['a', 'b', 'c'].map((name) => {
    const article = makeArticle(name, { title, family: `${name}.example` })
    const { summary: _, ...bare } = article
    return { ...bare, tags: tagArticle(matcher, bare) }
  })
  const [medoid] = articles
  if (medoid === undefined) throw new Error('no article')
  const families = articles.map(({ family }) => family)
  return toSeverity(articles, medoid, families, toSeverityRules(matcher.pack.severity)).severity
}

describe('the shipped pack weighs', () => {
  test.each([
    ['Ceasefire between Israel and Hezbollah takes effect'],
    ['Russian missile strike on Kharkiv market kills 61'],
    ['Israeli jets strike Fordow enrichment site in Iran'],
    ['Pezeshkian killed in strike on Tehran compound'],
    ['Верховный лидер Ирана убит при ударе по Тегерану'],
  ])('critical: %s', (title) => {
    expect(severityOf(title)).toBe('critical')
  })

  test.each([
    ['Iran and Russia sign schedule for delivery of Su-35 fighter jets'],
    ['Iran, Russia ink contract for 48 fighter jets'],
    ['Иран и Россия подписали контракт на поставку истребителей'],
    ['Іран і Росія підписали угоду про стратегічне партнерство'],
    ['ایران و روسیه قرارداد تحویل جنگنده امضا کردند'],
    ['روسيا وإيران توقعان اتفاقية شراكة استراتيجية'],
    ['Iran delivered 200 ballistic missiles to Russia'],
    ['EU imposes sanctions on 14 firms over Iranian drone parts'],
    ['Russian drone attack kills three in Odesa'],
    ['Iranian forces seize oil tanker in the Gulf of Oman'],
    ['Israel strikes Hezbollah depot in Lebanon'],
  ])('high: %s', (title) => {
    expect(severityOf(title)).toBe('high')
  })

  test.each([
    ['Russian defence minister arrives in Tehran for talks'],
    ['Iran denies that it delivered missiles to Russia'],
    ['Iran may sign contract for Su-35 fighter jets next year'],
    ['Russia condemns Israeli attack on Iran'],
    ['Iran threatens to close the Strait of Hormuz'],
    ['Iran tests new ballistic missile'],
  ])('medium or low, being words, plans or tests: %s', (title) => {
    expect(['medium', 'low']).toContain(severityOf(title))
  })

  test.each([
    ['Analysis: why Iran and Russia signed a treaty without promises'],
    ['Ten years on: remembering the strike on Kharkiv'],
    ['Opinion: Israel must strike Fordow again'],
    ['Poll finds few Russians trust Iran'],
  ])('low: %s', (title) => {
    expect(severityOf(title)).toBe('low')
  })
})
