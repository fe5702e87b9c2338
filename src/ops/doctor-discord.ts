import { type Probe, type ProbeDeps, probeDiscord } from '../bot/send/probe.ts'
import { SECOND_MS } from '../lib/clock.ts'
import { type Check, fail, ok, warn } from './doctor.ts'

/** Discord tells whole seconds, and an answer takes some time. */
const SKEW_WARN_MS = 5 * SECOND_MS
/** From here on digests leave at visibly wrong times. */
const SKEW_FAIL_MS = 60 * SECOND_MS

/** Token, intents, clock and the permissions in every subscribed channel. */
export async function checkDiscord(
  deps: Omit<ProbeDeps, 'token'> & { readonly token?: string },
): Promise<readonly Check[]> {
  const { token } = deps
  if (token === undefined) {
    const fix = '`npm start` says how to get one; `npm run demo` needs none'
    return [fail('token', 'DISCORD_TOKEN is not set', fix)]
  }
  return toChecks(await probeDiscord({ ...deps, token }))
}

function toChecks(probe: Probe): readonly Check[] {
  switch (probe.kind) {
    case 'refused':
      return [
        probe.why === 'token'
          ? fail(
              'token',
              'Discord refuses it',
              'make a new one in the Developer Portal (Bot, Reset Token)',
            )
          : fail('intents', 'Discord refuses the intent Guilds', 'ask Discord: it is open to all'),
      ]
    case 'unreachable':
      return [fail('discord', probe.reason, 'is Discord reachable from here? Look at its status')]
    case 'connected':
      return [
        ok('token', `logged in as ${probe.name}`),
        ok('intents', 'Guilds is enough, no privileged one is asked for'),
        probe.guilds === 0
          ? warn('servers', 'the bot is in no server', 'open the invite that `npm start` prints')
          : ok('servers', String(probe.guilds)),
        checkSkew(probe.skewMs),
        ...probe.channels.map(({ subscriptionId, name, verdict }) => {
          const line = `subscription ${subscriptionId}`
          if (verdict === 'ok') return ok(line, `can post in ${name}`)
          if (verdict === 'gone') {
            const fix = `\`/axis subs edit id:${subscriptionId}\` moves it, \`/axis unsubscribe\` ends it`
            return warn(line, `its channel ${name} is gone`, fix)
          }
          return warn(
            line,
            `${name} lacks ${verdict.missing.join(', ')}`,
            'give it to the bot in that channel; it goes on by itself',
          )
        }),
      ]
    default:
      return probe satisfies never
  }
}

/** This machine's clock against Discord's; positive is ahead, milliseconds. */
export function checkSkew(skewMs: number | undefined): Check {
  if (skewMs === undefined) {
    return warn('clock', 'Discord told no time', 'compare the clock of this machine by hand')
  }
  const text = `${(Math.abs(skewMs) / SECOND_MS).toFixed(0)} s ${skewMs < 0 ? 'behind' : 'ahead of'} Discord's`
  const fix = 'switch on time synchronisation (NTP)'
  if (Math.abs(skewMs) >= SKEW_FAIL_MS) return fail('clock', text, fix)
  if (Math.abs(skewMs) >= SKEW_WARN_MS) return warn('clock', text, fix)
  return ok('clock', 'agrees with Discord')
}
