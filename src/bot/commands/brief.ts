import { digestMessages } from '../../card/digest.ts'
import { mutedCounts } from '../../digest/mute.ts'
import { DAY_MS, HOUR_MS } from '../../lib/clock.ts'
import type { MessageBody, Subscription } from '../../types.ts'
import type { Ask, Command } from '../command.ts'
import { answerCut } from '../cut.ts'
import { completeNames, oneOf, typed } from '../options.ts'
import { findNamedId } from '../resolve.ts'
import { toSubscription } from '../subs/draft-settings.ts'

const PERIODS: Readonly<Record<string, number>> = {
  '6h': 6 * HOUR_MS,
  '24h': DAY_MS,
  '3d': 3 * DAY_MS,
  '7d': 7 * DAY_MS,
}
const STYLES: Readonly<Record<string, Subscription['style']>> = {
  short: 'compact',
  standard: 'standard',
  long: 'rich',
}

export const brief = {
  name: 'brief',
  description: 'A digest of the last hours or days, for you alone',
  options: [
    oneOf('period', 'Of how long (24h)', Object.keys(PERIODS)),
    typed('theme', 'Only this theme'),
    oneOf('length', 'How much of each story (standard)', Object.keys(STYLES)),
  ],
  complete: { theme: completeNames('theme') },
  slow: true,
  heavy: true,
  run: async (ask, given) => {
    const theme = findNamedId(ask, 'theme', given.text('theme'))
    const context = await ask.context()
    const now = ask.deps.clock.now()
    const reader = await toReader(ask, context.lang)
    const subscription: Subscription = {
      ...reader,
      filters: { ...reader.filters, themes: theme === undefined ? [] : [theme] },
      style: STYLES[given.text('length') ?? 'standard'] ?? 'standard',
    }
    const from = now - (PERIODS[given.text('period') ?? '24h'] ?? DAY_MS)
    const digest = await ask.deps.answers.previewDigest(subscription, from, now)
    const { mutes = [] } = await ask.settings()
    const muted = mutedCounts(mutes, now)
    const messages = digestMessages(digest, subscription, context, { title: 'Brief', muted })
    const [first, ...rest] = messages.map(({ flags: _silent, ...body }) => withoutCut(body))
    if (first === undefined) throw new Error('a digest without a message')
    return { body: first, also: rest, shareable: true }
  },
  presses: {
    // "+n more" of a posted digest: what its caps left out, for the reader alone.
    cut: { kind: 'private', run: (ask, pressed) => answerCut(ask, pressed.id) },
  },
} satisfies Command

/** "+n more" of a brief would lead nowhere: it is stored nowhere. */
function withoutCut(body: MessageBody): MessageBody {
  const rows = (body.components ?? []).filter((row) =>
    row.components.every((part) => part.type === 3),
  )
  const { components: _all, ...bare } = body
  return rows.length === 0 ? bare : { ...bare, components: rows }
}

/** A subscription that nobody made: what this reader would get here. */
async function toReader(ask: Ask, lang: string): Promise<Subscription> {
  const { zone } = await ask.settings()
  const basics = {
    id: 'brief',
    guildId: ask.guildId,
    // Nothing was posted in a channel that does not exist: a brief leaves out nothing.
    channelId: '0',
    channelKind: 'text' as const,
    createdBy: ask.userId,
    createdAt: ask.deps.clock.now(),
    zone: zone ?? 'UTC',
    lang,
  }
  return toSubscription(basics, 'digest')
}
