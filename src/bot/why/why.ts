import { whyCard } from '../../card/why.ts'
import type { StoryDetail, Subscription } from '../../types.ts'
import type { Ask, Reply } from '../command.ts'
import { canSee } from '../permissions.ts'
import { correctDetail } from '../report/corrections.ts'
import { readSubscriptions } from '../threads.ts'
import { stageOf, stageWords } from './stage.ts'

/** Why a story is what it is, as stored, and what became of it in the subscriptions that the caller may see. */
export async function answerWhy(ask: Ask, detail: StoryDetail, page: number): Promise<Reply> {
  const visible = (await visibleHere(ask)).filter(
    ({ filters }) => filters.story === undefined || filters.story === detail.story.id,
  )
  const subscriptions = await Promise.all(
    visible.map(async (one) => {
      const stage = await stageOf(ask, detail, one)
      const { id, channelId } = one
      if (stage.kind === 'delivered') {
        return { id, channelId, passed: true, stage: 'delivered', url: stage.url }
      }
      const { passed, text } = stageWords(stage)
      return { id, channelId, passed, stage: text }
    }),
  )
  const corrected = await correctDetail(ask, detail)
  return {
    body: whyCard(corrected, await ask.context(), { page, subscriptions }),
    shareable: true,
  }
}

/** Subscriptions of channels that the caller can see. */
export async function visibleHere(ask: Ask): Promise<readonly Subscription[]> {
  const all = await readSubscriptions(ask)
  return all.filter((one) => canSee(ask, one.channelId))
}
