// Months and weekdays in the languages of news feeds; every date is in 2024, unless a row says otherwise.

import { describe, expect, test } from 'vitest'
import { type DateContext, findDate } from '../../../src/feed/dates.ts'

const iso = (text: string, context: DateContext = {}): string => {
  const at = findDate(text, context)
  return at === undefined ? 'none' : new Date(at).toISOString().slice(0, 16)
}
type Row = readonly [written: string, told: string, context?: DateContext]

const tell = (rows: readonly Row[]): void => {
  for (const [written, told, context] of rows) {
    test(written, () => {
      expect(iso(written, context)).toBe(told)
    })
  }
}

/** Genitive, nominative or short names of twelve months between a day and a year. */
const months = (
  names: string,
  toText = (name: string): string => `5 ${name} 2024`,
  language = 'und',
): void => {
  const list = names.split(' ').map((name) => name.replaceAll('_', ' '))
  test.each(list)('%s', (name) => {
    const month = String(list.indexOf(name) + 1).padStart(2, '0')
    expect(iso(toText(name), { language })).toBe(`2024-${month}-05T00:00`)
  })
}

describe('names of months', () => {
  describe('Russian', () =>
    months('января февраля марта апреля мая июня июля августа сентября октября ноября декабря'))
  describe('Russian, nominative', () =>
    months('январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'))
  describe('Russian, short', () => months('янв фев мар апр май июн июл авг сен окт ноя дек'))
  describe('Ukrainian', () =>
    months(
      'січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня',
    ))
  describe('Ukrainian, nominative', () =>
    months(
      'січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень',
    ))
  describe('Belarusian', () =>
    months(
      'студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня',
    ))
  describe('Polish', () =>
    months(
      'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia',
    ))
  describe('Polish, nominative', () =>
    months(
      'styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień',
    ))
  describe('Polish, short', () => months('sty lut mar kwi maj cze lip sie wrz paź lis gru'))
  describe('Czech', () =>
    months('ledna února března dubna května června července srpna září října listopadu prosince'))
  describe('Slovak', () =>
    months(
      'januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra',
    ))
  describe('German', () =>
    months(
      'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
      (name) => `5. ${name} 2024`,
    ))
  describe('German, short', () => months('Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez'))
  describe('French', () =>
    months('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'))
  describe('French, short', () =>
    months('janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'))
  describe('Spanish', () =>
    months(
      'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
      (name) => `5 de ${name} de 2024`,
    ))
  describe('Spanish, short', () => months('ene feb mar abr may jun jul ago sep oct nov dic'))
  describe('Portuguese', () =>
    months(
      'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
      (name) => `5 de ${name} de 2024`,
    ))
  describe('Portuguese, short', () => months('jan fev mar abr mai jun jul ago set out nov dez'))
  describe('Italian', () =>
    months(
      'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
    ))
  describe('Italian, short', () => months('gen feb mar apr mag giu lug ago set ott nov dic'))
  describe('Dutch', () =>
    months(
      'januari februari maart april mei juni juli augustus september oktober november december',
    ))
  describe('Dutch, short', () => months('jan feb mrt apr mei jun jul aug sep okt nov dec'))
  describe('Swedish', () =>
    months('januari februari mars april maj juni juli augusti september oktober november december'))
  describe('Danish', () =>
    months(
      'januar februar marts april maj juni juli august september oktober november december',
      (name) => `5. ${name} 2024`,
    ))
  describe('Norwegian', () =>
    months(
      'januar februar mars april mai juni juli august september oktober november desember',
      (name) => `5. ${name} 2024`,
    ))
  describe('Finnish', () =>
    months(
      'tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta',
      (name) => `5. ${name} 2024`,
    ))
  describe('Hungarian', () =>
    months(
      'január február március április május június július augusztus szeptember október november december',
      (name) => `2024. ${name} 5.`,
    ))
  describe('Hungarian, short', () =>
    months(
      'jan. febr. márc. ápr. máj. jún. júl. aug. szept. okt. nov. dec.',
      (name) => `2024. ${name} 5.`,
    ))
  describe('Romanian', () =>
    months(
      'ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie',
    ))
  describe('Bulgarian', () =>
    months('януари февруари март април май юни юли август септември октомври ноември декември'))
  describe('Serbian', () =>
    months(
      'јануар фебруар март април мај јун јул август септембар октобар новембар децембар',
      (name) => `5. ${name} 2024.`,
    ))
  describe('Serbian, Latin', () =>
    months(
      'januar februar mart april maj jun jul avgust septembar oktobar novembar decembar',
      (name) => `5. ${name} 2024.`,
    ))
  describe('Croatian', () =>
    months(
      'siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca',
      (name) => `5. ${name} 2024.`,
      'hr',
    ))
  describe('Slovenian', () =>
    months(
      'januar februar marec april maj junij julij avgust september oktober november december',
      (name) => `5. ${name} 2024`,
    ))
  describe('Greek', () =>
    months(
      'Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου',
    ))
  describe('Greek, short', () => months('Ιαν Φεβ Μαρ Απρ Μαϊ Ιουν Ιουλ Αυγ Σεπ Οκτ Νοε Δεκ'))
  describe('Turkish', () =>
    months('Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık'))
  describe('Turkish, short', () => months('Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara'))
  describe('Azerbaijani', () =>
    months('yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr'))
  describe('Hebrew', () =>
    months(
      'ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר',
      (name) => `5 ב${name} 2024`,
    ))
  describe('Arabic of Egypt', () =>
    months('يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر'))
  describe('Arabic of the Levant', () =>
    months(
      'كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول',
    ))
  describe('Persian', () =>
    months('ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر'))
  describe('Hindi', () => months('जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर'))
  describe('Urdu', () =>
    months('جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر'))
  describe('Indonesian', () =>
    months(
      'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember',
    ))
  describe('Vietnamese', () =>
    months(
      'tháng_1 tháng_2 tháng_3 tháng_4 tháng_5 tháng_6 tháng_7 tháng_8 tháng_9 tháng_10 tháng_11 tháng_12',
    ))
  describe('Kazakh', () =>
    months('қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'))
  describe('Armenian', () =>
    months(
      'հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի',
    ))
  describe('Georgian', () =>
    months(
      'იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი',
    ))
  describe('Lithuanian', () =>
    months(
      'sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio',
      (name) => `2024 m. ${name} 5 d.`,
    ))
  describe('Latvian', () =>
    months(
      'janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris',
      (name) => `2024. gada 5. ${name}`,
    ))
  describe('Estonian', () =>
    months(
      'jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember',
      (name) => `5. ${name} 2024`,
    ))
  describe('Catalan', () =>
    months(
      'gener febrer març abril maig juny juliol agost setembre octubre novembre desembre',
      (name) => `5 de ${name} de 2024`,
    ))
  describe('Albanian', () =>
    months('janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor'))
})

describe('whole dates of feeds that are not English', () => {
  tell([
    ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00'],
    ['Δευτέρα, 15 Ιανουαρίου 2024 10:30', '2024-01-15T10:30'],
    ['2004-július-13T9:15-05:00', '2004-07-13T14:15'],
    ['2004. július 13., 9:15', '2004-07-13T09:15'],

    ['2004-05-25 오후 11:23:17', '2004-05-25T23:23'],
    ['2004-05-25 오전 11:23:17', '2004-05-25T11:23'],
    ['2004년 05월 28일 01:31:15', '2004-05-28T01:31'],
    ['2004년 5월 28일 오후 3:05', '2004-05-28T15:05'],
    ['2024年1月5日 10:30', '2024-01-05T10:30'],
    ['2024年01月05日 10时30分', '2024-01-05T10:30'],
    ['2024年1月5日(金) 10時30分', '2024-01-05T10:30'],
    ['2024年1月5日 星期五 下午3:05', '2024-01-05T15:05'],
    ['Пт, 05 Янв 2024 10:30:00 +0300', '2024-01-05T07:30'],
    ['Пт., 5 янв. 2024 г., 10:30 мск', '2024-01-05T07:30'],
    ['5 января 2024, 10:30', '2024-01-05T10:30'],
    ['пятница, 5 января 2024 г. в 10:30', '2024-01-05T10:30'],
    ['5 января 2024 года', '2024-01-05T00:00'],
    ['05.01.2024, 10:30', '2024-01-05T10:30'],
    ['05.01.2024 10:30:15', '2024-01-05T10:30'],
    ['05.01.24 10:30', '2024-01-05T10:30'],
    ['10:30 05.01.2024', '2024-01-05T10:30'],
    ['10:30, 5 января 2024', '2024-01-05T10:30'],
    ['пʼятниця, 5 січня 2024 р. о 10:30', '2024-01-05T10:30'],
    ['П’ятниця, 05 січня 2024 10:30:00 +0200', '2024-01-05T08:30'],
    ['Sex, 05 Jan 2024 10:30:00 -0300', '2024-01-05T13:30'],
    ['sex, 05 jan 2024 10:30:00 -0300', '2024-01-05T13:30'],
    ['Sáb, 06 Jan 2024 10:30:00 -0300', '2024-01-06T13:30'],
    ['5 de janeiro de 2024 às 10h30', '2024-01-05T10:30'],
    ['05/01/2024 10h30', '2024-01-05T10:30', { language: 'pt' }],
    ['Vie, 05 Ene 2024 10:30:00 +0100', '2024-01-05T09:30'],
    ['Viernes 5 de enero de 2024 a las 10:30', '2024-01-05T10:30'],
    ['Ven, 05 Gen 2024 10:30:00 +0100', '2024-01-05T09:30'],
    ['ven. 5 janv. 2024 10:30', '2024-01-05T10:30'],
    ['vendredi 5 janvier 2024 à 10h30', '2024-01-05T10:30'],
    ['1er janvier 2024', '2024-01-01T00:00'],
    ['Fr, 05 Jan 2024 10:30:00 +0100', '2024-01-05T09:30'],
    ['Freitag, 5. Januar 2024, 10:30 Uhr', '2024-01-05T10:30'],
    ['Fr., 05. Jan. 2024 10:30', '2024-01-05T10:30'],
    ['Do, 05 Dez 2024 10:30:00 MEZ', '2024-12-05T09:30'],
    ['pt., 5 sty 2024 10:30:00 +0100', '2024-01-05T09:30'],
    ['piątek, 5 stycznia 2024, 10:30', '2024-01-05T10:30'],
    ['Pá, 5 led 2024 10:30:00 +0100', '2024-01-05T09:30'],
    ['Cum, 05 Oca 2024 10:30:00 +0300', '2024-01-05T07:30'],
    ['5 Ocak 2024 Cuma 10:30', '2024-01-05T10:30'],
    ['vr, 05 jan 2024 10:30:00 +0100', '2024-01-05T09:30'],
    ['fre, 05 jan 2024 10:30:00 +0100', '2024-01-05T09:30'],
    ['pe, 05 tammi 2024 10:30:00 +0200', '2024-01-05T08:30'],
    ['vin, 05 ian 2024 10:30:00 +0200', '2024-01-05T08:30'],
    ['пет, 05 яну 2024 10:30:00 +0200', '2024-01-05T08:30'],
    ['الجمعة، 5 يناير 2024 10:30', '2024-01-05T10:30'],
    ['الجمعة ٥ يناير ٢٠٢٤ - ١٠:٣٠', '2024-01-05T10:30'],
    ['5 يناير 2024 10:30 م', '2024-01-05T22:30'],
    ['یکشنبه ۱۵ آبان ۱۴۰۲ - ۱۰:۳۰', '2023-11-06T10:30'],
    ['جمعه ۱۵ دی ۱۴۰۲ ساعت ۱۰:۳۰', '2024-01-05T10:30'],
    ['1402/10/15 10:30', '2024-01-05T10:30'],
    ['۱۴۰۲/۱۰/۱۵', '2024-01-05T00:00'],
    ['יום שישי, 5 בינואר 2024, 10:30', '2024-01-05T10:30'],
    ['5 มกราคม 2567 10:30', '2024-01-05T10:30'],
    ['शुक्रवार, 5 जनवरी 2024 10:30', '2024-01-05T10:30'],
    ['T6, 05/01/2024 10:30', '2024-01-05T10:30', { language: 'vi' }],
    ['jumat, 5 januari 2024 10:30 WIB', '2024-01-05T03:30'],
  ])
})
