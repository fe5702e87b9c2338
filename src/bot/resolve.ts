// From what somebody typed to what is meant; a UserError says what else it may be.

import { UserError } from '../lib/errors.ts'
import { foldName } from '../lib/fuzzy.ts'
import { toLine } from '../lib/text.ts'
import type { Camp, Instant, Story, StoryDetail } from '../types.ts'
import type { Ask } from './command.ts'
import { type Named, type NameKind, namedLabel } from './names.ts'

const SUGGESTED = 5
const TYPED_SHOWN = 60

/** The entry of the pack; throws `I know no actor “x”. Did you mean …?`. */
export function toNamed(ask: Ask, kinds: readonly NameKind[], text: string): Named {
  const found = ask.names.find(kinds, text)
  if (found !== undefined) return found
  const near = ask.names.near(kinds, text, SUGGESTED).map(namedLabel)
  throw new UserError(unknown(kinds.join(' or '), text, near))
}

/** The id of an optional name. */
export const findNamedId = (
  ask: Ask,
  kind: NameKind,
  text: string | undefined,
): string | undefined => (text === undefined ? undefined : toNamed(ask, [kind], text).entry.id)

/** The story by any unique beginning of its id; throws with the nearest that is known. */
export async function toStory(ask: Ask, text: string): Promise<StoryDetail> {
  const id = text.trim().toUpperCase()
  const detail = /^(?:S-)?[A-Z2-7]{4,8}$/u.test(id)
    ? await ask.deps.store.findStory(id.startsWith('S-') ? id : `S-${id}`)
    : undefined
  if (detail !== undefined) return detail
  const near = findByTitle(ask, text)
  const [only] = near
  // Words that only one recent story has mean that one.
  const named = near.length === 1 && only ? await ask.deps.store.findStory(only.id) : undefined
  if (named !== undefined) return named
  const hint =
    near.length === 0
      ? 'A story id looks like S-7KQ2ABCD; at least four characters after S-, and only one story may begin so. Start typing words of its title and pick one from the list.'
      : `Did you mean ${near.map((one) => `${one.id} “${toLine(one.title).slice(0, 80)}”`).join(', or ')}?`
  throw new UserError(`I know no story “${shown(text)}”. ${hint}`)
}

const NEAR_STORIES = 3

function findByTitle(ask: Ask, text: string): readonly Story[] {
  const fold = foldName(text)
  if (fold === '') return []
  return ask.memory
    .stories()
    .filter((story) =>
      [story.title, ...story.sides.map((side) => side.title)].some((title) =>
        foldName(title).includes(fold),
      ),
    )
    .slice(0, NEAR_STORIES)
}

export function findCamp(ask: Ask, text: string | undefined): Camp | undefined {
  if (text === undefined) return undefined
  const camps = ask.deps.answers.camps()
  const fold = foldName(text)
  const found = camps.find((camp) => camp.id === text || foldName(camp.label) === fold)
  if (found !== undefined) return found
  throw new UserError(
    unknown(
      'camp',
      text,
      camps.map((camp) => camp.label),
    ),
  )
}

/** A date `2026-11-25` or an age `14d`, `12h`; the start of that day in UTC. Throws UserError. */
export function toInstant(text: string, now: Instant, name: string): Instant {
  const age = /^(\d{1,4})\s*([hd])$/iu.exec(text)
  if (age) {
    const unit = age[2]?.toLowerCase() === 'h' ? HOUR : DAY
    return now - Number(age[1]) * unit
  }
  const day = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text)
  const at = day ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // Date.parse takes 2026-02-31 for a day in March; written back it shows.
  if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(text)) return at
  throw new UserError(
    `${name}: “${shown(text)}” is no date. Write it as 2026-11-25, or as an age: 12h, 14d.`,
  )
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

const unknown = (what: string, text: string, near: readonly string[]): string =>
  `I know no ${what} “${shown(text)}”. ${near.length > 0 ? `Did you mean ${near.slice(0, SUGGESTED).join(', ')}?` : 'Start typing and pick one from the list.'}`

export const shown = (text: string): string => toLine(text).slice(0, TYPED_SHOWN)
