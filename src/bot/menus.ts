// Commands of the context menu on a message.

import type { Message } from 'discord.js'
import type { Ask, Reply } from './command.ts'
import { REPORT, reportMessage } from './report/report.ts'
import { EXPLAIN, explainMessage } from './why/explain.ts'

export const messageMenus: ReadonlyMap<string, (ask: Ask, message: Message) => Promise<Reply>> =
  new Map([
    [EXPLAIN, explainMessage],
    [REPORT, reportMessage],
  ])
