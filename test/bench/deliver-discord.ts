// The Discord of deliver.bench.ts, in a process of its own so that its work is not counted as the bot's.

import { openPlayground } from '../../src/playground/open.ts'

const count = Number(process.argv[2] ?? 500)
const guilds = Array.from({ length: Math.ceil(count / 10) }, (_, guild) => ({
  name: `Server ${guild}`,
  channels: Array.from({ length: 10 }, (_, n) => ({ name: `channel-${n}`, kind: 'text' as const })),
}))
const playground = await openPlayground({ guilds, rateLimits: 'real' })
const places = [...playground.world.all.guilds.values()].flatMap((guild) =>
  [...guild.channels.values()].map((channel) => ({ guildId: guild.id, channelId: channel.id })),
)
process.on('message', async () => {
  const messages = places.reduce((sum, one) => sum + playground.messages(one.channelId).length, 0)
  const refused = playground.requests().filter((request) => request.status === 429).length
  process.send?.({ messages, refused, problems: playground.problems().length })
  await playground.close()
  process.exit(0)
})
process.send?.({
  token: playground.token,
  apiBase: playground.apiBase,
  places: places.slice(0, count),
})
