import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MINUTE_MS } from '../../src/lib/clock.ts'
import { openPlayground } from '../../src/playground/open.ts'
import type { Message } from '../../src/playground/world.ts'
import { startAxis } from './bot-process.ts'
import { STREAM, serveDay } from './real-day-served.ts'

const OPENAPI = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'shared',
  'data',
  'discord-openapi.json',
)

const text = (message: Message): string => JSON.stringify([message.content, message.embeds])

/** The custom id of the button with a label. */
function buttonOf(message: Message, label: string): string {
  const found = new RegExp(
    `"label":"${label}"[^}]*"custom_id":"([^"]+)"|"custom_id":"([^"]+)"[^}]*"label":"${label}"`,
  )
  const match = found.exec(JSON.stringify(message.components))
  return match?.[1] ?? match?.[2] ?? ''
}

test.skipIf(!existsSync(STREAM))(
  'a person subscribes through Discord on real feeds and gets one digest, also after kill -9',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'axis-acceptance-'))
    const day = await serveDay()
    const playground = await openPlayground(existsSync(OPENAPI) ? { openapiPath: OPENAPI } : {})
    const { channels, users } = playground.world
    await writeFile(join(folder, 'feeds.yaml'), JSON.stringify({ feeds: day.feeds }))
    const start = () =>
      startAxis(['run'], {
        DISCORD_TOKEN: playground.token,
        DISCORD_API_BASE: playground.apiBase,
        AXIS_DATA: folder,
        AXIS_FEEDS: join(folder, 'feeds.yaml'),
        AXIS_ALLOW_PRIVATE_FEEDS: '1',
        LOG_LEVEL: 'info',
      })
    let bot = start()
    try {
      await bot.waitFor('"poll.round"', 60_000)

      const at = new Date(Date.now() + MINUTE_MS).toISOString().slice(11, 16)
      const preview = await playground.interact.command(
        users.admin.id,
        channels.intel.id,
        '/axis subscribe',
        {
          mode: 'digest',
          times: at,
          timezone: 'UTC',
        },
      )
      const shown = await preview.whole()
      await playground.interact.button(shown.id, buttonOf(shown, 'Confirm'), users.admin.id)
      await bot.waitFor('"delivery.sent"', 150_000)
      const posted = () =>
        playground
          .messages(channels.intel.id)
          .filter((message) => text(message).includes('Digest ·'))
      expect(posted()).toHaveLength(1)
      expect(posted().map(text).join('')).toMatch(/[1-9]\d* stories of [1-9]\d* articles/)

      for (const [line, options] of [
        ['/axis latest', {}],
        ['/axis actor', { name: 'iran' }],
      ] as const) {
        const answer = await playground.interact.command(
          users.reader.id,
          channels.intel.id,
          line,
          options,
        )
        expect(text(await answer.whole())).toContain('publisher')
        console.log(`${line}: first answer after ${Math.round(answer.ms)} ms`)
      }

      await bot.kill()
      bot = start()
      await bot.waitFor('"run.ready"', 30_000)
      await new Promise((resolve) => setTimeout(resolve, 15_000))
      expect(posted()).toHaveLength(1)
      expect(playground.problems()).toEqual([])
    } finally {
      await bot.kill()
      await playground.close()
      day.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
  300_000,
)
