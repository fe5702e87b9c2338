import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import { COMMANDS, openRig } from './client.ts'
import { makeRest, messagesOf } from './rest.ts'

/** A specification of two operations in the manner of Discord's: parameters named otherwise, formats of its own. */
const SMALL = {
  openapi: '3.1.0',
  paths: {
    '/channels/{id}/messages': {
      post: {
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Message' } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Message: {
        type: 'object',
        properties: {
          content: { type: ['string', 'null'], maxLength: 10, format: 'snowflake' },
          embeds: { type: 'array', items: { $ref: '#/components/schemas/Embed' } },
        },
      },
      Embed: { type: 'object', properties: { color: { type: 'integer', format: 'int32' } } },
    },
  },
}

describe('a specification that is given', () => {
  const folder = mkdtempSync(join(tmpdir(), 'playground-'))
  let playground: Playground
  beforeAll(async () => {
    const openapiPath = join(folder, 'openapi.json')
    writeFileSync(openapiPath, JSON.stringify(SMALL))
    playground = await openPlayground({ openapiPath })
  })
  afterAll(async () => {
    await playground.close()
    rmSync(folder, { recursive: true })
  })

  test('judges each body beside the limits, and a mismatch is a problem', async () => {
    const rest = makeRest(playground)
    const path = messagesOf(playground.world.channels.intel.id)
    await rest.post(path, { body: { content: 'short', embeds: [{ title: 'x', color: 1 }] } })
    expect(playground.problems()).toEqual([])
    await rest.post(path, { body: { content: 'longer than ten' } })
    expect(playground.problems()).toMatchObject([
      {
        kind: 'spec',
        where: 'POST /channels/{channel_id}/messages',
        complaints: [{ path: ['content'], code: 'SPEC_MISMATCH' }],
      },
    ])
  })

  test('says nothing of operations that it does not have', async () => {
    playground.clear()
    const rest = makeRest(playground)
    const { intel } = playground.world.channels
    await rest.post(messagesOf(intel.id), { body: { content: 'x' } })
    const id = playground.messages(intel.id).at(-1)?.id
    await rest.patch(`${messagesOf(intel.id)}/${id}`, { body: { content: 'longer than ten' } })
    expect(playground.problems()).toEqual([])
  })
})

const OFFICIAL = join(import.meta.dirname, '../../../shared/data/discord-openapi.json')

describe.skipIf(!existsSync(OFFICIAL))("Discord's own specification", () => {
  test('agrees with what the real discord.js sends', async () => {
    const { client, playground, close } = await openRig(
      async (interaction) => {
        if (interaction.isAutocomplete()) await interaction.respond([{ name: 'A', value: 'a' }])
        if (interaction.isButton()) await interaction.update({ content: 'pressed' })
        if (!interaction.isChatInputCommand()) return
        await interaction.deferReply()
        await interaction.editReply({
          embeds: [{ title: 'Stories', fields: [{ name: 'One', value: 'two' }], color: 1 }],
          components: [
            { type: 1, components: [{ type: 2, style: 2, label: 'Go', customId: 'ax1:go' }] },
          ],
        })
        await interaction.followUp({ content: 'more', flags: 64 })
      },
      { openapiPath: OFFICIAL },
    )
    await client.application.commands.set(COMMANDS)
    const { channels } = playground.world
    const { interact } = playground
    const answer = await interact.command('reader', channels.intel.id, '/axis latest', { hours: 3 })
    const message = await answer.whole()
    await answer.until(() => answer.followUps().length === 1)
    await interact.button(message.id, 'ax1:go', 'reader')
    await interact.autocomplete('reader', channels.intel.id, '/axis latest', 'theme', 'x')
    const rest = makeRest(playground)
    await rest.post(messagesOf(channels.intel.id), {
      body: {
        content: 'digest',
        nonce: 'd-1',
        enforce_nonce: true,
        allowed_mentions: { parse: [] },
        embeds: [{ description: 'text', image: { url: 'attachment://c.png' } }],
        attachments: [{ id: 0, description: 'A chart' }],
      },
      files: [{ name: 'c.png', data: Buffer.from('x') }],
    })
    await rest.post(`/channels/${channels.forum.id}/threads`, {
      body: { name: 'A story', message: { content: 'x' } },
    })
    expect(playground.problems()).toEqual([])
    await close()
  })

  test('objects to a body of the wrong shape', async () => {
    const playground = await openPlayground({ openapiPath: OFFICIAL })
    const path = messagesOf(playground.world.channels.intel.id)
    await makeRest(playground).post(path, { body: { content: 'x', tts: 'yes' } })
    expect(playground.problems()).toMatchObject([{ kind: 'spec' }])
    await playground.close()
  })
})
