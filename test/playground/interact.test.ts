import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type Interaction,
  MessageFlags,
  StringSelectMenuBuilder,
} from 'discord.js'
import { afterEach, describe, expect, test } from 'vitest'
import { COMMANDS, openRig, type Rig } from './client.ts'

let rig: Rig | undefined
afterEach(async () => {
  await rig?.close()
  rig = undefined
})

async function registered(onInteraction: (interaction: Interaction) => Promise<unknown>) {
  rig = await openRig(onInteraction)
  await rig.client.application.commands.set(COMMANDS)
  return { ...rig, ...rig.playground.world, interact: rig.playground.interact }
}

describe('login and registration', () => {
  test('the real client logs in and sees guild, channels, roles and its own permissions', async () => {
    rig = await openRig()
    const { client, playground } = rig
    const guild = client.guilds.cache.get(playground.world.guild.id)
    const names = guild?.channels.cache.map((channel) => channel.name)
    expect(names).toEqual(expect.arrayContaining(['intel', 'news', 'forum', 'thread']))
    const intel = await client.channels.fetch(playground.world.channels.intel.id)
    expect(intel?.isTextBased()).toBe(true)
    expect(guild?.members.me?.permissions.has('EmbedLinks')).toBe(true)
    expect(guild?.members.me?.permissions.has('ManageChannels')).toBe(false)
    expect(playground.problems()).toEqual([])
  })

  test('a bulk overwrite registers commands and keeps the ids of those that stay', async () => {
    const { client, playground } = await registered(async () => undefined)
    const before = playground.commands().map(({ id, name }) => ({ id, name }))
    await client.application.commands.set(COMMANDS)
    expect(playground.commands().map(({ id, name }) => ({ id, name }))).toEqual(before)
    expect(before.map(({ name }) => name)).toEqual(['axis', 'axis-admin', 'Explain this story'])
  })

  test('a wrong token is refused by REST', async () => {
    rig = await openRig()
    rig.playground.faults.revokeToken()
    await expect(rig.client.users.fetch('123456789012345678')).rejects.toMatchObject({
      status: 401,
    })
  })
})

describe('interactions', () => {
  test('a command is answered at once, in public', async () => {
    const { interact, channels, playground } = await registered(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply(
          `${interaction.options.getSubcommand()} in ${interaction.options.getInteger('hours')} h`,
        )
      }
    })
    const answer = await interact.command('reader', channels.intel.id, '/axis latest', { hours: 6 })
    expect(answer).toMatchObject({ type: 4, ephemeral: false })
    expect(playground.messages(channels.intel.id).map(({ content }) => content)).toEqual([
      'latest in 6 h',
    ])
  })

  test('options of channels and roles arrive resolved', async () => {
    const { interact, channels, roles } = await registered(async (interaction) => {
      if (!interaction.isChatInputCommand()) return
      const channel = interaction.options.getChannel('channel')
      const role = interaction.options.getRole('role')
      await interaction.reply(`${channel?.name} ${role?.name}`)
    })
    const options = { channel: channels.news.id, role: roles.analyst }
    const answer = await interact.command('admin', channels.intel.id, '/axis latest', options)
    expect(answer.message()?.content).toBe('news analyst')
  })

  test('a deferred private answer is seen by its caller alone, once it is edited in', async () => {
    const { interact, channels, users, playground } = await registered(async (interaction) => {
      if (!interaction.isChatInputCommand()) return
      await interaction.deferReply({ flags: MessageFlags.Ephemeral })
      await interaction.editReply({ content: 'ready' })
      await interaction.followUp({ content: 'and more', flags: MessageFlags.Ephemeral })
    })
    const answer = await interact.command('reader', channels.intel.id, '/axis subs list')
    expect(answer).toMatchObject({ type: 5, ephemeral: true })
    expect((await answer.whole()).content).toBe('ready')
    await answer.until(() => answer.followUps().length === 1)
    expect(playground.messages(channels.intel.id)).toEqual([])
    const own = playground.messages(channels.intel.id, users.reader.id)
    expect(own.map(({ content }) => content)).toEqual(['ready', 'and more'])
  })

  test('autocomplete offers choices for what is typed', async () => {
    const { interact, channels } = await registered(async (interaction) => {
      if (!interaction.isAutocomplete()) return
      const typed = interaction.options.getFocused()
      await interaction.respond([{ name: `Theme ${typed}`, value: typed }])
    })
    const choices = await interact.autocomplete(
      'reader',
      channels.intel.id,
      '/axis latest',
      'theme',
      'nuc',
    )
    expect(choices).toEqual([{ name: 'Theme nuc', value: 'nuc' }])
  })

  test('a button updates its message, a select is answered by a new one', async () => {
    const { interact, channels, playground } = await registered(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const button = new ButtonBuilder()
          .setCustomId('ax1:more')
          .setLabel('More')
          .setStyle(ButtonStyle.Secondary)
        const select = new StringSelectMenuBuilder()
          .setCustomId('ax1:open')
          .addOptions({ label: 'One', value: 'one' }, { label: 'Two', value: 'two' })
        await interaction.reply({
          content: 'page 1',
          components: [
            new ActionRowBuilder<ButtonBuilder>().addComponents(button),
            new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select),
          ],
        })
      } else if (interaction.isButton()) {
        await interaction.deferUpdate()
        await interaction.editReply({ content: 'page 2' })
      } else if (interaction.isStringSelectMenu()) {
        const content = `opened ${interaction.values.join()}`
        await interaction.reply({ content, flags: MessageFlags.Ephemeral })
      }
    })
    await interact.command('reader', channels.intel.id, '/axis latest')
    const [message] = playground.messages(channels.intel.id)
    const id = message?.id ?? ''
    const pressed = await interact.button(id, 'ax1:more', 'reader')
    expect(pressed.type).toBe(6)
    await pressed.until(() => message?.content === 'page 2')
    const chosen = await interact.select(id, 'ax1:open', ['two'], 'reader')
    expect(chosen.ephemeral).toBe(true)
    expect(chosen.message()?.content).toBe('opened two')
    await expect(interact.select(id, 'ax1:open', ['three'], 'reader')).rejects.toThrow('three')
    expect(playground.problems()).toEqual([])
  })

  test('a command opens a modal, whose form is handed in', async () => {
    const { interact, channels } = await registered(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.showModal({
          title: 'Purge',
          customId: 'ax1:purge',
          components: [
            {
              type: 1,
              components: [{ type: 4, customId: 'typed', label: 'Name', style: 1, required: true }],
            },
          ],
        })
      } else if (interaction.isModalSubmit()) {
        await interaction.reply(`typed ${interaction.fields.getTextInputValue('typed')}`)
      }
    })
    const form = await interact.command('admin', channels.intel.id, '/axis-admin')
    expect(form.type).toBe(9)
    const answer = await interact.modal(form, { typed: 'desk' }, 'admin', channels.intel.id)
    expect(answer.message()?.content).toBe('typed desk')
  })

  test('a context menu carries the message that it was opened on', async () => {
    const { interact, channels, client, playground } = await registered(async (interaction) => {
      if (interaction.isMessageContextMenuCommand()) {
        await interaction.reply(`about ${interaction.targetMessage.content}`)
      }
    })
    const channel = await client.channels.fetch(channels.intel.id)
    if (channel?.isSendable()) await channel.send('a story')
    const [message] = playground.messages(channels.intel.id)
    const answer = await interact.contextMenu('reader', message?.id ?? '', 'Explain this story')
    expect(answer.message()?.content).toBe('about a story')
  })

  test('a command for managers is not shown to a reader', async () => {
    const { interact, channels } = await registered(async () => undefined)
    await expect(interact.command('reader', channels.intel.id, '/axis-admin')).rejects.toThrow(
      'not shown',
    )
  })

  test('a silent bot misses its deadline of 3 s, and answers into the void', async () => {
    let late: Promise<unknown> | undefined
    const { interact, channels, playground } = await registered(async (interaction) => {
      if (!interaction.isChatInputCommand()) return
      late = new Promise((resolve) => {
        setTimeout(() => interaction.reply('too late').then(resolve, resolve), 3050)
      })
    })
    const asked = interact.command('reader', channels.intel.id, '/axis latest')
    await expect(asked).rejects.toThrow('no answer')
    expect(await late).toMatchObject({ code: 10062 })
    expect(playground.problems()[0]).toMatchObject({ kind: 'deadline' })
  })
})
