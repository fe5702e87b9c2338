import type { Faults } from './faults.ts'
import type { Json, JsonObject } from './json.ts'
import type { Complaint } from './refusal.ts'
import type { Spec } from './spec.ts'
import type { Message, World } from './world.ts'

/** Something that Discord would not like: a broken limit, a refused body, a deadline missed. */
export type Problem = {
  readonly at: number
  readonly kind: 'limit' | 'spec' | 'refused' | 'deadline' | 'rate' | 'bug'
  /** Method and path, or what else it is about. */
  readonly where: string
  readonly text: string
  readonly complaints?: readonly Complaint[]
}

/** One request as it came in. */
export type Logged = {
  readonly at: number
  readonly method: string
  /** Below `/api/v10`; tokens of interactions cut out. */
  readonly path: string
  /** The route's template, as Discord's specification writes it. */
  readonly route?: string
  readonly body?: Json
  /** 0 where the connection was cut instead. */
  status: number
  /** What kind of fault was planted on it. */
  fault?: string
}

/** What happens in the world, for who watches. */
export type WorldEvent =
  | { readonly kind: 'message' | 'edit' | 'delete'; readonly message: Message }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'world' }

/** An interaction that was handed to the bot. */
export type Interaction = {
  readonly id: string
  readonly token: string
  readonly type: number
  readonly name: string
  readonly guildId: string
  readonly channelId: string
  readonly userId: string
  /** Message that the component sits on. */
  readonly source?: Message
  /** Monotonic real time of the dispatch, milliseconds. */
  readonly startedMs: number
  answer?: {
    readonly type: number
    readonly data: JsonObject
    readonly ephemeral: boolean
    readonly ms: number
  }
  /** What `@original` is. */
  original?: Message
  readonly followUps: Message[]
  /** Told of the first answer and of each change after it. */
  readonly changed: Set<() => void>
}

export type Gateway = {
  /** Sends an event to the sessions of the guild's shard; with intents, only to those that asked for one of them. */
  readonly dispatch: (guildId: string, event: string, data: JsonObject, intents?: number) => boolean
  readonly url: () => string
}

/** Everything that routes work on. */
export type Core = {
  readonly world: World
  readonly faults: Faults
  readonly gateway: Gateway
  readonly interactions: Map<string, Interaction>
  readonly problems: Problem[]
  readonly requests: Logged[]
  readonly spec: Spec | undefined
  /** `http://127.0.0.1:port`. */
  readonly origin: () => string
  /** Real monotonic milliseconds: deadlines are Discord's and follow no set clock. */
  readonly realMs: () => number
  readonly token: () => string | undefined
  readonly shards: number
  readonly maxConcurrency: number
  readonly emit: (event: WorldEvent) => void
  readonly report: (problem: Omit<Problem, 'at'>) => void
}

export type UploadedFile = {
  readonly field: string
  readonly filename: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

export type Request = {
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Json
  readonly files: readonly UploadedFile[]
}

export type Reply = { readonly status: number; readonly body?: Json }

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Template as in Discord's specification: `/channels/{channel_id}/messages`. */
  readonly template: string
  /** No bot token needed: the token is in the path. */
  readonly open?: boolean
  readonly handle: (core: Core, request: Request) => Reply
}

/** A parameter of the path; the template guarantees it. */
export function param(request: Request, name: string): string {
  const value = request.params[name]
  if (value === undefined) throw new Error(`route without parameter ${name}`)
  return value
}
