// Stateless buttons: everything a click needs is in its `custom_id`, so it works after a restart.

import { CUSTOM_ID_MAX } from './limits.ts'

/** `ax1:<verb>:<id>:<page>`; the id may hold colons, verb and page may not. */
export type CustomId = { readonly verb: string; readonly id: string; readonly page: number }

const PREFIX = 'ax1'
const SHAPE = /^ax1:([a-z][a-z-]*):(.*):(\d{1,6})$/su

/** Makes a custom id, or undefined where it would be longer than Discord's 100 characters or not printable ASCII. */
export function findCustomId(verb: string, id: string, page = 0): string | undefined {
  const made = `${PREFIX}:${verb}:${id}:${page}`
  return made.length <= CUSTOM_ID_MAX && /^[\x20-\x7e]+$/u.test(made) ? made : undefined
}

/** The same where the parts are ours and short; throws where they are not. */
export function toCustomId(verb: string, id: string, page = 0): string {
  const made = findCustomId(verb, id, page)
  if (made === undefined) throw new Error(`custom id too long or not ASCII: ${verb} ${id}`)
  return made
}

/** The parts of one of our ids; undefined for anybody else's. */
export function findParts(customId: string): CustomId | undefined {
  const found = SHAPE.exec(customId)
  if (!found) return undefined
  const [, verb = '', id = '', page = '0'] = found
  return { verb, id, page: Number(page) }
}
