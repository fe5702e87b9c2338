// A picture under an answer: attached, shown inside the embed, its words as alt text.

import { PLAIN_COLOUR } from '../card/word.ts'
import type { Embed, MessageBody, Picture } from '../types.ts'
import type { Reply } from './command.ts'

/** The reply with pictures: the first inside its last embed, each further one in an embed of its own. */
export function withPictures(reply: Reply, pictures: readonly (Picture | undefined)[]): Reply {
  const [first, ...others] = pictures.filter((picture) => picture !== undefined)
  if (first === undefined) return reply
  const files = [first, ...others].map(({ name, data, alt }) => ({ name, data, alt }))
  return {
    ...reply,
    body: addEmbeds(withImage(reply.body, first), others.map(toEmbed)),
    files: [...(reply.files ?? []), ...files],
  }
}

function withImage(body: MessageBody, picture: Picture): MessageBody {
  const embeds = body.embeds ?? []
  const last = embeds.at(-1)
  if (last === undefined) return addEmbeds(body, [toEmbed(picture)])
  return { ...body, embeds: [...embeds.slice(0, -1), { ...last, image: toImage(picture) }] }
}

const addEmbeds = (body: MessageBody, embeds: readonly Embed[]): MessageBody =>
  embeds.length === 0 ? body : { ...body, embeds: [...(body.embeds ?? []), ...embeds] }

const toEmbed = (picture: Picture): Embed => ({ image: toImage(picture), color: PLAIN_COLOUR })

const toImage = ({ name }: Picture) => ({ url: `attachment://${name}` })
