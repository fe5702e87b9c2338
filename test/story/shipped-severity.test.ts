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

describe('an attack that others only speak of is no act', () => {
  test.each([
    ['Belarus: we are shocked by the attack on Iran'],
    ['Foreign minister Brandt: strikes on Iran were a mistake'],
    ['‘A dark day’: neighbours on the strikes on Iran'],
    ['Are the strikes on Iran legal?'],
    ['Airline changes its timetable after strikes on Iran'],
    ['Parliament divided over Israeli attack on Iran'],
    ['Беларусь: мы потрясены ударом по Ирану'],
    ['Посол Иванченко: удар по Ирану был ошибкой'],
    ['Авиакомпания изменила расписание из-за ударов по Ирану'],
    ['Законны ли удары по Ирану?'],
    ['Депутат Коваль: удар по Харкову не залишиться без відповіді'],
    ['Авіакомпанія змінила розклад через удари по Ірану'],
    ['بلاروس: از حمله به ایران متعجب شدیم'],
    ['تغییر برنامه پروازها در پی حمله به ایران'],
    ['بيلاروسيا: صدمنا الهجوم على إيران'],
    ['شركة طيران تغير مواعيدها بسبب الهجوم على إيران'],
    ['בלארוס: נדהמנו מהתקיפה באיראן'],
    ['חברת התעופה שינתה לוחות זמנים בעקבות התקיפה באיראן'],
  ])('%s', (title) => {
    expect(['low', 'medium']).toContain(severityOf(title))
  })

  test.each([
    ['Reuters: Iranian missile struck a depot in Haifa'],
    ['Army: our aircraft struck a depot in Tyre, Lebanon'],
    ['Airport of Kuwait hit by drones after strikes on Iran'],
    ['СМИ: иранская ракета поразила склад в Хайфе'],
  ])('but who reports, and what is done as well, takes nothing away: %s', (title) => {
    expect(severityOf(title)).toBe('high')
  })

  test.each([
    ['Iran vows revenge for slain supreme leader Khamenei'],
    ['Did Israel declare war? Minister says it declares war on no one'],
  ])('nor is a leader killed or a war begun again: %s', (title) => {
    expect(['low', 'medium']).toContain(severityOf(title))
  })

  test('the sum of all dead of a war is no turning point', () => {
    expect(['low', 'medium']).toContain(severityOf('Gaza death toll rises to 72,000'))
    expect(['low', 'medium']).toContain(severityOf('حصيلة غزة ترتفع إلى 72000 شهيد'))
  })

  test('explosions and sirens without a cause are medium', () => {
    expect(severityOf('Explosions heard in Isfahan, Iran')).toBe('medium')
    expect(severityOf('انفجار مهیب در اصفهان')).toBe('medium')
    expect(severityOf('دوي انفجارات في طهران')).toBe('medium')
  })
})

describe('the shipped pack weighs', () => {
  test.each([
    ['Ceasefire between Israel and Hezbollah takes effect'],
    ['Blasts in Beirut, Lebanon leave 61 dead'],
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
    ['Russia is sharing satellite imagery with Iran'],
    ['Russia sends Iran upgraded drones, officials say'],
    ['Россия передала Ирану новые беспилотники'],
    ['Росія передала Ірану нові безпілотники'],
    ['روسیه پهپاد جدید به ایران تحویل داد'],
    ['روسيا زودت إيران بطائرات مسيرة جديدة'],
    ['רוסיה סיפקה לאיראן כטב"מים חדשים'],
    ['EU imposes sanctions on 14 firms over Iranian drone parts'],
    ['Russian drone attack kills three in Odesa'],
    ['Iranian forces seize oil tanker in the Gulf of Oman'],
    ['Israel strikes Hezbollah depot in Lebanon'],
    ['Iran closes the Strait of Hormuz to tankers'],
    ['Иран закрыл Ормузский пролив для танкеров'],
    ['ایران تنگه هرمز را بست'],
    ['إيران أغلقت مضيق هرمز'],
    ['Warehouse on fire in Dubai after drone crash'],
    ['Four people hurt in shelling of Manama port'],
    ['Israel says it launched new strikes on Iran'],
    ['Порт Одессы атакован дронами'],
    ['ВСУ нанесли удар по складу в Брянской области'],
    ['Росія атакувала Харків дронами'],
    ['ایران پایگاه آمریکا در بحرین را هدف قرار داد: حمله موشکی'],
    ['إيران تشن هجوما صاروخيا على قاعدة أمريكية'],
    ['איראן שיגרה מטח טילים לישראל'],
  ])('high: %s', (title) => {
    expect(severityOf(title)).toBe('high')
  })

  test.each([
    ['Russian defence minister arrives in Tehran for talks'],
    ['Iran denies that it delivered missiles to Russia'],
    ['Iran preparing to send Russia drones, says Brandt'],
    ['Security Council rejects delay of sanctions on Iran'],
    ['Putin: killing of Khamenei was cynical'],
    ['پوتین: ترور رهبر ایران وحشیانه بود'],
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
