// Discord's numbers, and the check that a body keeps them. Lengths are UTF-16 units, which are
// never fewer than the characters that Discord counts.

import type { ActionRow, Embed, MessageBody } from '../types.ts'

export const CONTENT_MAX = 2000
export const EMBEDS_MAX = 10
/** Over title, description, fields, footer and author of all embeds of one message together. */
export const EMBED_TOTAL_MAX = 6000
export const TITLE_MAX = 256
export const DESCRIPTION_MAX = 4096
export const FIELDS_MAX = 25
export const FIELD_NAME_MAX = 256
export const FIELD_VALUE_MAX = 1024
export const FOOTER_MAX = 2048
export const AUTHOR_MAX = 256
export const ROWS_MAX = 5
export const BUTTONS_PER_ROW = 5
export const SELECT_OPTIONS_MAX = 25
export const SELECT_PLACEHOLDER_MAX = 150
export const OPTION_TEXT_MAX = 100
export const BUTTON_LABEL_MAX = 80
export const BUTTON_URL_MAX = 512
export const CUSTOM_ID_MAX = 100
export const URL_MAX = 2048
/** Our own: one line of content that fits a lock screen. */
export const LOCK_LINE_MAX = 150

/** Every limit of Discord that a body breaks, each as `path: what`; empty when it may be sent. */
export function checkBody(body: MessageBody): readonly string[] {
  const faults: string[] = []
  const tooLong = (path: string, text: string | undefined, max: number): void => {
    if (text === undefined) return
    if (text.length > max) faults.push(`${path}: ${text.length} > ${max}`)
    if (text.trim() === '') faults.push(`${path}: empty`)
    if (!text.isWellFormed()) faults.push(`${path}: broken surrogate pair`)
  }
  const embeds = body.embeds ?? []
  if (body.content === undefined && embeds.length === 0 && (body.components ?? []).length === 0) {
    faults.push('body: empty')
  }
  // The type says so too; a body read back from the store has no type.
  if (body.allowed_mentions === undefined) faults.push('allowed_mentions: absent')
  else if (body.allowed_mentions.parse.length > 0) faults.push('allowed_mentions.parse: not empty')
  tooLong('content', body.content, CONTENT_MAX)
  if (embeds.length > EMBEDS_MAX) faults.push(`embeds: ${embeds.length} > ${EMBEDS_MAX}`)
  embeds.forEach((embed, index) => {
    const path = `embeds[${index}]`
    if (embedLength(embed) === 0 && embed.image === undefined) faults.push(`${path}: empty`)
    tooLong(`${path}.title`, embed.title, TITLE_MAX)
    tooLong(`${path}.description`, embed.description, DESCRIPTION_MAX)
    tooLong(`${path}.url`, embed.url, URL_MAX)
    tooLong(`${path}.author`, embed.author?.name, AUTHOR_MAX)
    tooLong(`${path}.footer`, embed.footer?.text, FOOTER_MAX)
    if (embed.url !== undefined && !isHttpUrl(embed.url)) faults.push(`${path}.url: not http(s)`)
    const fields = embed.fields ?? []
    if (fields.length > FIELDS_MAX) faults.push(`${path}.fields: ${fields.length} > ${FIELDS_MAX}`)
    fields.forEach((field, at) => {
      tooLong(`${path}.fields[${at}].name`, field.name, FIELD_NAME_MAX)
      tooLong(`${path}.fields[${at}].value`, field.value, FIELD_VALUE_MAX)
    })
  })
  const total = embeds.reduce((sum, embed) => sum + embedLength(embed), 0)
  if (total > EMBED_TOTAL_MAX) faults.push(`embeds: ${total} > ${EMBED_TOTAL_MAX} together`)
  checkRows(body.components ?? [], faults, tooLong)
  return faults
}

/** Characters of an embed that count towards the 6,000 of a message. */
export function embedLength(embed: Embed): number {
  let total = (embed.title ?? '').length + (embed.description ?? '').length
  total += (embed.author?.name ?? '').length + (embed.footer?.text ?? '').length
  for (const field of embed.fields ?? []) total += field.name.length + field.value.length
  return total
}

function checkRows(
  rows: readonly ActionRow[],
  faults: string[],
  tooLong: (path: string, text: string | undefined, max: number) => void,
): void {
  if (rows.length > ROWS_MAX) faults.push(`components: ${rows.length} > ${ROWS_MAX}`)
  const ids = new Set<string>()
  const once = (path: string, id: string | undefined): void => {
    if (id === undefined) return
    tooLong(`${path}.custom_id`, id, CUSTOM_ID_MAX)
    if (ids.has(id)) faults.push(`${path}.custom_id: ${id} twice`)
    ids.add(id)
  }
  rows.forEach((row, index) => {
    const path = `components[${index}]`
    if (row.components.length === 0) faults.push(`${path}: empty`)
    const selects = row.components.filter((part) => part.type !== 2).length
    if (selects > 0 && row.components.length > 1) faults.push(`${path}: a select shares its row`)
    if (row.components.length > BUTTONS_PER_ROW) faults.push(`${path}: more than 5 buttons`)
    row.components.forEach((part, at) => {
      const where = `${path}[${at}]`
      once(where, part.custom_id)
      if (part.type === 2) {
        tooLong(`${where}.label`, part.label, BUTTON_LABEL_MAX)
        tooLong(`${where}.url`, part.url, BUTTON_URL_MAX)
        if ((part.style === 5) !== (part.url !== undefined)) faults.push(`${where}: link style`)
        if ((part.url === undefined) === (part.custom_id === undefined)) {
          faults.push(`${where}: needs one of custom_id and url`)
        }
        return
      }
      tooLong(`${where}.placeholder`, part.placeholder, SELECT_PLACEHOLDER_MAX)
      if (part.type === 8) return
      if (part.options.length < 1 || part.options.length > SELECT_OPTIONS_MAX) {
        faults.push(`${where}.options: ${part.options.length}`)
      }
      const values = new Set(part.options.map((option) => option.value))
      if (values.size !== part.options.length) faults.push(`${where}.options: a value twice`)
      part.options.forEach((option, n) => {
        tooLong(`${where}.options[${n}].label`, option.label, OPTION_TEXT_MAX)
        tooLong(`${where}.options[${n}].value`, option.value, OPTION_TEXT_MAX)
        tooLong(`${where}.options[${n}].description`, option.description, OPTION_TEXT_MAX)
      })
    })
  })
}

function isHttpUrl(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && (parsed.protocol === 'http:' || parsed.protocol === 'https:')
}
