import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
} from 'discord.js'
import {
  openPlayground,
  type Playground,
  type PlaygroundOptions,
} from '../../src/playground/open.ts'

export type Rig = {
  readonly playground: Playground
  readonly client: Client<true>
  readonly close: () => Promise<void>
}

/** A command as the wire registers it, with every kind of option that the tests use. */
export const COMMANDS = [
  {
    name: 'axis',
    description: 'News of the axis',
    options: [
      {
        type: 1,
        name: 'latest',
        description: 'Latest stories',
        options: [
          { type: 3, name: 'theme', description: 'Theme', autocomplete: true },
          { type: 4, name: 'hours', description: 'Hours', min_value: 1, max_value: 72 },
          { type: 7, name: 'channel', description: 'Channel' },
          { type: 8, name: 'role', description: 'Role' },
        ],
      },
      {
        type: 2,
        name: 'subs',
        description: 'Subscriptions',
        options: [{ type: 1, name: 'list', description: 'List them' }],
      },
    ],
  },
  { name: 'axis-admin', description: 'Settings', default_member_permissions: '32' },
  { type: 3, name: 'Explain this story' },
]

/** The real discord.js, logged in against a fresh playground and ready. */
export async function openRig(
  onInteraction: (interaction: Interaction) => Promise<unknown> = async () => undefined,
  options: PlaygroundOptions = {},
): Promise<Rig> {
  const playground = await openPlayground(options)
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: playground.apiBase },
    allowedMentions: { parse: [] },
  })
  client.on(Events.InteractionCreate, (interaction) => {
    onInteraction(interaction).catch((error) => client.emit('error', error))
  })
  client.on('error', () => undefined)
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(playground.token)
  const readyClient = await ready
  return {
    playground,
    client: readyClient,
    close: async () => {
      await client.destroy()
      await playground.close()
    },
  }
}

export const isCommand = (interaction: Interaction): interaction is ChatInputCommandInteraction =>
  interaction.isChatInputCommand()

export const isAutocomplete = (interaction: Interaction): interaction is AutocompleteInteraction =>
  interaction.isAutocomplete()
