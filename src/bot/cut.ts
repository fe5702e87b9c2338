import { toBody, toFooter, toStorySelect } from '../card/body.ts'
import { escapeText } from '../card/escape.ts'
import { DESCRIPTION_MAX } from '../card/limits.ts'
import { fitStories } from '../card/line.ts'
import { PLAIN_COLOUR, storiesOf } from '../card/word.ts'
import { UserError } from '../lib/errors.ts'
import type { Ask, Reply } from './command.ts'

const GONE = 'That digest is no longer stored. Ask for what is new: /axis latest.'

/** The stories that a cap left out of a digest; `id` is `ax-7KQ2A/2026-11-25T07:00`. */
export async function answerCut(ask: Ask, id: string): Promise<Reply> {
  const { store } = ask.deps
  const [subscriptionId = '', slot = ''] = id.split('/')
  const [subscription, digest] = await Promise.all([
    store.findSubscription(subscriptionId),
    store.findDigest(subscriptionId, slot),
  ])
  if (digest === undefined || subscription?.guildId !== ask.guildId) throw new UserError(GONE)
  const found = await store.storiesByIds(digest.cut)
  const stories = digest.cut.flatMap((one) => found.find((story) => story.id === one) ?? [])
  if (stories.length === 0) throw new UserError(GONE)
  const context = await ask.context()
  return {
    body: toBody({
      embeds: [
        {
          title: `Also in the digest of ${escapeText(slot.replace('T', ' '), 20)}`,
          description: fitStories(stories, context, DESCRIPTION_MAX),
          color: PLAIN_COLOUR,
          footer: toFooter(`${storiesOf(stories.length)}, left out by the cap`, context),
        },
      ],
      components: [toStorySelect(stories, context)],
    }),
    shareable: true,
  }
}
