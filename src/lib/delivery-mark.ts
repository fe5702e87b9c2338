import type { MessageBody } from '../types.ts'

/** Of a delivery's 25 base32 characters: enough to tell two messages of one channel apart. */
const MARK_CHARS = 6

/** How a delivery's id stands at the end of its footer: `#K3B2AQ`. */
export const deliveryMark = (id: string): string => `#${id.slice(0, MARK_CHARS)}`

/** The message with its delivery's id at the end of its last footer, so that it can be found in its channel. */
export function withMark(body: MessageBody, id: string): MessageBody {
  const last = body.embeds?.at(-1)
  if (body.embeds === undefined || last === undefined) return body
  const text = last.footer === undefined ? '' : `${last.footer.text} · `
  const marked = { ...last, footer: { text: `${text}${deliveryMark(id)}` } }
  return { ...body, embeds: [...body.embeds.slice(0, -1), marked] }
}
