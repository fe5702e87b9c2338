// Zone abbreviations in use, as minutes east of Greenwich. Sources: RFC 822 §5 (UT … PDT), RFC 2822 §4.3,
// the tz database's abbreviations up to 2024, and Russian, German and Persian writings of them.

import { offsetAt } from './dates-zone.ts'

const HOUR = 60

const OFFSETS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    uct: 0,
    wet: 0,
    zulu: 0,
    west: 1,
    cet: 1,
    met: 1,
    mez: 1,
    bst: 1,
    wat: 1,
    cest: 2,
    mest: 2,
    mesz: 2,
    eet: 2,
    cat: 2,
    sast: 2,
    wast: 2,
    idt: 3,
    eest: 3,
    msk: 3,
    мск: 3,
    trt: 3,
    eat: 3,
    fet: 3,
    arst: 3,
    msd: 4,
    irst: 3.5,
    irdt: 4.5,
    samt: 4,
    aztt: 4,
    azt: 4,
    azst: 5,
    get: 4,
    mut: 4,
    sct: 4,
    gst: 4,
    aft: 4.5,
    pkt: 5,
    uzt: 5,
    tjt: 5,
    tmt: 5,
    mvt: 5,
    yekt: 5,
    yekst: 6,
    aqtt: 5,
    ist: 5.5,
    npt: 5.75,
    omst: 6,
    omsst: 7,
    bdt: 6,
    kgt: 6,
    btt: 6,
    almt: 6,
    mmt: 6.5,
    novt: 7,
    krat: 7,
    krast: 8,
    hovt: 7,
    ict: 7,
    wib: 7,
    wita: 8,
    wit: 9,
    hkt: 8,
    sgt: 8,
    myt: 8,
    pht: 8,
    awst: 8,
    irkt: 8,
    irkst: 9,
    ulat: 8,
    chst: 10,
    jst: 9,
    kst: 9,
    yakt: 9,
    yakst: 10,
    tlt: 9,
    acst: 9.5,
    acdt: 10.5,
    aest: 10,
    aedt: 11,
    vlat: 10,
    vlast: 11,
    magt: 11,
    sakt: 11,
    sret: 11,
    pett: 12,
    nzst: 12,
    nzdt: 13,
    fjt: 12,
    tot: 13,
    azot: -1,
    azost: 0,
    cvt: -1,
    brt: -3,
    brst: -2,
    art: -3,
    uyt: -3,
    clst: -3,
    gft: -3,
    srt: -3,
    nst: -3.5,
    ndt: -2.5,
    ast: -4,
    adt: -3,
    clt: -4,
    bot: -4,
    vet: -4,
    gyt: -4,
    pyt: -4,
    est: -5,
    edt: -4,
    cot: -5,
    pet: -5,
    ect: -5,
    cst: -6,
    cdt: -5,
    mst: -7,
    mdt: -6,
    pst: -8,
    pdt: -7,
    akst: -9,
    akdt: -8,
    hst: -10,
    hdt: -9,
    hast: -10,
    hadt: -9,
    sst: -11,
    et: -5,
    ct: -6,
    mt: -7,
    pt: -8,
  }).map(([name, hours]) => [name, hours * HOUR] as const),
)

/** Letters that mean several zones; the feed's own zone decides where it is one of them. */
const AMBIGUOUS: ReadonlyMap<string, readonly number[]> = new Map([
  ['ist', [2 * HOUR, 1 * HOUR, 5.5 * HOUR]],
  ['cst', [8 * HOUR, -6 * HOUR]],
  ['ast', [3 * HOUR, -4 * HOUR]],
  ['bst', [6 * HOUR, 1 * HOUR]],
  ['gst', [4 * HOUR, -2 * HOUR]],
  ['amt', [4 * HOUR, -4 * HOUR]],
  ['sst', [8 * HOUR, -11 * HOUR]],
  ['pst', [8 * HOUR, -8 * HOUR]],
])

/** US clocks without their season: `ET` is summer or winter time by the date. */
const SEASONAL: ReadonlyMap<string, string> = new Map([
  ['et', 'America/New_York'],
  ['ct', 'America/Chicago'],
  ['mt', 'America/Denver'],
  ['pt', 'America/Los_Angeles'],
])

/** IANA name of an abbreviation whose offset depends on the date. */
export const findSeasonalZone = (name: string): string | undefined =>
  SEASONAL.get(name.toLowerCase())

/** Minutes east of Greenwich of an abbreviation in any case, or `undefined`. */
export function findOffset(
  name: string,
  context: { readonly zone?: string; readonly language?: string },
): number | undefined {
  const key = name.toLowerCase()
  const meanings = AMBIGUOUS.get(key)
  if (meanings !== undefined && context.zone !== undefined) {
    const own = standardOffset(context.zone)
    const meant = meanings.find((minutes) => minutes === own)
    if (meant !== undefined) return meant
  }
  if (key === 'ist' && context.language?.startsWith('he')) return 2 * HOUR
  if (key === 'amt') return 4 * HOUR
  return OFFSETS.get(key)
}

/** The smaller offset of the two halves of a year: a zone's standard time. */
function standardOffset(zone: string): number | undefined {
  const january = offsetAt(zone, Date.UTC(2024, 0, 15))
  const july = offsetAt(zone, Date.UTC(2024, 6, 15))
  if (january === undefined || july === undefined) return undefined
  return Math.min(january, july) / 60_000
}
