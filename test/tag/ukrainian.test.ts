import { expect, test } from 'vitest'
import { tagArticle } from '../../src/tag/tag.ts'
import { openShipped } from './shipped.ts'

// Sentences of our own, in the manner of Ukrainian newsrooms: the development data holds no Ukrainian.
const SENTENCES: readonly (readonly [string, string])[] = [
  ['Іран передав Росії нову партію ударних дронів', 'iran russia'],
  ['Росіяни атакували Одесу шахедами, є загиблі', 'russia ukraine'],
  ['Зеленський прибув до Лондона на зустріч зі Стармером', 'ukraine uk'],
  ['США запровадили санкції проти іранських банків', 'usa iran'],
  ['Кремль відреагував на заяву Трампа', 'russia usa'],
  ['Ізраїль завдав ударів по Ірану вночі', 'israel iran'],
  ['У Тегерані пролунали вибухи', 'iran'],
  ['Путін і Пезешкіан підписали договір про партнерство', 'russia iran'],
  ['Генсек НАТО Рютте закликав союзників допомогти Україні', 'nato ukraine'],
  ['Євросоюз погодив новий пакет санкцій проти РФ', 'eu russia'],
  ['Хусити вдарили по танкеру в Червоному морі', 'houthis'],
  ['Хезболла обстріляла північ Ізраїлю', 'hezbollah israel'],
  ['ХАМАС звільнив заручників у Газі', 'hamas palestine'],
  ['Китай купує іранську нафту зі знижкою', 'china iran'],
  ['Північна Корея відправила солдатів до Росії', 'north-korea russia'],
  ['Лукашенко поїхав до Москви', 'belarus russia'],
  ['МАГАТЕ не має доступу до Фордо', 'iaea iran'],
  ['Радбез ООН збереться через удари по Ірану', 'un iran'],
  ['Туреччина готова стати посередником між Києвом і Москвою', 'turkey ukraine russia'],
  ['Ердоган поговорив із Путіним', 'turkey russia'],
  ['Польща підняла винищувачі через російську атаку на Львів', 'russia ukraine'],
  ['Сили ППО збили над Харковом десять дронів', 'ukraine'],
  ['Генштаб: ворог просунувся біля Покровська', 'ukraine'],
  ['У Сирії впав режим Асада', 'syria'],
  ['Росія виводить війська з бази Хмеймім', 'russia syria'],
  ['Німеччина передасть Україні ще одну систему Patriot', 'germany ukraine'],
  ['Макрон обговорив із Зеленським гарантії безпеки', 'france ukraine'],
  ['Британія ввела санкції проти тіньового флоту Росії', 'uk russia'],
  ['Саудівська Аравія засудила атаку Ірану', 'saudi-arabia iran'],
  ['ОАЕ та Катар закрили небо', 'uae qatar'],
  ['У Бахрейні та Кувейті оголошено тривогу', 'bahrain kuwait'],
  ['Оман прийме переговори Вашингтона і Тегерана', 'oman usa iran'],
  ['Пакистан пропонує провести перемовини США та Ірану', 'pakistan usa iran'],
  ['Індія не відмовиться від російської нафти', 'india russia'],
  ['Азербайджан і Вірменія підписали мирну угоду', 'azerbaijan armenia'],
  ['В Іраку обстріляли базу американців', 'iraq usa'],
  ['У Ліванському Бейруті пролунав вибух', 'lebanon'],
  ['Ємен оголосив про перемирʼя', 'yemen'],
  ['Хаменеї загинув унаслідок удару', 'iran'],
  ['Арагчі зустрівся з Лавровим у Москві', 'iran russia'],
  ['КВІР погрожує закрити Ормузьку протоку', 'iran'],
  ['Корпус вартових ісламської революції показав нову ракету', 'iran'],
  ['Ізраїльська розвідка викрила шпигуна Ірану', 'israel iran'],
  ['СБУ затримала агента ФСБ у Дніпрі', 'ukraine russia'],
  ['Пентагон підтвердив загибель американського пілота', 'usa'],
  ['Віткофф летить до Москви', 'usa russia'],
  ['Єврокомісія виділить кошти на зброю для України', 'eu ukraine'],
  ['Південна Корея не постачатиме зброю Києву', 'south-korea ukraine'],
  ['Палестинці у секторі Газа чекають на допомогу', 'palestine'],
  ['Нетаньягу погрожує новим ударом по Лівану', 'israel lebanon'],
  ['Росією прокотилися протести через мобілізацію', 'russia'],
  ['Іраном керуватиме рада керівництва', 'iran'],
  ['На Росії горить нафтобаза після атаки безпілотників', 'russia'],
  ['Тегеранові запропонували угоду', 'iran'],
  ['Сирійською столицею прокотилася стрілянина', 'syria'],
  ['Україною сьогодні пройдуть дощі', 'ukraine'],
  ['Китаєві вигідна війна на Близькому Сході', 'china'],
  ['Тиран у виставі київського театру', ''],
  ['Газ подорожчає з нового року', ''],
  ['Герань і фіалки: як доглядати взимку', ''],
  ['Харків приймає фестиваль вуличної їжі', 'ukraine'],
  ['Кум привітав кума з днем народження', ''],
  ['Удар по воротах приніс перемогу юнакам', ''],
  ['Страйк учителів триває третій день', ''],
]

const LEAST_F1 = 0.95

test('actors of Ukrainian sentences are found in every case', async () => {
  const matcher = await openShipped()
  let right = 0
  let given = 0
  let wanted = 0
  const wrong: string[] = []
  for (const [title, actors] of SENTENCES) {
    const expected = actors.split(' ').filter((id) => id !== '')
    const found = tagArticle(matcher, { title, languageHint: 'uk' }).actors
    right += found.filter((id) => expected.includes(id)).length
    given += found.length
    wanted += expected.length
    if ([...found].sort().join() !== [...expected].sort().join()) {
      wrong.push(`${title}: ${found.join(' ')} instead of ${actors}`)
    }
  }
  expect(SENTENCES.length).toBeGreaterThanOrEqual(60)
  expect((2 * right) / (given + wanted), wrong.join('\n')).toBeGreaterThanOrEqual(LEAST_F1)
})

test('the language of the sentences is Ukrainian', async () => {
  const matcher = await openShipped()
  const other = SENTENCES.filter(
    ([title]) => tagArticle(matcher, { title, languageHint: 'uk' }).lang !== 'uk',
  )
  expect(other).toEqual([])
})
