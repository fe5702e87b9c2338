// Entry of the bot's process in the chaos run: the gateway with its answers, and the one life that reads and delivers.

import { writeFileSync } from 'node:fs'
import { loadEnv } from '../../src/config/env.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { openHouse, runRoles } from '../../src/main.ts'
import { openLife, ROOT, readBody } from './bot.ts'
import { toRandom } from './play.ts'
import { openSwitch } from './points.ts'
import { type ChildTask, deathNote, type ToChild } from './real.ts'

// Written by spawnBot.
const task = JSON.parse(process.argv[2] ?? '') as ChildTask
const clock = fixedClock(task.at)
const log = () => undefined
const env = loadEnv(
  {
    DISCORD_TOKEN: task.token,
    DISCORD_API_BASE: task.apiBase,
    AXIS_DATA: task.folder,
    AXIS_PACK: process.env.AXIS_PACK,
  },
  ROOT,
)
const house = await openHouse(env, { clock, log, sample: task.feeds })
const stop = new AbortController()
const gateway = runRoles(house, { roles: ['bot'], signal: stop.signal })
const kill = openSwitch((point) => {
  writeFileSync(deathNote(task.folder), point)
  process.kill(process.pid, 'SIGKILL')
})
const body = await readBody()
const life = await openLife({ ...task, body, clock, log, random: toRandom(task.seed), kill })

// The other end is spawnBot alone.
process.on('message', async (message: ToChild) => {
  if (message.kind === 'arm') kill.arm(message.nth, message.point)
  else if (message.kind === 'step') {
    clock.set(message.at)
    await life.step()
    process.send?.('done')
  } else {
    stop.abort()
    await gateway
    await life.close()
    process.exit(0)
  }
})
process.send?.('ready')
