// What a new subscription will look like, shown at once: silence must never look broken.

import { digestMessages } from '../../card/digest.ts'
import { instantMessage } from '../../card/instant.ts'
import { seenBy } from '../../digest/guild-view.ts'
import { passes } from '../../digest/passes.ts'
import { DAY_MS } from '../../lib/clock.ts'
import { packResolve } from '../../lib/query-names.ts'
import type { MessageBody, Subscription } from '../../types.ts'
import type { Ask } from '../command.ts'
import { readView } from '../report/corrections.ts'

const STORIES_READ = 500
const SAMPLE = 'Sample: what this subscription posts looks like this'

/** One message in the subscription's own shape, without pings; undefined where nothing is stored that fits. */
export async function readSample(
  ask: Ask,
  subscription: Subscription,
): Promise<MessageBody | undefined> {
  const { answers, clock, store } = ask.deps
  const context = await ask.context()
  const { mention: _nobody, ...quiet } = subscription
  const now = clock.now()
  if (subscription.mode === 'digest') {
    const digest = await answers.previewDigest({ ...quiet, notify: 'normal' }, now - DAY_MS, now)
    const nextAt = answers.nextSlotAt(subscription, now)
    return digestMessages(digest, { ...quiet, notify: 'normal' }, context, {
      title: 'Sample digest',
      ...(nextAt === undefined ? {} : { nextAt }),
    })[0]
  }
  const { items } = await store.latestStories(
    { since: now - 7 * DAY_MS, relevance: subscription.filters.relevance },
    { limit: STORIES_READ, offset: 0 },
  )
  const resolve = packResolve(answers.pack())
  const seen = seenBy(await readView(ask), items, answers.pack(), now)
  const story = seen.find(
    (one) => passes(subscription.filters, one, answers.camps(), resolve).passed,
  )
  return story === undefined
    ? undefined
    : instantMessage(story, { ...quiet, notify: 'normal' }, context, SAMPLE)
}
