import { toBody } from '../../card/body.ts'
import { toSelect } from '../../card/plain.ts'
import { UserError } from '../../lib/errors.ts'
import type { Delivery } from '../../types.ts'
import type { Ask, Command, Reply } from '../command.ts'
import { completeStories, typed } from '../options.ts'
import { canSee } from '../permissions.ts'
import { shown, toStory } from '../resolve.ts'
import { readSubscriptions } from '../threads.ts'
import { answerWhyUrl } from '../why/url.ts'
import { answerWhy } from '../why/why.ts'

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
  const subscriptions = await readSubscriptions(ask)
  // A post of a forum is a channel of its own, whose first message has its id.
  const parent = ask.guild.channels.cache.get(channelId)?.parentId
  for (const subscription of subscriptions) {
    if (![channelId, parent].includes(subscription.channelId)) continue
    if (!canSee(ask, subscription.channelId)) continue
    const deliveries = await store.deliveries(subscription.id, DELIVERIES_LOOKED_AT)
    const found = deliveries.find((delivery) => delivery.messageId === messageId)
    if (found !== undefined) return whyDelivery(ask, found)
  }
  throw new UserError(`“${shown(messageId)}” is no message that I posted there and still remember.`)
}

/** The story of a message; of several the caller picks one. */
async function whyDelivery(ask: Ask, delivery: Delivery): Promise<Reply> {
  if (delivery.storyId !== undefined) return answerWhy(ask, await toStory(ask, delivery.storyId), 0)
  const options = (delivery.body.components ?? [])
    .flatMap((row) => row.components)
    .flatMap((part) => (part.type === 3 ? part.options : []))
    .filter(({ value }) => /^S-[A-Z2-7]{8}$/u.test(value))
  if (options.length === 0) {
    const what = delivery.slot === undefined ? 'a notice' : `the digest of ${delivery.slot}`
    throw new UserError(`That is ${what} of ${delivery.subscriptionId} and shows no story.`)
  }
  return {
    body: toBody({
      content: 'Which of its stories?',
      components: [toSelect('explain', '', 'Explain a story', options)],
    }),
  }
}

const DELIVERIES_LOOKED_AT = 100
