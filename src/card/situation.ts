import type { Instant, MessageBody, Story, Subscription } from '../types.ts'
import { toBody, toDateTime, toFooter, toStorySelect } from './body.ts'
import type { CardContext } from './context.ts'
import { SUPPRESS_NOTIFICATIONS } from './digest.ts'
import { DESCRIPTION_MAX, SELECT_OPTIONS_MAX } from './limits.ts'
import { fitStories } from './line.ts'
import { countOf, SEVERITY_COLOUR, storiesOf } from './word.ts'

export type SituationInput = {
  /** Ranked; the gravest first. */
  readonly stories: readonly Story[]
  readonly articleCount: number
  readonly since: Instant
}

/** The one message of a breaking night, edited in place: a line per story. */
export function situationMessage(
  input: SituationInput,
  subscription: Subscription,
  ctx: CardContext,
): MessageBody {
  const head = `${countsOf(input)}. More than ${countOf(subscription.maxPerHour, 'message')} an hour would be due: they are gathered here, and this message is kept up to date.`
  return gathered('Situation', head, input, subscription, ctx)
}

/** What quiet hours held back: one message, ranked, in final state, without pings. */
export function overnightMessage(
  input: SituationInput,
  subscription: Subscription,
  ctx: CardContext,
): MessageBody {
  return gathered('Overnight', `${countsOf(input)}, as they stand now.`, input, subscription, ctx)
}

const countsOf = (input: SituationInput): string =>
  `${storiesOf(input.stories.length)} of ${countOf(input.articleCount, 'article')} since ${toDateTime(input.since)}`

function gathered(
  title: string,
  head: string,
  input: SituationInput,
  subscription: Subscription,
  ctx: CardContext,
): MessageBody {
  const view = { ...ctx, lang: subscription.lang, foreign: subscription.foreign }
  const worst = input.stories[0]
  const list = fitStories(input.stories, view, DESCRIPTION_MAX - head.length - 2)
  return toBody({
    embeds: [
      {
        title,
        description: list === '' ? head : `${head}\n\n${list}`,
        color: worst ? SEVERITY_COLOUR[worst.severity] : SEVERITY_COLOUR.low,
        footer: toFooter(subscription.id, ctx),
      },
    ],
    components: [toStorySelect(input.stories.slice(0, SELECT_OPTIONS_MAX), view)],
    flags: subscription.notify === 'silent' ? SUPPRESS_NOTIFICATIONS : undefined,
  })
}
