import { ANSWER } from './check-answer.ts'
import type { Interaction } from './core.ts'
import type { JsonObject } from './json.ts'
import { FLAGS } from './limits.ts'
import type { Message } from './world.ts'

const WHOLE_TIMEOUT_MS = 10_000

/** What the bot answered to an interaction; live, since edits and follow-ups come later. */
export type Answer = {
  /** Discord's callback type: 4 message, 5 deferred, 6 deferred update, 7 update, 8 choices, 9 modal. */
  readonly type: number
  /** `data` of the callback as it was sent. */
  readonly data: JsonObject
  readonly ephemeral: boolean
  /** Real milliseconds from the dispatch to the first answer. */
  readonly ms: number
  /** The message as it is now (for 6 and 7 the one with the component); undefined for choices and modals. */
  readonly message: () => Message | undefined
  readonly followUps: () => readonly Message[]
  /** The message once it no longer says "thinking"; rejects after `timeoutMs` (10 s). */
  readonly whole: (timeoutMs?: number) => Promise<Message>
  /** Waits until the answer's message or follow-ups satisfy a condition; rejects after `timeoutMs` (10 s). */
  readonly until: (isDone: () => boolean, timeoutMs?: number) => Promise<void>
}

/** An interaction's answer, followed from its first answer on. */
export function toAnswer(
  interaction: Interaction,
  first: NonNullable<Interaction['answer']>,
): Answer {
  const until: Answer['until'] = (isDone, timeoutMs = WHOLE_TIMEOUT_MS) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        interaction.changed.delete(look)
        reject(new Error(`${interaction.name}: nothing more came within ${timeoutMs} ms`))
      }, timeoutMs)
      const look = (): void => {
        if (!isDone()) return
        clearTimeout(timer)
        interaction.changed.delete(look)
        resolve()
      }
      interaction.changed.add(look)
      look()
    })
  return {
    ...first,
    message: () =>
      interaction.original ?? (first.type === ANSWER.modal ? interaction.source : undefined),
    followUps: () => interaction.followUps,
    until,
    whole: async (timeoutMs) => {
      const isLoading = () => ((interaction.original?.flags ?? 0) & FLAGS.loading) !== 0
      await until(() => !isLoading(), timeoutMs)
      if (!interaction.original)
        throw new Error(`${interaction.name} was not answered by a message`)
      return interaction.original
    },
  }
}
