const MAX_FORMATS = 64
const formats = new Map<string, Intl.DateTimeFormat | undefined>()

/** Milliseconds by which an IANA zone is ahead of UTC at an instant, or `undefined` for an unknown zone. */
export function offsetAt(zone: string, at: number): number | undefined {
  const format = findFormat(zone)
  if (format === undefined) return undefined
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const get = (name: Intl.DateTimeFormatPartTypes): number => part.get(name) ?? 0
  const local = Date.UTC(
    get('year'),
    get('month') - 1,
    get('day'),
    get('hour'),
    get('minute'),
    get('second'),
  )
  return local - Math.floor(at / 1000) * 1000
}

/** Whether the runtime knows a zone by this name. */
export const isZone = (zone: string): boolean => findFormat(zone) !== undefined

function findFormat(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone)
  if (formats.size >= MAX_FORMATS) formats.clear()
  const format = openFormat(zone)
  formats.set(zone, format)
  return format
}

function openFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}
