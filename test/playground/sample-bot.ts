import { MessageFlags } from 'discord.js'
import { COMMANDS, openRig, type Rig } from './client.ts'
import { makeRest, messagesOf } from './rest.ts'

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** A small bot that shows what the page must show: buttons, a select, a modal, private and edited answers. */
export async function openSampleRig(options: Parameters<typeof openRig>[1] = {}): Promise<Rig> {
  const rig = await openRig(async (interaction) => {
    if (interaction.isAutocomplete()) {
      const typed = interaction.options.getFocused().toLowerCase()
      const all = ['Nuclear program', 'Drones & missiles', 'Пуски ракет', 'توافق هسته‌ای']
      const found = all.filter((name) => name.toLowerCase().includes(typed))
      await interaction.respond(
        found.map((name) => ({ name, value: `theme-${all.indexOf(name)}` })),
      )
    } else if (interaction.isChatInputCommand() && interaction.commandName === 'axis-admin') {
      await interaction.showModal({
        title: 'Purge this server',
        customId: 'ax1:purge',
        components: [
          {
            type: 1,
            components: [{ type: 4, customId: 'typed', label: 'Type the name', style: 1 }],
          },
        ],
      })
    } else if (interaction.isModalSubmit()) {
      const content = `typed ${interaction.fields.getTextInputValue('typed')}`
      await interaction.reply({ content, flags: MessageFlags.Ephemeral })
    } else if (interaction.isChatInputCommand()) {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral })
      await interaction.editReply({
        content: `asked for ${interaction.options.getString('theme') ?? 'everything'}`,
      })
    } else if (interaction.isButton()) {
      await interaction.update({ content: 'page 2' })
    } else if (interaction.isStringSelectMenu()) {
      const content = `opened ${interaction.values.join()}`
      await interaction.reply({ content, flags: MessageFlags.Ephemeral })
    } else if (interaction.isMessageContextMenuCommand()) {
      const content = `explained ${interaction.targetId}`
      await interaction.reply({ content, flags: MessageFlags.Ephemeral })
    }
  }, options)
  await rig.client.application.commands.set(COMMANDS)
  return rig
}

/** Posts a digest with everything that an embed can carry, in three scripts. */
export async function postSample({ playground }: Rig): Promise<void> {
  const rest = makeRest(playground)
  const { channels, roles } = playground.world
  const now = Math.floor(playground.world.all.now() / 1000)
  await rest.post(messagesOf(channels.intel.id), {
    body: {
      content: `🟠 **HIGH** · Sample Outlet: convoy denied · <@&${roles.analyst}> · <t:${now - 7200}:R>`,
      allowed_mentions: { parse: [], roles: [roles.analyst] },
      embeds: [
        {
          color: 0xe67e22,
          author: { name: 'Russia–Iran · sample' },
          title: 'Ministry denies a shipment \\*after\\* claim',
          url: 'https://outlet.example/denial',
          description: [
            '**Kyiv** says 120 airframes arrived; *Tehran* denies. ||spoiler||',
            'Министерство опровергает поставку, сообщает образцовое агентство.',
            'وزارت خارجه ارسال محموله را تکذیب کرد (نمونه).',
            '> quoted line',
            '-# small print with [a link](https://outlet.example/a)',
          ].join('\n'),
          fields: [
            { name: 'Publishers', value: '4', inline: true },
            { name: 'Origins', value: '3', inline: true },
            { name: 'First', value: `<t:${now - 9000}:t>`, inline: true },
            { name: 'سرخط', value: 'این یک متن نمونه است' },
          ],
          image: { url: 'attachment://chart.png' },
          footer: { text: 'id S-7KQ2ABCD' },
          timestamp: new Date(now * 1000).toISOString(),
        },
      ],
      components: [
        {
          type: 1,
          components: [
            { type: 2, style: 1, label: 'Why', custom_id: 'ax1:why' },
            { type: 2, style: 2, label: 'Lens', custom_id: 'ax1:lens' },
            { type: 2, style: 5, label: 'Open', url: 'https://outlet.example/' },
          ],
        },
        {
          type: 1,
          components: [
            {
              type: 3,
              custom_id: 'ax1:open',
              placeholder: 'Open a story',
              options: [
                { label: 'Ministry denies a shipment', value: 'one', description: '4 publishers' },
                { label: 'Second story', value: 'two' },
              ],
            },
          ],
        },
      ],
      attachments: [{ id: 0, filename: 'chart.png', description: 'A chart' }],
    },
    files: [{ name: 'chart.png', data: Buffer.from(PNG, 'base64') }],
  })
}
