// A breaking night, invented and seeded: 900 articles in three hours, in five languages and all camps.

import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/clock.ts'
import { hash128, hashParts } from '../../src/lib/hash.ts'
import type { Article, Instant } from '../../src/types.ts'

type Outlet = { readonly id: string; readonly camp: string; readonly lang: Lang }
type Lang = 'en' | 'ru' | 'fa' | 'uk' | 'ar'
type Event = Readonly<Record<Lang, readonly [string, ...string[]]>>

/** How many outlets each camp has in each language. */
const OUTLETS: readonly (readonly [camp: string, lang: Lang, count: number])[] = [
  ['western', 'en', 14],
  ['ukraine', 'en', 3],
  ['ukraine', 'uk', 6],
  ['russia-state', 'ru', 7],
  ['russia-exile', 'ru', 4],
  ['iran-state', 'fa', 6],
  ['iran-exile', 'fa', 3],
  ['iran-state', 'en', 2],
  ['israel', 'en', 4],
  ['arab', 'ar', 7],
  ['arab', 'en', 2],
]

const PLACES: Readonly<Record<Lang, readonly string[]>> = {
  en: ['Isfahan', 'Tabriz', 'Bushehr', 'Natanz', 'Shiraz', 'Kermanshah', 'Tehran', 'Bandar Abbas'],
  ru: [
    'Исфахану',
    'Тебризу',
    'Буширу',
    'Натанзу',
    'Ширазу',
    'Керманшаху',
    'Тегерану',
    'Бендер-Аббасу',
  ],
  fa: ['اصفهان', 'تبریز', 'بوشهر', 'نطنز', 'شیراز', 'کرمانشاه', 'تهران', 'بندرعباس'],
  uk: [
    'Ісфагану',
    'Тебризу',
    'Буширу',
    'Натанзу',
    'Ширазу',
    'Керманшаху',
    'Тегерану',
    'Бендер-Аббасу',
  ],
  ar: ['أصفهان', 'تبريز', 'بوشهر', 'نطنز', 'شيراز', 'كرمانشاه', 'طهران', 'بندر عباس'],
}

/** `{p}` is a place, `{n}` a number; the first is the plainest way to say it. */
const EVENTS: readonly Event[] = [
  {
    en: [
      'Missiles strike air base near {p}, {n} killed',
      '{n} dead after missile attack on base near {p}',
      'Iran says {n} killed in missile strike at {p}',
    ],
    ru: [
      'Ракетный удар по {p}: погибли {n} человек',
      'При ударе по {p} погибли {n} человек, заявил Иран',
    ],
    fa: ['حمله موشکی به پایگاه هوایی {p}، {n} نفر کشته شدند', '{n} کشته در حمله موشکی به {p}'],
    uk: ['Ракетний удар по {p}: загинули {n} людей', 'Іран: унаслідок удару по {p} загинули {n}'],
    ar: ['هجوم صاروخي على قاعدة جوية قرب {p} ومقتل {n}', 'مقتل {n} في قصف قرب {p}'],
  },
  {
    en: [
      'Russia delivers {n} S-400 launchers to Iran at {p}',
      'Iran receives {n} Russian S-400 launchers in {p}',
      'Russian S-400 systems arrive in {p}, {n} launchers seen',
    ],
    ru: [
      'Россия поставила Ирану {n} пусковых установок С-400, {p}',
      'Иран получил {n} российских установок С-400',
    ],
    fa: ['روسیه {n} سامانه اس-۴۰۰ به ایران در {p} تحویل داد', 'ورود {n} سامانه اس-۴۰۰ روسی به {p}'],
    uk: ['Росія передала Ірану {n} установок С-400, {p}', 'Іран отримав {n} російських С-400'],
    ar: ['روسيا تسلم إيران {n} منصات إس-400 في {p}', 'وصول {n} منصات إس-400 روسية إلى {p}'],
  },
  {
    en: [
      'Putin and Iranian president speak by phone about {p} strikes, call number {n}',
      'Kremlin: Putin discussed {p} with Iran’s president for {n} minutes',
    ],
    ru: [
      'Путин обсудил с президентом Ирана удары по {p}, разговор длился {n} минут',
      'Кремль: Путин говорил с Тегераном {n} минут',
    ],
    fa: ['گفت‌وگوی تلفنی {n} دقیقه‌ای پوتین و رئیس‌جمهور ایران درباره {p}'],
    uk: ['Путін {n} хвилин говорив із президентом Ірану про удари по {p}'],
    ar: ['بوتين يبحث هاتفيا {n} دقيقة مع الرئيس الإيراني ضربات {p}'],
  },
  {
    en: [
      'IRGC launches {n} Shahed drones from {p}',
      'Revolutionary Guards fire {n} drones from {p}, Israel on alert',
    ],
    ru: ['КСИР запустил {n} дронов «Шахед» из района, {p}', 'КСИР выпустил {n} беспилотников'],
    fa: ['سپاه {n} پهپاد شاهد از {p} شلیک کرد'],
    uk: ['КВІР запустив {n} дронів «Шахед», {p}'],
    ar: ['الحرس الثوري يطلق {n} طائرة مسيرة شاهد من {p}'],
  },
  {
    en: [
      'Airspace over {p} closed for {n} hours',
      'Airlines reroute {n} flights as {p} airspace closes',
    ],
    ru: [
      'Воздушное пространство закрыто на {n} часов, {p}',
      'Авиакомпании изменили {n} маршрутов из-за Ирана',
    ],
    fa: ['حریم هوایی {p} برای {n} ساعت بسته شد'],
    uk: ['Повітряний простір закрито на {n} годин, {p}'],
    ar: ['إغلاق المجال الجوي فوق {p} لمدة {n} ساعات'],
  },
  {
    en: [
      'Oil jumps {n} percent on fears for Strait of Hormuz',
      'Brent up {n} percent after strikes near {p}',
    ],
    ru: [
      'Нефть подорожала на {n}% из-за угрозы Ормузскому проливу',
      'Цены на нефть выросли на {n}%',
    ],
    fa: ['قیمت نفت {n} درصد جهش کرد، تنگه هرمز'],
    uk: ['Нафта подорожчала на {n}% через Ормузьку протоку'],
    ar: ['النفط يقفز {n} بالمئة وسط مخاوف على مضيق هرمز'],
  },
  {
    en: [
      'UN Security Council to meet on Iran strikes, {n} members ask',
      'Russia calls UN session over {p}, {n} states agree',
    ],
    ru: [
      'Совбез ООН соберётся из-за ударов по {p}, просят {n} стран',
      'Россия созвала заседание Совбеза ООН по Ирану',
    ],
    fa: ['نشست شورای امنیت درباره حمله به {p} به درخواست {n} کشور'],
    uk: ['Радбез ООН збереться через удари по {p}, просять {n} країн'],
    ar: ['مجلس الأمن يجتمع بشأن ضربات {p} بطلب {n} دول'],
  },
  {
    en: [
      'Houthis hit ship number {n} in Red Sea',
      'Houthi missile strikes tanker, {n} crew rescued',
    ],
    ru: ['Хуситы атаковали судно в Красном море, спасены {n} моряков'],
    fa: ['حمله حوثی‌ها به کشتی در دریای سرخ، {n} خدمه نجات یافتند'],
    uk: ['Хусити атакували судно в Червоному морі, врятовано {n}'],
    ar: ['الحوثيون يهاجمون سفينة في البحر الأحمر وإنقاذ {n}'],
  },
  {
    en: ['City park in {p} reopens with {n} new benches', 'Football league of {p} moves match {n}'],
    ru: ['Выставка роз открылась, {n} сортов', 'Школьники посадили {n} деревьев'],
    fa: ['نمایشگاه کتاب {p} با {n} ناشر گشایش یافت'],
    uk: ['Відкрили ярмарок із {n} видами хліба'],
    ar: ['افتتاح معرض الكتاب في {p} بمشاركة {n} ناشرا'],
  },
]

/** Seeded numbers in [0, 1). */
export function toRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

/** `count` articles from `start` on, spread over `hours`; oldest first. The same seed gives the same night. */
export function makeNight(of: {
  readonly seed: number
  readonly count: number
  readonly start: Instant
  readonly spanMs: number
}): readonly Article[] {
  const random = toRandom(of.seed)
  const outlets = OUTLETS.flatMap(([camp, lang, count]) =>
    Array.from({ length: count }, (_, n): Outlet => ({ id: `${camp}-${lang}-${n}`, camp, lang })),
  )
  const articles: Article[] = []
  for (let happening = 0; articles.length < of.count; happening += 1) {
    const event = EVENTS[Math.floor(random() * EVENTS.length)]
    const place = Math.floor(random() * 8)
    const number = 2 + Math.floor(random() * 90)
    const at = of.start + random() * of.spanMs * 0.9
    // Few events are told by everybody, many by one or two.
    const tellers = Math.max(1, Math.floor(outlets.length * random() ** 3))
    const shuffled = outlets.map((outlet) => ({ outlet, at: random() })).sort((a, b) => a.at - b.at)
    for (const { outlet } of shuffled.slice(0, tellers)) {
      if (event === undefined || articles.length === of.count) break
      const ways = event[outlet.lang]
      const way = ways[Math.floor(random() * ways.length)] ?? ways[0]
      const said = (text: string): string =>
        text.replaceAll('{p}', PLACES[outlet.lang][place] ?? '').replaceAll('{n}', String(number))
      const after = random() ** 2 * 60 * MINUTE_MS
      articles.push(
        toArticle(
          outlet,
          `${happening}`,
          said(way),
          said(ways[0]),
          Math.min(at + after, of.start + of.spanMs),
        ),
      )
    }
  }
  return articles.sort((a, b) => a.seenAt - b.seenAt)
}

function toArticle(
  { id, camp, lang }: Outlet,
  name: string,
  title: string,
  summary: string,
  at: Instant,
): Article {
  const link = `https://${id}.example/${name}`
  const seenAt = Math.floor(at / SECOND_MS) * SECOND_MS
  return {
    id: hash128(link),
    feedId: id,
    outlet: `Outlet ${id}`,
    family: id,
    camp,
    title,
    summary: `${summary}.`,
    link,
    canonicalUrl: link,
    categories: [],
    publishedAt: seenAt - MINUTE_MS,
    seenAt,
    languageHint: lang,
    keys: [hashParts('guid', [link])],
    backlog: false,
  }
}

/** A week in which little happens: some articles a day of one or two outlets. */
export function makeQuietWeek(seed: number, start: Instant): readonly Article[] {
  return [0, 1, 3, 4].flatMap((day) =>
    makeNight({
      seed: seed + day,
      count: 3,
      start: start + day * DAY_MS,
      spanMs: 12 * 60 * MINUTE_MS,
    }),
  )
}
