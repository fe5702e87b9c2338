import { describe, expect, test } from 'vitest'
import { tagArticle } from '../../src/tag/tag.ts'
import { openShipped } from './shipped.ts'

const matcher = await openShipped()
const actorsOf = (title: string) => tagArticle(matcher, { title }).actors

const row = (actor: string, forms: string): [string, string][] =>
  forms.split(',').map((form) => [form.trim(), actor])

describe('Russian: six cases', () => {
  test.each([
    ...row(
      'iran',
      'Иран, Ирана, Ирану, Ираном, Иране, иранский, иранского, иранской, иранские, иранцы, иранцев',
    ),
    ...row(
      'russia',
      'Россия, России, Россию, Россией, российский, российского, россияне, россиян, РФ',
    ),
    ...row('israel', 'Израиль, Израиля, Израилю, Израилем, Израиле, израильский, израильских'),
    ...row('ukraine', 'Украина, Украины, Украине, Украину, Украиной, украинский, украинцев, ВСУ'),
    ...row('syria', 'Сирия, Сирии, Сирию, Сирией, сирийский'),
    ...row('china', 'Китай, Китая, Китаю, Китаем, Китае, китайский, КНР'),
    ...row('turkey', 'Турция, Турции, Турцию, Турцией, турецкого'),
    ...row('iran', 'Тегеран, Тегерана, Тегерану, Тегераном, Тегеране, КСИР, Хаменеи, Арагчи'),
    ...row('russia', 'Москва, Москвы, Москве, Москву, Москвой, Кремль, Кремля, Кремлю, Кремлем'),
    ...row(
      'russia',
      'Путин, Путина, Путину, Путиным, Путине, Лавров, Лаврова, Лавровым, Захарова, Захаровой',
    ),
    ...row('ukraine', 'Зеленский, Зеленского, Зеленскому, Зеленским, Киев, Киева, Киеву, Киевом'),
    ...row('hezbollah', 'Хезболла, Хезболлы, Хезболле, Хезболлу, Хезболлой'),
    ...row('houthis', 'хуситы, хуситов, хуситам, хуситами'),
    ...row('palestine', 'сектор Газа, секторе Газа, Газу, Газой, палестинцы, палестинцев'),
    ...row('usa', 'США, Вашингтон, Вашингтона, Трамп, Трампа, Трампом, американский'),
  ])('%s is %s', (form, actor) => {
    expect(actorsOf(form)).toEqual([actor])
  })
})

describe('Ukrainian: seven cases', () => {
  test.each([
    ...row('iran', 'Іран, Ірану, Іраном, Ірані, іранський, іранського, іранці'),
    ...row('russia', 'Росія, Росії, Росію, Росією, російський, російської, росіяни, росіян'),
    ...row(
      'ukraine',
      'Україна, України, Україні, Україну, Україною, український, Київ, Києва, Києву',
    ),
    ...row('russia', 'Путін, Путіна, Путіну, Путіним, Кремль, Кремля'),
    ...row('turkey', 'Туреччина, Туреччини, Туреччині, Туреччину'),
    ...row('belarus', 'Білорусь, Білорусі, Лукашенко'),
  ])('%s is %s', (form, actor) => {
    expect(actorsOf(form)).toEqual([actor])
  })
})

describe('Arabic: article, clitics, endings, spellings', () => {
  test.each([
    ...row(
      'iran',
      'إيران, ايران, إيـران, وإيران, بإيران, لإيران, كإيران, فإيران, إيراني, الإيراني, الإيرانية, والإيرانيين, طهران, بطهران, الحرس الثوري, للحرس الثوري',
    ),
    ...row(
      'russia',
      'روسيا, وروسيا, لروسيا, بروسيا, الروسي, الروسية, والروسية, موسكو, الكرملين, للكرملين',
    ),
    ...row(
      'iraq',
      'العراق, والعراق, فالعراق, بالعراق, للعراق, كالعراق, وبالعراق, وللعراق, العراقي, عراقية, العراقيون, العراقيين, العراقيات',
    ),
    ...row('syria', 'سوريا, سورية, لسوريا, السوري, والسورية'),
    ...row('hezbollah', 'حزب الله, وحزب الله, لحزب الله'),
    ...row('houthis', 'الحوثيون, الحوثيين, للحوثيين, والحوثي'),
    ...row('usa', 'أمريكا, أميركا, امريكا, الأمريكي, الأميركية, واشنطن, لواشنطن'),
    ...row('china', 'الصين, والصين, للصين, بالصين, الصينية'),
  ])('%s is %s', (form, actor) => {
    expect(actorsOf(form)).toEqual([actor])
  })
})

describe('Persian: plurals, ezafe, joiners, both yehs', () => {
  test.each([
    ...row(
      'iran',
      'ایران, ایرانی, ایرانیان, ایرانی‌ها, ایرانی ها, ايران, تهران, سپاه پاسداران, خامنه‌ای, خامنه ای',
    ),
    ...row('russia', 'روسیه, روس‌ها, روسها, روس ها, روسیهٔ, روسیه‌ی, روسيه, مسکو, پوتین, کرملین'),
    ...row('turkey', 'ترکیه, ترکیهٔ, ترکیه‌ای'),
    ['ایرانِ امروز', 'iran'],
    ['ایرانی‌های مقیم', 'iran'],
    ['ایرانیها', 'iran'],
    ...row('usa', 'آمریکا, امریکا, آمریکایی, آمریکایی‌ها, ترامپ'),
    ...row('hezbollah', 'حزب‌الله, حزب الله'),
    ...row('israel', 'اسرائیل, اسرائیلی, رژیم صهیونیستی, صهیونیست‌ها, تل‌آویو'),
  ])('%s is %s', (form, actor) => {
    expect(actorsOf(form)).toEqual([actor])
  })
})

describe('Hebrew: clitics, feminine and plural, gershayim', () => {
  test.each([
    ...row(
      'iran',
      'איראן, באיראן, לאיראן, מאיראן, ואיראן, שאיראן, כאיראן, ושבאיראן, איראני, איראנית, האיראנים, טהרן, בטהרן',
    ),
    ...row('russia', 'רוסיה, ברוסיה, לרוסיה, הרוסים, רוסית, מוסקבה, הקרמלין, פוטין'),
    ...row('usa', 'ארה"ב, ארה״ב, בארה"ב, לארה״ב, וושינגטון, טראמפ, אמריקאי, האמריקאים'),
    ...row('lebanon', 'לבנון, בלבנון, מלבנון, ללבנון, שבלבנון'),
    ...row('hezbollah', 'חיזבאללה, לחיזבאללה, מחיזבאללה'),
    ...row('houthis', "החות'ים, חות'ים, החות׳ים"),
  ])('%s is %s', (form, actor) => {
    expect(actorsOf(form)).toEqual([actor])
  })
})

describe('English: possessives, plurals, acronyms, flags', () => {
  test.each([
    ...row('iran', "Iran, Iran's, Iran’s, Iranian, Iranians, Tehran, IRGC"),
    ...row('usa', 'US, U.S., USA, United States, American, Americans'),
    ...row('houthis', 'Houthi, Houthis'),
    ...row('uae', 'UAE, U.A.E., Emirati'),
    ...row('russia', '🇷🇺'),
    ['#VladimirPutin', 'russia'],
    ['US-led', 'usa'],
    ['Iran-backed', 'iran'],
    ['anti-Israel', 'israel'],
    ['pro-Russian', 'russia'],
    ['non‑Iranian', 'iran'],
    ['U.S', 'usa'],
    ['U.S.-made', 'usa'],
    ['Irán', 'iran'],
  ])('%s is %s', (form, actor) => {
    expect(actorsOf(form)).toEqual([actor])
  })

  test.each(['tell us more', 'Let us pray', 'un peu de tout', 'eu te amo', 'who is it'])(
    'lower case is no acronym: %s',
    (title) => {
      expect(actorsOf(title)).toEqual([])
    },
  )
})

describe('a clitic goes only where the rest is a word of the pack', () => {
  test.each([
    // Each begins with a letter that could be one.
    'برتقال طازج',
    'بيت قديم',
    'ولد صغير',
    'فيل كبير',
    'كلب وقطة',
    'لبن بارد',
    'والد وولد',
    'ברכה לשלום',
    'הבית החדש',
    'ושלום רב',
    'כתב יד',
    'מלון חדש',
    'לחם טרי',
    'שולחן עץ',
  ])('%s names nobody', (title) => {
    expect(actorsOf(title)).toEqual([])
  })

  test.each(['ה', 'ו', 'ב', 'ל', 'מ', 'ש', 'כ', 'וב', 'של', 'וש', 'שב', 'כש'])(
    '%s before a known name in Hebrew',
    (clitic) => {
      expect(actorsOf(`${clitic}איראן`)).toEqual(['iran'])
    },
  )

  test.each(['و', 'ف', 'ب', 'ل', 'ك', 'وب', 'ول', 'فل', 'وك'])(
    '%s before a known name in Arabic',
    (clitic) => {
      expect(actorsOf(`${clitic}إيران`)).toEqual(['iran'])
      expect(actorsOf(`${clitic}روسيا`)).toEqual(['russia'])
    },
  )
})

describe('metonyms and longer names', () => {
  test.each([
    ['Vienna hosts a round of talks', []],
    ['New York marathon draws a record crowd', []],
    ['Brussels sprouts in the oven', []],
    ['European farmers block a road', []],
    ['Gaza crossing reopens', ['palestine']],
    ['Sanaa airport reopens', ['yemen']],
    ['E3 ministers meet in Geneva', ['uk', 'france', 'germany']],
    ['Russian Security Council secretary resigns', ['russia']],
    ['Kataib Hezbollah claims a rocket', ['iraq-militias']],
    ['A cyclone forms over the Indian Ocean', []],
    ['Tanker adrift in the Gulf of Oman', []],
    ['FRANCE 24 wins a prize', []],
    ['Washington Post cuts jobs', []],
  ])('%s', (title, actors) => {
    expect(actorsOf(title)).toEqual(actors)
  })

  test.each([
    'TEHRAN (Agency) –',
    'TEHRAN, May 5 (Agency) -',
    'Riyadh, February 28 (ABC) -',
    'BEIRUT, Lebanon —',
    'BEIRUT, Lebanon â\u0080\u0094',
    'الدوحة في 28 فبراير /وكالة/',
  ])('a dateline tells where, not who: %s', (dateline) => {
    const summary = `${dateline} Lawmakers in Norway voted on fish quotas.`
    expect(tagArticle(matcher, { title: 'Fish quotas pass', summary }).actors).toEqual([])
  })

  test.each([
    ['Минобороны Кувейта сообщило о перехвате цели', ['kuwait']],
    ['Минобороны сообщило о перехвате цели', ['russia']],
    ['Немцов и его время: выставка', []],
    ['Немцы выбирают бундестаг', ['germany']],
    ['Barracks sold to a hotel', []],
    ['Storm warnings across the Americas', []],
    ['Boxing bout ends in a draw', []],
    ['الرياضة للجميع', []],
    ['الرياض تستضيف قمة', ['saudi-arabia']],
    ['Минские договоренности десять лет спустя', []],
  ])('looks alike: %s', (title, actors) => {
    expect(actorsOf(title)).toEqual(actors)
  })

  test("the outlet's own name at the end of a title does not count", () => {
    const title = 'Fish quotas pass - The Moscow Ledger'
    expect(tagArticle(matcher, { title, outlet: 'The Moscow Ledger' }).actors).toEqual([])
    expect(tagArticle(matcher, { title, outlet: 'Other Paper' }).actors).toEqual(['russia'])
  })

  test.each([
    ['2023-05-01', ['iran', 'syria']],
    ['2026-05-01', ['syria']],
    ['2019-05-01', ['syria']],
  ])(
    'a bare name of an office holder that is a common word counts in his years: %s',
    (at, actors) => {
      const title = 'رئیسی در دمشق'
      expect(tagArticle(matcher, { title, publishedAt: Date.parse(at) }).actors).toEqual(actors)
    },
  )
})
