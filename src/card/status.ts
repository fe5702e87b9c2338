import type { PackState, StoreHealth } from '../ports.ts'
import type { Instant, MessageBody } from '../types.ts'
import { toBody, toDateTime, toFooter, toRelative } from './body.ts'
import type { CardContext } from './context.ts'
import { coverageFaults, coverageWords } from './coverage.ts'
import { countOf, PLAIN_COLOUR, storiesOf } from './word.ts'

export type StatusInput = {
  readonly health: StoreHealth
  /** Whether changed files of the pack are in use. */
  readonly pack?: PackState
  /** The earliest digest that is planned in this server. */
  readonly nextDigest?: { readonly at: Instant; readonly channelId: string }
}

/** `/axis status`: feeds healthy, last poll, queue, next digest, version and pack version. */
export function statusCard(input: StatusInput, ctx: CardContext): MessageBody {
  const { health, nextDigest } = input
  const { coverage } = ctx
  const next =
    nextDigest === undefined
      ? 'none planned; `/axis subscribe mode:digest` plans one'
      : `${toDateTime(nextDigest.at)} in <#${nextDigest.channelId.replace(/\D/gu, '')}>`
  const lines: string[] = []
  if (coverage.read < coverage.feeds) {
    const first = nextDigest === undefined ? '' : `, first digest at ${toDateTime(nextDigest.at)}`
    lines.push(`**Starting:** ${coverageWords(coverage)}${first}`)
  } else {
    lines.push(`**Feeds** ${coverage.healthy} of ${coverage.feeds} healthy`)
  }
  const lastPoll = health.lastPollAt ?? coverage.lastPollAt
  lines.push(`**Last poll** ${lastPoll === undefined ? 'none yet' : toRelative(lastPoll)}`)
  lines.push(`**Stored** ${countOf(health.articles, 'article')}, ${storiesOf(health.stories)}`)
  lines.push(`**Queue** ${queueWords(health)}`)
  lines.push(`**Next digest** ${next}`)
  const { refused } = input.pack ?? {}
  if (refused !== undefined) {
    lines.push(
      `**Pack** its changed files are refused since ${toDateTime(refused.at)}; \`/axis-admin pack info\` says why`,
    )
  }
  const faults = coverageFaults(ctx)
  if (faults.length > 0) {
    lines.push('', '**What is missing now**', ...faults.slice(0, 15))
    if (faults.length > 15) lines.push(`+${faults.length - 15} more camps`)
  }
  return toBody({
    embeds: [
      {
        title: 'Status',
        description: lines.join('\n'),
        color: PLAIN_COLOUR,
        footer: toFooter(
          `Axis Watch ${ctx.version} · pack ${ctx.pack.id} ${ctx.pack.hash.slice(0, 8)}`,
          ctx,
        ),
      },
    ],
  })
}

function queueWords(health: StoreHealth): string {
  const { pending, sending, retry, unknown, dropped } = health.deliveries
  const waiting = pending + sending + retry
  const parts = [waiting === 0 ? 'empty' : `${countOf(waiting, 'message')} waiting`]
  if (waiting > 0 && health.oldestPendingAt !== undefined) {
    parts.push(`oldest ${toRelative(health.oldestPendingAt)}`)
  }
  if (unknown > 0) parts.push(`${unknown} of unknown outcome`)
  if (dropped > 0) parts.push(`${dropped} given up`)
  return parts.join(', ')
}
