// Options that several commands share: their data for Discord, and what is offered while typing.

import { type APIApplicationCommandBasicOption, ApplicationCommandOptionType } from 'discord.js'
import { foldName } from '../lib/fuzzy.ts'
import { cutText, toLine } from '../lib/text.ts'
import type { Ask, Choice, Complete } from './command.ts'
import type { Named, NameKind } from './names.ts'

type Extra = { readonly required?: boolean }

/** A text that is completed from memory. */
export const typed = (
  name: string,
  description: string,
  extra: Extra = {},
): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  description,
  autocomplete: true,
  ...extra,
})

/** A free text of at most `max` characters. */
export const freeText = (
  name: string,
  description: string,
  max: number,
  extra: Extra = {},
): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  description,
  max_length: max,
  ...extra,
})

/** One of a few words. */
export const oneOf = (
  name: string,
  description: string,
  values: readonly string[],
  extra: Extra = {},
): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  description,
  choices: values.map((value) => ({ name: value, value })),
  ...extra,
})

/** A whole number in a range. */
export const count = (
  name: string,
  description: string,
  min: number,
  max: number,
): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.Integer,
  name,
  description,
  min_value: min,
  max_value: max,
})

export const DAYS_MAX = 90
export const days = (preset: number): APIApplicationCommandBasicOption =>
  count('days', `How far back (${preset})`, 1, DAYS_MAX)

const CHOICE_MAX = 100
const CHOICES_MAX = 25

/** Names of the pack: `Iran (ایران) · actor · 17 stories in 7 days`. */
export const completeNames =
  (...kinds: readonly NameKind[]): Complete =>
  (text, ask) =>
    ask.names
      .complete(kinds, text, ({ kind, entry }) => ask.memory.weekCount(kind, entry.id) ?? 0)
      .map((named) => ({ name: nameLabel(named, ask), value: named.entry.id }))

function nameLabel({ kind, entry, name }: Named, ask: Ask): string {
  const shown = foldName(name) === foldName(entry.label) ? '' : ` (${name})`
  const week = ask.memory.weekCount(kind, entry.id)
  const counted = week === undefined ? '' : ` · ${week} in 7 days`
  const tail = ` · ${kind}${counted}`
  return `${cutText(toLine(`${entry.label}${shown}`), CHOICE_MAX - tail.length)}${tail}`
}

/** Recent stories by the beginning of their id or by words of their titles. */
export const completeStories: Complete = (text, ask) => {
  const fold = foldName(text)
  const id = text.trim().toUpperCase()
  const found: Choice[] = []
  for (const story of ask.memory.stories()) {
    const titles = [story.title, ...story.sides.map((side) => side.title)]
    const fits =
      fold === '' ||
      story.id.startsWith(id) ||
      story.id.startsWith(`S-${id}`) ||
      titles.some((title) => foldName(title).includes(fold))
    if (!fits) continue
    const tail = ` · ${story.families.length} · ${story.id}`
    const side = story.sides.find((one) => one.lang === 'en')
    const title = toLine(side?.title ?? story.title)
    found.push({ name: `${cutText(title, CHOICE_MAX - tail.length)}${tail}`, value: story.id })
    if (found.length === CHOICES_MAX) break
  }
  return found
}

export const completeCamps: Complete = (text, ask) => {
  const fold = foldName(text)
  return ask.deps.answers
    .camps()
    .filter((camp) => foldName(`${camp.label} ${camp.id}`).includes(fold))
    .slice(0, CHOICES_MAX)
    .map((camp) => ({ name: cutText(camp.label, CHOICE_MAX), value: camp.id }))
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })

/** `Persian · fa`. */
export const languageLabel = (lang: string): string => `${languageNames.of(lang) ?? lang} · ${lang}`

/** Languages that a followed outlet writes in. */
export const completeLangs: Complete = (text, ask) => {
  const fold = foldName(text)
  const langs = new Set(ask.deps.answers.feeds().flatMap((feed) => feed.language ?? []))
  return [...langs]
    .map((lang) => ({ name: languageLabel(lang), value: lang }))
    .filter(({ name }) => foldName(name).includes(fold))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, CHOICES_MAX)
}
