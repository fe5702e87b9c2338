import { UserError } from '../../lib/errors.ts'
import type { Ask, Command, Reply } from '../command.ts'
import { completeStories, typed } from '../options.ts'
import { shown, toStory } from '../resolve.ts'
import { answerWhy } from '../why.ts'
import { answerWhyUrl } from '../why-url.ts'

const MESSAGE_LINK = /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(\d+)\/(\d+)\/(\d+)$/u

export const why = {
  name: 'why',
  description: 'Why a story is what it is, or why something was not posted',
  options: [typed('what', "A story, an article's address, or a message link", { required: true })],
  complete: { what: completeStories },
  run: async (ask, given) => {
    const what = given.text('what') ?? ''
    const link = MESSAGE_LINK.exec(what)
    if (link) return whyMessage(ask, link[1] ?? '', link[2] ?? '', link[3] ?? '')
    if (/^https?:\/\//iu.test(what)) return answerWhyUrl(ask, what)
    return answerWhy(ask, await toStory(ask, what), 0)
  },
} satisfies Command

/** A message of ours is found by its id among what was delivered to the channel. */
async function whyMessage(
  ask: Ask,
  guildId: string,
  channelId: string,
  messageId: string,
): Promise<Reply> {
  if (guildId !== ask.guildId) {
    throw new UserError('That message is in another server. Ask there.')
  }
  const { store } = ask.deps
  for (const subscription of await store.subscriptions({ guildId })) {
    if (subscription.channelId !== channelId) continue
    const deliveries = await store.deliveries(subscription.id, DELIVERIES_LOOKED_AT)
    const found = deliveries.find((delivery) => delivery.messageId === messageId)
    if (found === undefined) continue
    if (found.storyId !== undefined) {
      const detail = await store.findStory(found.storyId)
      if (detail !== undefined) return answerWhy(ask, detail, 0)
    }
    const what = found.slot === undefined ? 'a message' : `the digest of ${found.slot}`
    throw new UserError(
      `That is ${what} of ${subscription.id}. Open one of its stories and press Why, or name a story.`,
    )
  }
  throw new UserError(`“${shown(messageId)}” is no message that I posted there and still remember.`)
}

const DELIVERIES_LOOKED_AT = 100
