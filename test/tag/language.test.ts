import { describe, expect, test } from 'vitest'
import { detectLanguage } from '../../src/tag/language.ts'

describe('the language of a title', () => {
  test.each([
    ['en', 'Iran fires missiles at a base in the desert'],
    ['ru', 'Переговоры завершились без соглашения, заявил министр'],
    ['ru', 'До портов у моря дошли через год'],
    ['uk', 'До портів біля моря дійшли через рік'],
    ['uk', 'Переговори завершилися без угоди, заявив міністр'],
    ['fa', 'مذاکرات بدون توافق به پایان رسید و وزیر خارجه گفت'],
    ['ar', 'انتهت المحادثات من دون اتفاق في العاصمة'],
    ['he', 'השיחות הסתיימו בלי הסכם'],
    ['de', 'Die Gespräche endeten ohne Einigung, und der Minister ist abgereist'],
    ['es', 'El ministro viajó a la capital por las conversaciones con la oposición'],
    ['sv', 'Stor insats i hamnen och polisen utreder det för att'],
  ])('%s', (lang, title) => {
    expect(detectLanguage(title)).toBe(lang)
  })

  test.each([
    ['the feed decides what letters cannot', 'Київ', 'uk', 'uk'],
    ['two letters of Cyrillic alike', 'Москва', 'uk', 'uk'],
    ['a script overrules the feed', 'Переговоры в Москве', 'en', 'ru'],
    ['an English title in a Russian feed', 'Minister of the North arrives', 'ru', 'en'],
    ['a short title follows the feed', 'Skandal', 'de', 'de'],
    ['no letters at all', '🚨 12:30', 'fa', 'fa'],
    ['nothing known', '12:30', undefined, 'und'],
    ['region subtags go', 'Skandal', 'de-AT', 'de'],
    ['Latin names in a Persian headline', 'سخنگوی SpaceX درباره Starlink گفت', 'en', 'fa'],
  ])('%s', (_name, title, hint, lang) => {
    expect(detectLanguage(title, hint)).toBe(lang)
  })
})
