import { checkComponents } from './check-components.ts'
import { type Complainer, checkUrl, makeComplainer } from './complain.ts'
import { isSnowflake } from './ids.ts'
import { findNumber, isObject, type Json, type JsonObject, toList, toObject } from './json.ts'
import { FLAGS, LIMITS } from './limits.ts'
import type { Complaint } from './refusal.ts'

/** What a message body breaks of Discord's limits; `edit` where it changes a message. */
export function checkMessage(body: JsonObject, at: readonly (string | number)[] = []): Complaint[] {
  const complain = makeComplainer()
  const flags = findNumber(body.flags) ?? 0
  const isV2 = (flags & FLAGS.componentsV2) !== 0
  complain.text(body, 'content', at, { max: LIMITS.content })
  checkEmbeds(complain, body.embeds, [...at, 'embeds'])
  checkComponents(complain, body.components, [...at, 'components'], isV2)
  checkMentions(complain, body.allowed_mentions, [...at, 'allowed_mentions'])
  checkNonce(complain, body, at)
  if (isV2) {
    for (const key of ['content', 'embeds', 'poll', 'stickers'] as const) {
      const value = body[key]
      if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
        continue
      }
      const code = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'
      const message = `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`
      complain.add([...at, key], code, message)
    }
  }
  return complain.list
}

const toPath = (at: readonly (string | number)[], ...more: (string | number)[]) => [...at, ...more]

function checkEmbeds(
  complain: Complainer,
  value: Json | undefined,
  at: readonly (string | number)[],
): void {
  if (value === undefined || value === null) return
  if (!Array.isArray(value)) {
    complain.add(at, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
    return
  }
  complain.atMost(value.length, LIMITS.embeds, at)
  let total = 0
  toList(value).forEach((item, index) => {
    total += checkEmbed(complain, toObject(item), toPath(at, index))
  })
  if (total > LIMITS.embedTotal) {
    const message = `Embed size exceeds maximum size of ${LIMITS.embedTotal}`
    complain.add(at, 'MAX_EMBED_SIZE_EXCEEDED', message)
  }
}

function checkEmbed(
  complain: Complainer,
  embed: JsonObject,
  at: readonly (string | number)[],
): number {
  let total = complain.text(embed, 'title', at, { max: LIMITS.embedTitle })
  total += complain.text(embed, 'description', at, { max: LIMITS.embedDescription })
  const fields = toList(embed.fields)
  complain.atMost(fields.length, LIMITS.embedFields, toPath(at, 'fields'))
  fields.forEach((item, index) => {
    const field = toObject(item)
    const path = toPath(at, 'fields', index)
    total += complain.text(field, 'name', path, { max: LIMITS.fieldName, required: true, min: 1 })
    total += complain.text(field, 'value', path, { max: LIMITS.fieldValue, required: true, min: 1 })
  })
  if (isObject(embed.footer)) {
    total += complain.text(embed.footer, 'text', toPath(at, 'footer'), {
      max: LIMITS.footer,
      required: true,
      min: 1,
    })
  }
  if (isObject(embed.author)) {
    total += complain.text(embed.author, 'name', toPath(at, 'author'), {
      max: LIMITS.author,
      required: true,
      min: 1,
    })
    checkUrl(complain, embed.author.url, toPath(at, 'author', 'url'))
  }
  checkUrl(complain, embed.url, toPath(at, 'url'))
  for (const key of ['image', 'thumbnail'] as const) {
    if (isObject(embed[key])) {
      checkUrl(complain, embed[key].url, toPath(at, key, 'url'), ['attachment:'])
    }
  }
  const color = embed.color
  if (color !== undefined && color !== null) {
    if (typeof color !== 'number' || !Number.isInteger(color)) {
      complain.add(toPath(at, 'color'), 'NUMBER_TYPE_COERCE', 'Value is not int.')
    } else if (color < 0 || color > 0xffffff) {
      const message = 'int value should be between 0 and 16777215.'
      complain.add(toPath(at, 'color'), 'NUMBER_TYPE_RANGE', message)
    }
  }
  const timestamp = embed.timestamp
  if (typeof timestamp === 'string' && Number.isNaN(Date.parse(timestamp))) {
    const message = `Could not parse ${timestamp}. Should be ISO8601.`
    complain.add(toPath(at, 'timestamp'), 'DATE_TIME_TYPE_PARSE', message)
  }
  const shown = ['title', 'description', 'fields', 'footer', 'author', 'image', 'thumbnail']
  if (!shown.some((key) => embed[key] !== undefined && embed[key] !== null)) {
    complain.add(toPath(at, 'description'), 'BASE_TYPE_REQUIRED', 'This field is required')
  }
  return total
}

function checkMentions(
  complain: Complainer,
  value: Json | undefined,
  at: readonly (string | number)[],
): void {
  if (value === undefined || value === null) return
  if (!isObject(value)) {
    complain.add(at, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType')
    return
  }
  const parse = toList(value.parse)
  parse.forEach((item, index) => {
    if (!['users', 'roles', 'everyone'].includes(String(item))) {
      const message = `Value must be one of ('everyone', 'roles', 'users').`
      complain.add(toPath(at, 'parse', index), 'BASE_TYPE_CHOICES', message)
    }
  })
  for (const key of ['users', 'roles'] as const) {
    const ids = toList(value[key])
    complain.atMost(ids.length, LIMITS.allowedMentions, toPath(at, key))
    ids.forEach((id, index) => {
      if (typeof id !== 'string' || !isSnowflake(id)) {
        const message = `Value "${String(id)}" is not snowflake.`
        complain.add(toPath(at, key, index), 'NUMBER_TYPE_COERCE', message)
      }
    })
    if (ids.length > 0 && parse.includes(key)) {
      const message = `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`
      complain.add(at, 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message)
    }
  }
}

function checkNonce(
  complain: Complainer,
  body: JsonObject,
  at: readonly (string | number)[],
): void {
  const nonce = body.nonce
  if (typeof nonce === 'string') complain.text(body, 'nonce', at, { max: LIMITS.nonce })
  else if (nonce !== undefined && nonce !== null && typeof nonce !== 'number') {
    complain.add(toPath(at, 'nonce'), 'NONCE_TYPE_INVALID_FORMAT', 'Not a valid nonce.')
  }
}
