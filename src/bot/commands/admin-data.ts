import { noticeCard } from '../../card/error.ts'
import { requireAdmin } from '../admin.ts'
import type { Command, Group } from '../command.ts'

const exportData = {
  name: 'export',
  description: 'Settings and subscriptions of this server as a JSON file',
  run: async (ask) => {
    requireAdmin(ask)
    const [settings, subscriptions] = await Promise.all([
      ask.settings(),
      ask.deps.store.subscriptions({ guildId: ask.guildId }),
    ])
    const at = new Date(ask.deps.clock.now()).toISOString()
    const whole = { format: 'axis-watch-guild', version: 1, at, settings, subscriptions }
    const data = new TextEncoder().encode(`${JSON.stringify(whole, undefined, 2)}\n`)
    return {
      body: noticeCard(`${subscriptions.length} subscriptions and the settings of this server.`),
      files: [{ name: `axis-watch-${at.slice(0, 10)}.json`, data }],
    }
  },
} satisfies Command

export const adminData = {
  name: 'data',
  description: 'What is stored about this server',
  commands: [exportData],
} satisfies Group
