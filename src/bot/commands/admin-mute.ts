import { toDateTime, toRelative } from '../../card/body.ts'
import { escapeText } from '../../card/escape.ts'
import { plainCard, toSelect } from '../../card/plain.ts'
import { countOf } from '../../card/word.ts'
import { isActive } from '../../digest/mute.ts'
import { HOUR_MS } from '../../lib/clock.ts'
import { UserError } from '../../lib/errors.ts'
import { foldName } from '../../lib/fuzzy.ts'
import { base32 } from '../../lib/hash.ts'
import type { GuildSettings, Mute } from '../../ports.ts'
import type { Ask, Command, Complete, Group, Reply } from '../command.ts'
import { completeFeeds, toFeed } from '../feeds/feeds.ts'
import { completeStories, count, freeText, typed } from '../options.ts'
import { shown, toStory } from '../resolve.ts'
import { changeList } from '../settings/settings.ts'

const MUTES_MAX = 100
const HOURS_MAX = 24 * 365
const WORDS_MAX = 80
const hours = count('hours', 'For how many hours (for good)', 1, HOURS_MAX)

const source = {
  name: 'source',
  description: 'Leaves out what this outlet tells alone',
  options: [typed('outlet', 'The outlet', { required: true }), hours],
  complete: { outlet: completeFeeds },
  run: async (ask, given) => {
    const feed = toFeed(ask, given.text('outlet') ?? '')
    return add(ask, given.number('hours'), {
      kind: 'source',
      value: feed.family,
      label: feed.outlet,
    })
  },
} satisfies Command

const words = {
  name: 'words',
  description: 'Leaves out stories with these words in a title or sentence',
  options: [
    freeText('words', 'In this order, in any of their forms', WORDS_MAX, { required: true }),
    hours,
  ],
  run: async (ask, given) => {
    const text = given.text('words') ?? ''
    const parts = ask.deps.answers.searchWords(text)
    if (parts.length === 0) {
      throw new UserError(`“${shown(text)}” holds no word. Write the words as a title has them.`)
    }
    return add(ask, given.number('hours'), { kind: 'words', value: text, label: text })
  },
} satisfies Command

const story = {
  name: 'story',
  description: 'Leaves out one story',
  options: [typed('story', 'Its id, or words of its title', { required: true }), hours],
  complete: { story: completeStories },
  run: async (ask, given) => {
    const { story: found } = await toStory(ask, given.text('story') ?? '')
    return add(ask, given.number('hours'), { kind: 'story', value: found.id, label: found.title })
  },
} satisfies Command

const list = {
  name: 'list',
  description: 'What is muted here, and until when',
  run: async (ask) => show(ask, await ask.settings()),
} satisfies Command

const completeMutes: Complete = async (text, ask) => {
  const { mutes = [] } = await ask.settings()
  return mutes
    .filter((mute) => isActive(mute, ask.deps.clock.now()))
    .map((mute) => ({ name: `${mute.kind}: ${mute.label}`.slice(0, 100), value: mute.id }))
    .filter(({ name }) => foldName(name).includes(foldName(text)))
    .slice(0, 25)
}

const remove = {
  name: 'remove',
  description: 'Ends a mute',
  options: [typed('mute', 'Which one', { required: true })],
  complete: { mute: completeMutes },
  run: async (ask, given) => end(ask, given.text('mute') ?? ''),
  presses: {
    unmute: { kind: 'update', run: (ask, pressed) => end(ask, pressed.values[0] ?? '') },
  },
} satisfies Command

export const adminMute = {
  name: 'mute',
  description: 'What this server does not want to see',
  commands: [source, words, story, list, remove],
} satisfies Group

async function add(
  ask: Ask,
  forHours: number | undefined,
  what: Pick<Mute, 'kind' | 'value' | 'label'>,
): Promise<Reply> {
  const now = ask.deps.clock.now()
  const mute: Mute = {
    id: base32(`${what.kind}:${what.value}`, 8),
    ...what,
    by: ask.userId,
    at: now,
    ...(forHours === undefined ? {} : { until: now + forHours * HOUR_MS }),
  }
  const settings = await changeList<'mutes', Mute>(ask, 'mutes', (mutes) => {
    // The same thing muted again only gets its new end; what has ended makes room.
    const others = mutes.filter((one) => one.id !== mute.id && isActive(one, now))
    if (others.length >= MUTES_MAX) {
      throw new UserError(
        `There are ${others.length} of ${MUTES_MAX} mutes. End one first: /axis-admin mute remove.`,
      )
    }
    return [...others, mute]
  })
  return show(ask, settings, `Muted: ${mute.kind} “${mute.label}”`)
}

async function end(ask: Ask, text: string): Promise<Reply> {
  const fold = foldName(text)
  const { mutes = [] } = await ask.settings()
  const found = mutes.find((one) => one.id === text || foldName(one.label) === fold)
  if (found === undefined) {
    throw new UserError(`Nothing is muted as “${shown(text)}”. See /axis-admin mute list.`)
  }
  const settings = await changeList<'mutes', Mute>(ask, 'mutes', (all) =>
    all.filter((one) => one.id !== found.id),
  )
  return show(ask, settings, `No longer muted: ${found.kind} “${found.label}”`)
}

async function show(ask: Ask, settings: GuildSettings, note?: string): Promise<Reply> {
  const now = ask.deps.clock.now()
  const active = (settings.mutes ?? []).filter((mute) => isActive(mute, now))
  const lines = active.map((mute) => {
    const until = mute.until === undefined ? 'for good' : `until ${toDateTime(mute.until)}`
    return `**${mute.kind}** ${escapeText(mute.label, 160)} · ${until} · by <@${mute.by.replace(/\D/gu, '')}> ${toRelative(mute.at)}`
  })
  const options = active.map((mute) => ({ label: `${mute.kind}: ${mute.label}`, value: mute.id }))
  const input = {
    title: 'Muted here',
    blocks: [...(note === undefined ? [] : [`✓ ${escapeText(note, 250)}`, '']), ...lines],
    empty: 'Nothing is muted here.',
    footer: `${countOf(active.length, 'mute')} · digests say how many sources and words`,
    components: [toSelect('unmute', '', 'End one', options)],
  }
  return { body: plainCard(input, await ask.context()) }
}
