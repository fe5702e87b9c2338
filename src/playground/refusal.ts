import type { Json, JsonObject } from './json.ts'

/** Discord's JSON error codes that the playground gives, with their texts and status. */
const REFUSALS = {
  0: [404, '404: Not Found'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10011: [404, 'Unknown Role'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  20012: [403, 'You are not authorized to perform this action on this application'],
  40005: [413, 'Request entity too large'],
  40033: [400, 'This message has already been crossposted'],
  40060: [400, 'Interaction has already been acknowledged.'],
  40067: [400, 'A tag is required to create a forum post in this channel'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50035: [400, 'Invalid Form Body'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
} as const

export type RefusalCode = keyof typeof REFUSALS

/** One complaint about a body, by the path of the value. */
export type Complaint = {
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
}

/** A refusal as Discord answers it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: number
  readonly complaints: readonly Complaint[]

  constructor(code: RefusalCode, complaints: readonly Complaint[] = []) {
    super(REFUSALS[code][1])
    this.status = REFUSALS[code][0]
    this.code = code
    this.complaints = complaints
  }
}

/** The body of a refusal: message, code and, for 50035, the nested tree of errors. */
export function toErrorBody(refusal: Refusal): JsonObject {
  const errors = toErrorTree(refusal.complaints)
  return {
    message: refusal.message,
    code: refusal.code,
    ...(refusal.complaints.length > 0 ? { errors } : {}),
  }
}

type Tree = { [key: string]: Tree | Json }

/** Nests complaints under their paths: `{"embeds":{"0":{"title":{"_errors":[…]}}}}`. */
export function toErrorTree(complaints: readonly Complaint[]): JsonObject {
  const root: Tree = {}
  for (const { path, code, message } of complaints) {
    let node = root
    for (const part of path) {
      // A node below the root is made by this loop alone, hence a tree.
      const next = (node[String(part)] ?? {}) as Tree
      node[String(part)] = next
      node = next
    }
    node._errors = [...((node._errors ?? []) as Json[]), { code, message }]
  }
  // A tree holds nothing but objects, lists and texts.
  return root as JsonObject
}
