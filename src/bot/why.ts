import { type WhySubscription, whyCard } from '../card/why.ts'
import { passes } from '../digest/passes.ts'
import { packResolve } from '../lib/query.ts'
import type { StoryDetail, Subscription } from '../types.ts'
import type { Ask, Reply } from './command.ts'
import { correctDetail } from './corrections.ts'
import { canSee } from './permissions.ts'

/** Why a story is what it is, as stored, and what became of it in the subscriptions that the caller may see. */
export async function answerWhy(ask: Ask, detail: StoryDetail, page: number): Promise<Reply> {
  const all = await ask.deps.store.subscriptions({ guildId: ask.guildId })
  const visible = all.filter((one) => canSee(ask.member, one.channelId))
  const subscriptions = await Promise.all(visible.map((one) => toStage(ask, detail, one)))
  return {
    body: whyCard(await correctDetail(ask, detail), await ask.context(), { page, subscriptions }),
    shareable: true,
  }
}

async function toStage(
  ask: Ask,
  { story }: StoryDetail,
  subscription: Subscription,
): Promise<WhySubscription> {
  const { id, channelId } = subscription
  const [posted] = await ask.deps.store.postedStories(channelId, [story.id])
  if (posted !== undefined) {
    const url =
      posted.messageId === undefined
        ? {}
        : { url: `https://discord.com/channels/${ask.guildId}/${channelId}/${posted.messageId}` }
    return { id, channelId, passed: true, stage: `delivered as ${posted.mode}`, ...url }
  }
  const { answers } = ask.deps
  const resolve = packResolve(answers.pack())
  const verdict = passes(subscription.filters, story, answers.camps(), resolve)
  return verdict.passed
    ? { id, channelId, passed: true, stage: 'lets it through; not posted yet' }
    : { id, channelId, passed: false, stage: `filtered by ${verdict.stage}: ${verdict.text}` }
}
