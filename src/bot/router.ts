import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChannelSelectMenuInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  type StringSelectMenuInteraction,
} from 'discord.js'
import { type CustomId, findParts } from '../card/custom-id.ts'
import { errorCard } from '../card/error.ts'
import { MINUTE_MS, SECOND_MS, sleep } from '../lib/clock.ts'
import { messageOf, UserError } from '../lib/errors.ts'
import { base32 } from '../lib/hash.ts'
import { type Answering, openAnswer } from './answer.ts'
import { toAsk } from './ask.ts'
import { type Ask, type BotDeps, type Form, type Pressing, type Reply, toGiven } from './command.ts'
import { completeOption } from './complete.ts'
import { toCooldown } from './cooldown.ts'
import { toModal } from './form.ts'
import type { Memory } from './memory.ts'
import { messageMenus } from './menus.ts'
import { notHere, refuse } from './refuse.ts'
import { commandsByPath } from './registry.ts'
import { mayShare, withShare } from './share.ts'
import { formsByVerb, opensByVerb, pressesByVerb } from './verbs.ts'

const USER_QUERIES = 5
const USER_WINDOW_MS = 20 * SECOND_MS
/** Paging and opening is part of one question; only a flood of it is held back. */
const USER_PRESSES = 20
const GUILD_HEAVY = 30
const SETTINGS_WAIT_MS = 500
/** What asks, as against what changes a subscription or a setting. */
const QUESTION = /^axis (?!(?:un)?subs)/u

type Open = (ask: Ask, pressed: Pressing) => Promise<Form>
type Pressable = ButtonInteraction | StringSelectMenuInteraction | ChannelSelectMenuInteraction

const isPressable = (interaction: Interaction): interaction is Pressable =>
  interaction.isButton() || interaction.isStringSelectMenu() || interaction.isChannelSelectMenu()

/** Hands each interaction to its command and its answer back; never throws, and no exception text leaves it. */
export function toRouter(
  deps: BotDeps,
  memory: Memory,
): (interaction: Interaction) => Promise<void> {
  const commands = commandsByPath()
  const presses = pressesByVerb()
  const opens = opensByVerb()
  const forms = formsByVerb()
  const ofUser = toCooldown(USER_QUERIES, USER_WINDOW_MS, deps.clock)
  const pressesOfUser = toCooldown(USER_PRESSES, USER_WINDOW_MS, deps.clock)
  const ofGuild = toCooldown(GUILD_HEAVY, MINUTE_MS, deps.clock)

  async function onCommand(interaction: ChatInputCommandInteraction): Promise<void> {
    const path = pathOf(interaction)
    const command = commands.get(path)
    if (!interaction.inCachedGuild()) return refuse(interaction, notHere(interaction))
    const ask = toAsk(interaction, deps, memory)
    const kind = await answerKind(path, ask)
    const answer = openAnswer(interaction, kind)
    await guarded({ what: path, id: interaction.id }, answer, async () => {
      if (command === undefined) {
        throw new UserError(`/${path} is no longer a command here. Type /axis to see what is.`)
      }
      holdBack(ofUser(interaction.user.id), `${USER_QUERIES} questions in 20 seconds`)
      if (command.heavy) holdBack(ofGuild(interaction.guildId), 'this server asks a lot right now')
      if (command.slow) await answer.defer()
      const reply = await command.run(ask, toGiven(interaction))
      return kind === 'public' ? reply : withShare(reply, ask)
    })
  }

  /** Questions are answered in public at once where an admin wants that; everything else is the caller's alone. */
  async function answerKind(path: string, ask: Ask): Promise<'private' | 'public'> {
    if (!QUESTION.test(path)) return 'private'
    // The three seconds run already: a store that is held by somebody is not waited for.
    const read = ask.settings().catch(() => undefined)
    const settings = await Promise.race([read, sleep(SETTINGS_WAIT_MS).then(() => undefined)])
    return settings?.answers === 'public' && mayShare(settings, ask) ? 'public' : 'private'
  }

  async function onMessage(interaction: MessageContextMenuCommandInteraction): Promise<void> {
    if (!interaction.inCachedGuild()) return refuse(interaction, notHere(interaction))
    const answer = openAnswer(interaction, 'private')
    await guarded({ what: interaction.commandName, id: interaction.id }, answer, async () => {
      const menu = messageMenus.get(interaction.commandName)
      if (menu === undefined) throw new UserError('That is no longer a command here.')
      holdBack(ofUser(interaction.user.id), `${USER_QUERIES} questions in 20 seconds`)
      const ask = toAsk(interaction, deps, memory)
      return withShare(await menu(ask, interaction.targetMessage), ask)
    })
  }

  async function onPress(interaction: Pressable): Promise<void> {
    const parts = findParts(interaction.customId)
    const open = parts === undefined ? undefined : opens.get(parts.verb)
    if (open !== undefined && parts !== undefined) return onOpen(interaction, parts, open)
    const press = parts === undefined ? undefined : presses.get(parts.verb)
    if (!interaction.inCachedGuild()) return refuse(interaction, notHere(interaction))
    const isPrivate = interaction.message.flags.has(MessageFlags.Ephemeral)
    const kind = press?.kind === 'update' && !isPrivate ? 'private' : (press?.kind ?? 'private')
    const answer = openAnswer(interaction, kind)
    await guarded(
      { what: `press ${parts?.verb ?? 'unknown'}`, id: interaction.id },
      answer,
      async () => {
        if (press === undefined || parts === undefined) {
          throw new UserError('This button belongs to an older version. Ask again with /axis.')
        }
        holdBack(pressesOfUser(interaction.user.id), `${USER_PRESSES} presses in 20 seconds`)
        const ask = toAsk(interaction, deps, memory)
        const values = interaction.isButton() ? [] : interaction.values
        const reply = await press.run(ask, { ...parts, values, interaction })
        return press.kind === 'public' ? reply : withShare(reply, ask)
      },
    )
  }

  /** A form cannot be deferred: it is the answer, or a text says why there is none. */
  async function onOpen(interaction: Pressable, parts: CustomId, open: Open): Promise<void> {
    if (!interaction.inCachedGuild()) return refuse(interaction, notHere(interaction))
    const ask = toAsk(interaction, deps, memory)
    try {
      await interaction.showModal(toModal(await open(ask, { ...parts, values: [], interaction })))
    } catch (error) {
      await refuse(interaction, toText(`press ${parts.verb}`, error, interaction.id))
    }
  }

  async function onForm(interaction: ModalSubmitInteraction): Promise<void> {
    const parts = findParts(interaction.customId)
    const fill = parts === undefined ? undefined : forms.get(parts.verb)
    if (!interaction.inCachedGuild() || !interaction.isFromMessage()) return
    const answer = openAnswer(interaction, 'update')
    await guarded(
      { what: `form ${parts?.verb ?? 'unknown'}`, id: interaction.id },
      answer,
      async () => {
        if (fill === undefined || parts === undefined) {
          throw new UserError('This form belongs to an older version. Ask again with /axis.')
        }
        const field = (name: string): string | undefined =>
          interaction.fields.getTextInputValue(name).trim() || undefined
        return fill(toAsk(interaction, deps, memory), { ...parts, field })
      },
    )
  }

  function onComplete(interaction: AutocompleteInteraction): Promise<void> {
    const path = pathOf(interaction)
    return completeOption(interaction, { path, found: commands.get(path) }, deps, memory)
  }

  /** One edge: whatever goes wrong inside is told or logged here, once. */
  async function guarded(
    { what, id: interactionId }: { readonly what: string; readonly id: string },
    answer: Answering,
    work: () => Promise<Reply>,
  ): Promise<void> {
    const startedAt = deps.clock.now()
    try {
      const reply = await work()
      await answer.send(reply)
      deps.log('debug', 'interaction.answered', {
        what,
        ms: deps.clock.now() - startedAt,
        deferred: answer.isDeferred(),
      })
    } catch (error) {
      await answer.fail({ body: errorCard(toText(what, error, interactionId)) }).catch((lost) => {
        deps.log('warn', 'interaction.lost', { what, error: messageOf(lost) })
      })
    }
  }

  function toText(what: string, error: unknown, interactionId: string): string {
    if (error instanceof UserError) return error.message
    const id = base32(interactionId, 6)
    deps.log('error', 'interaction.failed', {
      what,
      id,
      error: messageOf(error),
      stack: error instanceof Error ? error.stack : undefined,
    })
    return `Something went wrong (${id}). Try again in a minute; if it happens again, tell the operator this number.`
  }

  return async (interaction) => {
    try {
      if (interaction.isChatInputCommand()) await onCommand(interaction)
      else if (interaction.isMessageContextMenuCommand()) await onMessage(interaction)
      else if (interaction.isAutocomplete()) await onComplete(interaction)
      else if (interaction.isModalSubmit()) await onForm(interaction)
      else if (isPressable(interaction)) await onPress(interaction)
    } catch (error) {
      // Only Discord itself can fail here: an answer that came too late, or a lost connection.
      deps.log('warn', 'interaction.lost', { id: interaction.id, error: messageOf(error) })
    }
  }
}

function holdBack(waitMs: number, why: string): void {
  if (waitMs === 0) return
  throw new UserError(`Slow down: ${why}. Try again in ${Math.ceil(waitMs / SECOND_MS)} s.`)
}

function pathOf(interaction: ChatInputCommandInteraction | AutocompleteInteraction): string {
  const group = interaction.options.getSubcommandGroup(false)
  const sub = interaction.options.getSubcommand(false)
  return [interaction.commandName, group, sub].filter((part) => part !== null).join(' ')
}
