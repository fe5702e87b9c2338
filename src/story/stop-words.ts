// Function words per language: they say nothing of the event. Normalised as lib/words.ts does.

const ENGLISH =
  'a an the of to in on for and or nor at by with without from as is are was were be been being am it its this that these those he she they him her his them their theirs we us our you your i me my mine not no but if so than then there here after before over under into onto out up down off about against between through during has have had having will would could should can may might must do does did done who whom whose what when where why how which while amid also more most much many new just only very own same such other another any all some each both few s t d ll re ve don won via per said say says according told tell tells'
const RUSSIAN =
  'и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще нет о из ему теперь когда даже ну ли если уже или ни быть был него до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы нее были куда зачем всех при об после над больше тот через эти нас про них какая много эту моя свою этой перед хотя свои также это который которая которые которого которой которых своей своих'
const UKRAINIAN =
  'і й та в у не що він на я з із зі як а то все вона так його але ти до же ви за би по тільки її мені було від мене ще ні о ні йому тепер коли навіть чи якщо вже або бути був до вас там потім себе нічого їй може вони тут де є треба для ми тебе їх чим була сам без тоді хто цей того тому цього який яка які якого якої яких після над більше через ці нас про них цю свою цієї також це щодо під час'
const PERSIAN =
  'و در به از که این را با است برای آن یک خود تا کرد بر هم نیز شد شده می ها های اند بود دارد گفت باید ای یا اما اگر پس هر چه بین پیش کند کرده شود دو سه روی ما من تو او آنها ایشان همه بی نه نمی خواهد داشت'
const ARABIC =
  'في من على إلى الى أن ان عن مع هذا هذه ذلك التي الذي الذين ما لا لم لن هو هي هم كان كانت قد كل بعد قبل بين حتى أو او ثم أي إن إنه أنه انه كما عند منذ خلال ضد حول دون غير عبر لدى وقال قال قالت وفي ومن وعلى بعض أكثر اكثر نحو'
const HEBREW =
  'של את על לא זה הוא היא הם הן עם כי גם או אם אל כל מה מי רק עוד כבר יש אין היה היתה הייתה היו אני אנחנו אתה אבל אך כך כן אחרי לפני בין עד כמו אשר זו זאת אלה אלו לאחר ידי'

import { toWords } from '../lib/words.ts'

const NORMS: ReadonlySet<string> = new Set(
  [ENGLISH, RUSSIAN, UKRAINIAN, PERSIAN, ARABIC, HEBREW].flatMap((list) =>
    toWords(list).map((word) => word.norm),
  ),
)

/** Whether a normalised word is a function word in one of the languages read. */
export const isStopWord = (norm: string): boolean => NORMS.has(norm)
