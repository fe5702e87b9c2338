import type { MessageBody } from '../types.ts'
import { toBody } from './body.ts'
import { escapeText } from './escape.ts'

const ERROR_COLOUR = 0xb42318
const ERROR_MAX = 1500

/** A failure in one of our own sentences: what it is and what to do next; never the text of an exception. */
export const errorCard = (text: string): MessageBody =>
  toBody({
    embeds: [{ description: `⚠ ${lines(text)}`, color: ERROR_COLOUR }],
  })

/** A short answer that needs no card: `Deleted. Undo within 10 minutes.` */
export const noticeCard = (text: string): MessageBody =>
  toBody({ embeds: [{ description: lines(text) }] })

/** "Did you mean …?" for a name that nothing in the pack carries. */
export function unknownNameCard(what: string, name: string, near: readonly string[]): MessageBody {
  const known = `I know no ${what} “${name}”.`
  return errorCard(
    near.length > 0
      ? `${known} Did you mean ${near.slice(0, 5).join(', ')}?`
      : `${known} Start typing and pick one from the list.`,
  )
}

/** Our own line breaks stay; everything else is escaped, since names of strangers occur in it. */
function lines(text: string): string {
  return (
    text
      .slice(0, ERROR_MAX)
      .split('\n')
      .map((line) => escapeText(line, ERROR_MAX))
      .filter((line) => line !== '')
      .join('\n') || 'Something went wrong. Try again in a minute.'
  )
}
