import { access, constants, mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HOUR_MS } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import { offsetAt } from '../lib/zone.ts'
import { type Check, fail, ok, warn } from './doctor.ts'

const NODE_MAJOR = 24
const MEGABYTE = 1_000_000
/** A day of the shipped feeds is some 30 MB; below this the next weeks are not safe. */
const SPACE_WARN = 1000 * MEGABYTE
const SPACE_FAIL = 100 * MEGABYTE

/** Node itself, by its version text such as `v24.21.0`. */
export function checkNode(version: string): Check {
  const major = Number(/^v?(\d+)/.exec(version)?.[1])
  return major >= NODE_MAJOR
    ? ok('node', version)
    : fail('node', `${version} is too old`, `install Node ${NODE_MAJOR} or newer`)
}

/** The data folder: there or can be made, can be written to, with room. */
export async function checkFolder(folder: string): Promise<readonly Check[]> {
  const probe = join(folder, `.doctor-${process.pid}`)
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
    await writeFile(probe, 'x')
    await rm(probe)
  } catch (error) {
    const fix = 'set AXIS_DATA to a folder that this user may write to'
    return [fail('data folder', `${folder} cannot be written to: ${messageOf(error)}`, fix)]
  }
  const { bavail, bsize } = await statfs(folder)
  return [ok('data folder', folder), checkSpace(bavail * bsize)]
}

/** Free bytes of the disk that holds the data folder. */
export function checkSpace(free: number): Check {
  const text = `${Math.round(free / MEGABYTE).toLocaleString('en')} MB free`
  if (free < SPACE_FAIL) return fail('free space', text, 'make room: nothing can be stored soon')
  if (free < SPACE_WARN)
    return warn('free space', text, 'make room, or lower retention in settings.yaml')
  return ok('free space', text)
}

/** Zones that changed their rules lately: an old table would plan digests an hour off. */
const KNOWN_OFFSETS: readonly (readonly [zone: string, at: string, hours: number])[] = [
  // Iran gave up summer time in 2022, Syria and Jordan stay at +3 since then, Kazakhstan at +5 since 2024.
  ['Asia/Tehran', '2025-07-01T00:00:00Z', 3.5],
  ['Asia/Damascus', '2025-01-01T00:00:00Z', 3],
  ['Asia/Almaty', '2025-01-01T00:00:00Z', 5],
  ['Europe/Moscow', '2025-07-01T00:00:00Z', 3],
]

/** Whether the time zone data of this Node knows what changed in the last years. */
export function checkZones(offset: typeof offsetAt = offsetAt): Check {
  const wrong = KNOWN_OFFSETS.filter(
    ([zone, at, hours]) => offset(Date.parse(at), zone) !== hours * HOUR_MS,
  ).map(([zone]) => zone)
  return wrong.length === 0
    ? ok('time zones', `data of ${process.versions.tz ?? 'this Node'} knows the last changes`)
    : warn('time zones', `old data for ${wrong.join(', ')}`, 'install a newer Node 24')
}
