import { toBody, toFooter, toRelative } from '../../card/body.ts'
import type { CardContext } from '../../card/context.ts'
import { escapeText } from '../../card/escape.ts'
import { DESCRIPTION_MAX } from '../../card/limits.ts'
import { fitBlocks } from '../../card/story.ts'
import { countOf, PLAIN_COLOUR } from '../../card/word.ts'
import type { Delivery, DeliveryStatus, MessageBody, Subscription } from '../../types.ts'

const STATUS_WORDS: Readonly<Record<DeliveryStatus, string>> = {
  pending: '… waiting',
  sending: '… being sent',
  retry: '… will be tried again',
  sent: '✓ sent',
  dropped: '✗ given up',
  unknown: '? of unknown outcome, not sent again',
}

/** `/axis subs log`: the last deliveries with what became of each, newest first. */
export function deliveryLogCard(
  subscription: Subscription,
  deliveries: readonly Delivery[],
  ctx: CardContext,
): MessageBody {
  const blocks = deliveries.map((one) => lineOf(one, subscription))
  return toBody({
    embeds: [
      {
        title: `Log of ${subscription.id}`,
        description:
          blocks.length === 0 ? 'Nothing was posted yet.' : fitBlocks(blocks, DESCRIPTION_MAX),
        color: PLAIN_COLOUR,
        footer: toFooter(countOf(deliveries.length, 'message'), ctx),
      },
    ],
  })
}

function lineOf(delivery: Delivery, { guildId }: Subscription): string {
  const what =
    delivery.slot === undefined
      ? `story ${escapeText(delivery.storyId ?? '', 20)}`
      : `digest ${escapeText(delivery.slot, 20)}`
  const part = delivery.part > 0 ? `, part ${delivery.part + 1}` : ''
  const at = toRelative(delivery.sentAt ?? delivery.createdAt)
  const reason = delivery.reason === undefined ? '' : ` · ${escapeText(delivery.reason, 120)}`
  const link =
    delivery.messageId === undefined
      ? ''
      : ` · https://discord.com/channels/${guildId}/${delivery.channelId}/${delivery.messageId}`
  return `${at} ${what}${part} · ${STATUS_WORDS[delivery.status]}${reason}${link}`
}
