import { flushCompileCache } from 'node:module'
import { createInterface } from 'node:readline/promises'
import { UserError } from '../lib/errors.ts'
import { openHouse, ROLES, type Role, runRoles } from '../main.ts'
import type { AddVerb, CliIo } from './io.ts'
import { envOf } from './with-house.ts'

/** What a person without a token needs to know. */
const NO_TOKEN = `DISCORD_TOKEN is not set, so there is no bot to start. To get one:
  1. Open https://discord.com/developers/applications and press "New Application".
  2. Under "Bot" press "Reset Token" and copy it; no privileged intent is needed.
  3. Write DISCORD_TOKEN=… into a file named .env here (see .env.example).
  4. Invite the bot with the link below, APPLICATION_ID being the number under "General Information":
     https://discord.com/oauth2/authorize?client_id=APPLICATION_ID&scope=bot+applications.commands&permissions=${invitePermissions()}
  5. \`npm start\` again, then \`/axis subscribe\` in a channel.
Without a token, on a Discord of its own: \`npm run demo\` (invented feeds, offline) or \`npm run demo -- --live\` (your feeds).`

/** View Channel, Send Messages, Embed Links, Attach Files, Read Message History, Send Messages in Threads. */
function invitePermissions(): bigint {
  return [10n, 11n, 14n, 15n, 16n, 38n].reduce((sum, bit) => sum | (1n << bit), 0n)
}

export const addRun: AddVerb = (program, io) => {
  program
    .command('run')
    .description('run the bot: poll feeds, deliver digests, answer commands')
    .option('--role <role>', `one of all, ${ROLES.join(', ')}`, 'all')
    .action(async ({ role }: { readonly role: string }) => {
      const roles = toRoles(role)
      const env = envOf(io)
      if (env.token === undefined && roles.some((one) => one !== 'ingest')) {
        if (await wantsPlayground(io)) return startPlayground(io)
        throw new UserError(NO_TOKEN)
      }
      const house = await openHouse(env, { clock: { now: io.now } })
      // Otherwise it is written at the end alone, which a bot that is killed never sees.
      flushCompileCache()
      try {
        await runRoles(house, { roles, signal: io.signal })
      } finally {
        await house.close()
      }
    })
}

/** Loaded only here: a bot with a token needs no playground. */
async function startPlayground(io: CliIo): Promise<void> {
  const { runDemo } = await import('./demo.ts')
  await runDemo(io, { live: true })
}

/** On a terminal the playground on the live feeds is offered; elsewhere nobody could answer. */
async function wantsPlayground(io: CliIo): Promise<boolean> {
  const isTerminal = [io.stdin, io.stdout].every((one) => 'isTTY' in one && one.isTTY === true)
  if (!isTerminal) return false
  const terminal = createInterface({ input: io.stdin, output: io.stdout })
  try {
    const answer = await terminal.question(
      `${NO_TOKEN}\n\nStart the playground on your live feeds now? [y/N] `,
      { signal: io.signal },
    )
    return /^\s*y(?:es)?\s*$/i.test(answer)
  } finally {
    terminal.close()
  }
}

function toRoles(role: string): readonly Role[] {
  if (role === 'all') return ROLES
  const one = ROLES.find((known) => known === role)
  if (one === undefined) {
    throw new UserError(`--role "${role}" is none of all, ${ROLES.join(', ')}`)
  }
  return [one]
}
