import { ANSWER, checkAnswer, INTERACTION } from '../check-answer.ts'
import {
  type Core,
  type Interaction,
  param,
  type Reply,
  type Request,
  type Route,
} from '../core.ts'
import { findNumber, type JsonObject, toObject } from '../json.ts'
import { FIRST_ANSWER_MS, FLAGS, TOKEN_LIFE_MS } from '../limits.ts'
import {
  dropMessage,
  editMessage,
  isEmpty,
  type Place,
  refuseBadMessage,
  storeMessage,
} from '../post.ts'
import { Refusal } from '../refusal.ts'
import { toMessage } from '../wire.ts'
import { findChannel, type Message } from '../world.ts'

function placeOfInteraction(core: Core, interaction: Interaction): Place {
  const place = findChannel(core.world, interaction.channelId)
  if (!place) throw new Refusal(10003)
  return place
}

/** POST /interactions/{id}/{token}/callback: the first answer. */
function answer(core: Core, request: Request): Reply {
  const interaction = core.interactions.get(param(request, 'interaction_token'))
  if (interaction?.id !== param(request, 'interaction_id')) throw new Refusal(10062)
  if (interaction.answer) throw new Refusal(40060)
  const ms = core.realMs() - interaction.startedMs
  if (ms > FIRST_ANSWER_MS) throw new Refusal(10062)
  const body = toObject(request.body)
  const complaints = checkAnswer(interaction.type, body)
  if (complaints.length > 0) throw new Refusal(50035, complaints)
  const data = toObject(body.data)
  const type = findNumber(body.type) ?? 0
  if (type === ANSWER.message) {
    refuseBadMessage(data, request.files, ['data'])
    if (isEmpty(data, request.files)) throw new Refusal(50006)
  }
  const place = placeOfInteraction(core, interaction)
  const ephemeral = ((findNumber(data.flags) ?? 0) & FLAGS.ephemeral) !== 0
  if (type === ANSWER.message || type === ANSWER.deferredMessage) {
    const flags = type === ANSWER.deferredMessage ? FLAGS.loading : 0
    interaction.original = post(core, place, interaction, request, data, { ephemeral, flags })
  }
  if (type === ANSWER.deferredUpdate || type === ANSWER.update) {
    if (!interaction.source) throw new Refusal(10008)
    interaction.original = interaction.source
  }
  if (type === ANSWER.update && interaction.source) {
    editMessage(core, place, interaction.source, { body: data, files: request.files })
  }
  interaction.answer = { type, data, ephemeral, ms }
  tell(interaction)
  if (request.query.get('with_response') !== 'true') return { status: 204 }
  return { status: 200, body: toCallback(core, interaction, type, place) }
}

function toCallback(core: Core, interaction: Interaction, type: number, place: Place): JsonObject {
  const original = interaction.original
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(original
        ? {
            response_message_id: original.id,
            response_message_loading: (original.flags & FLAGS.loading) !== 0,
            response_message_ephemeral: (original.flags & FLAGS.ephemeral) !== 0,
          }
        : {}),
    },
    resource: {
      type,
      ...(original && type !== ANSWER.deferredUpdate
        ? { message: toMessage(core.world, original, place.guild) }
        : {}),
    },
  }
}

function post(
  core: Core,
  place: Place,
  interaction: Interaction,
  request: Request,
  body: JsonObject,
  { ephemeral, flags }: { readonly ephemeral: boolean; readonly flags: number },
): Message {
  return storeMessage(core, {
    place,
    body,
    files: request.files,
    authorId: core.world.bot.id,
    flags,
    ...(ephemeral ? { viewerId: interaction.userId } : {}),
    ...(interaction.type === INTERACTION.command
      ? {
          interaction: {
            id: interaction.id,
            name: interaction.name,
            userId: interaction.userId,
            type: interaction.type,
          },
        }
      : {}),
  })
}

function tell(interaction: Interaction): void {
  for (const listener of [...interaction.changed]) listener()
}

/** The interaction of a webhook's path: 10015 where it was not answered yet, 50027 after its 15 minutes. */
function answered(core: Core, request: Request): Interaction {
  const interaction = core.interactions.get(param(request, 'webhook_token'))
  const isOurs = param(request, 'webhook_id') === core.world.applicationId
  if (!interaction?.answer || !isOurs) throw new Refusal(10015)
  if (core.realMs() - interaction.startedMs > TOKEN_LIFE_MS) throw new Refusal(50027)
  return interaction
}

function messageOf(core: Core, request: Request, interaction: Interaction): Message {
  const id = request.params.message_id
  if (id === undefined || id === '@original' || id === interaction.original?.id) {
    if (!interaction.original || !isThere(core, interaction.original)) throw new Refusal(10008)
    return interaction.original
  }
  const message = interaction.followUps.find((item) => item.id === id)
  if (!message) throw new Refusal(10008)
  return message
}

function isThere(core: Core, message: Message): boolean {
  if (message.viewerId) return core.world.ephemerals.includes(message)
  return findChannel(core.world, message.channelId)?.channel.messages.includes(message) === true
}

/** POST /webhooks/{application}/{token}: a follow-up; directly after a deferred answer it fills that one. */
function followUp(core: Core, request: Request): Reply {
  const interaction = answered(core, request)
  const place = placeOfInteraction(core, interaction)
  const body = toObject(request.body)
  refuseBadMessage(body, request.files)
  if (isEmpty(body, request.files)) throw new Refusal(50006)
  const original = interaction.original
  if (original && (original.flags & FLAGS.loading) !== 0) {
    editMessage(core, place, original, { body, files: request.files })
    tell(interaction)
    return { status: 200, body: toMessage(core.world, original, place.guild) }
  }
  const ephemeral = ((findNumber(body.flags) ?? 0) & FLAGS.ephemeral) !== 0
  const message = post(core, place, interaction, request, body, { ephemeral, flags: 0 })
  interaction.followUps.push(message)
  tell(interaction)
  return { status: 200, body: toMessage(core.world, message, place.guild) }
}

function read(core: Core, request: Request): Reply {
  const interaction = answered(core, request)
  const place = placeOfInteraction(core, interaction)
  const message = messageOf(core, request, interaction)
  return { status: 200, body: toMessage(core.world, message, place.guild) }
}

function edit(core: Core, request: Request): Reply {
  const interaction = answered(core, request)
  const place = placeOfInteraction(core, interaction)
  const message = messageOf(core, request, interaction)
  const body = toObject(request.body)
  refuseBadMessage({ flags: message.flags, ...body }, request.files)
  editMessage(core, place, message, { body, files: request.files })
  tell(interaction)
  return { status: 200, body: toMessage(core.world, message, place.guild) }
}

function remove(core: Core, request: Request): Reply {
  const interaction = answered(core, request)
  dropMessage(core, placeOfInteraction(core, interaction), messageOf(core, request, interaction))
  tell(interaction)
  return { status: 204 }
}

/** First answers, and what follows them under the interaction's token. */
export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    template: '/interactions/{interaction_id}/{interaction_token}/callback',
    open: true,
    handle: answer,
  },
  {
    method: 'POST',
    template: '/webhooks/{webhook_id}/{webhook_token}',
    open: true,
    handle: followUp,
  },
  ...(['@original', '{message_id}'] as const).flatMap((id): Route[] => {
    const template = `/webhooks/{webhook_id}/{webhook_token}/messages/${id}`
    return [
      { method: 'GET', template, open: true, handle: read },
      { method: 'PATCH', template, open: true, handle: edit },
      { method: 'DELETE', template, open: true, handle: remove },
    ]
  }),
]
