// Three days of the sample world, with a bot that is killed again and again and a Discord that fails.

import { MINUTE_MS, sleep } from '../../src/lib/clock.ts'
import type { Fault } from '../../src/playground/faults.ts'
import { openStore } from '../../src/store/open.ts'
import { type Body, openLife } from './bot.ts'
import { openSwitch, POINTS } from './points.ts'
import { spawnBot } from './real.ts'
import { openScene, type Scene, START, STEP_MS, STREAM_MS } from './scene.ts'
import { judge, type Verdict } from './verdict.ts'

export type Play = {
  readonly seed: number
  /** How often the bot is killed; spread over the three days. */
  readonly kills: number
  readonly faults: boolean
  readonly body: Body
  /** The bot is a process of its own, gateway included, and is killed by SIGKILL. */
  readonly real?: boolean
  /** Die at these points alone, as long as one is left; at any of them or anywhere where absent. */
  readonly points?: readonly string[]
  readonly onEvent?: (text: string) => void
}

export type Played = Verdict & {
  readonly kills: number
  /** How often it was killed at each named point. */
  readonly points: ReadonlyMap<string, number>
  /** How often Discord was disturbed. */
  readonly faults: number
}

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function toRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Longer than the publisher waits by itself. */
const RATE_LIMIT_MS = 1010
// discord.js waits for limits by the real clock, of which a day of the scene takes two seconds.
const FAULTS: readonly Fault[] = [
  { kind: 'rate-limit', retryAfterMs: RATE_LIMIT_MS, scope: 'user' },
  { kind: 'rate-limit', retryAfterMs: RATE_LIMIT_MS, scope: 'global' },
  { kind: 'rate-limit', retryAfterMs: 20, scope: 'shared' },
  { kind: 'status', status: 502, when: 'after' },
  { kind: 'status', status: 500, when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'reset', when: 'before' },
  { kind: 'close', when: 'after' },
  { kind: 'close', when: 'before' },
]
/** After this Discord has forgotten a nonce. */
const NONCE_LIFE_MS = 2 * MINUTE_MS
const SETTLE_STEPS = 30
const END = START + STREAM_MS

export async function play(of: Play): Promise<Played> {
  const random = toRandom(of.seed)
  const scene = await openScene()
  const points = new Map<string, number>()
  let kills = 0
  let faults = 0
  const pick = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(random() * list.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }
  const move = (ms: number): void => {
    if (ms >= NONCE_LIFE_MS) scene.playground.faults.forgetNonces()
    scene.clock.set(scene.clock.now() + ms)
  }
  // Points wait for their turn in an order of the seed's; the rest of the kills strikes anywhere.
  const wanted = shuffled(of.points ?? POINTS, random).slice(0, of.kills)
  let isClear = true
  let bot = await bear(scene, of, random)
  let armedFor = 0
  while (scene.clock.now() < END) {
    const left = of.kills - kills
    const chance = (5 * left * STEP_MS) / (END - scene.clock.now())
    const mayDie = left > 0 && (of.points === undefined || wanted.length > 0)
    if (mayDie && armedFor <= 0 && random() < chance) {
      // A point that is not passed soon comes up again later.
      const isNamed = of.points === undefined ? random() < 0.6 : wanted.length > 0
      const point = isNamed ? wanted.shift() : undefined
      if (point !== undefined) wanted.push(point)
      bot.arm(1 + Math.floor(random() * (point === undefined ? 12 : 2)), point)
      armedFor = 3
    }
    armedFor -= 1
    if (of.faults) {
      isClear = disturb(scene, { random, pick, isClear, onFault: () => (faults += 1) })
    }
    const isAlive = await Promise.race([bot.step().then(() => true), bot.death.then(() => false)])
    const point = bot.point()
    if (!isAlive && point === undefined) throw new Error('the bot died by itself')
    if (point === undefined) {
      move(STEP_MS)
      continue
    }
    kills += 1
    armedFor = 0
    points.set(point, (points.get(point) ?? 0) + 1)
    const at = wanted.indexOf(point)
    if (at >= 0) wanted.splice(at, 1)
    of.onEvent?.(`${new Date(scene.clock.now()).toISOString()} killed ${point}`)
    await bot.close()
    move(Math.floor(random() ** 3 * 25 * MINUTE_MS))
    bot = await bear(scene, of, random)
  }
  calm(scene)
  await sleep(2 * RATE_LIMIT_MS)
  for (let step = 0; step < SETTLE_STEPS; step += 1) {
    bot.arm(Number.MAX_SAFE_INTEGER)
    await bot.step()
    move(STEP_MS)
  }
  await bot.close()
  const store = await openStore({ path: scene.database, clock: scene.clock })
  const verdict = await judge({
    playground: scene.playground,
    store,
    subscriptions: scene.subscriptions,
    camps: of.body.camps,
    items: scene.items,
  })
  await store.close()
  await scene.close()
  return { ...verdict, kills, points, faults }
}

/** One life of the bot, in this process or in its own. */
export type Bot = {
  /** Reads, plans and sends once. Never ends when the bot is killed meanwhile. */
  readonly step: () => Promise<void>
  readonly arm: (nth: number, point?: string) => void
  readonly death: Promise<void>
  /** Where it was killed. */
  readonly point: () => string | undefined
  readonly close: () => Promise<void>
}

async function bear(scene: Scene, of: Play, random: () => number): Promise<Bot> {
  if (of.real) return spawnBot(scene, Math.floor(random() * 1e9))
  const kill = openSwitch()
  const life = await openLife({
    body: of.body,
    database: scene.database,
    feeds: scene.feeds,
    token: scene.playground.token,
    apiBase: scene.playground.apiBase,
    clock: scene.clock,
    log: (level, event, fields) => {
      if (level === 'error') of.onEvent?.(`${event} ${JSON.stringify(fields)}`)
    },
    random,
    kill,
  })
  return { ...life, arm: kill.arm, death: kill.death, point: kill.point }
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

/** One of Discord's moods; gives whether all channels can be posted in. */
function disturb(
  scene: Scene,
  of: {
    readonly random: () => number
    readonly pick: <T>(list: readonly T[]) => T
    readonly isClear: boolean
    readonly onFault: () => void
  },
): boolean {
  const { playground } = scene
  const mood = of.random()
  const channels = scene.subscriptions.map((one) => one.channelId)
  if (mood < 0.3) {
    of.onFault()
    playground.faults.clear()
    const times = 1 + Math.floor(of.random() * 4)
    playground.faults.next({ method: of.pick(['POST', 'PATCH', 'GET']), times }, of.pick(FAULTS))
  } else if (mood < 0.34) {
    playground.faults.clear()
  } else if (mood < 0.4 && of.isClear) {
    of.onFault()
    playground.change.permissionLost(of.pick(channels), 'SendMessages')
    return false
  } else if (mood < 0.54 && !of.isClear) {
    calm(scene)
    return true
  } else if (mood < 0.55) {
    of.onFault()
    // The clock of the machine is set back, and put right some steps later by the steps themselves.
    scene.clock.set(scene.clock.now() - Math.floor(of.random() * 40 * MINUTE_MS))
  }
  return of.isClear
}

function calm({ playground, subscriptions }: Scene): void {
  playground.faults.clear()
  for (const { channelId } of subscriptions) playground.change.permissionBack(channelId)
}
