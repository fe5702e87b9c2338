import { registerByRest } from '../bot/register.ts'
import { UserError } from '../lib/errors.ts'
import type { AddVerb } from './io.ts'
import { withHouse } from './with-house.ts'

export const addRegister: AddVerb = (program, io) => {
  program
    .command('register')
    .description("register the bot's commands with Discord when their definition changed")
    .action(() =>
      withHouse(io, async (house) => {
        const { env, store, log } = house
        if (env.token === undefined) throw new UserError('DISCORD_TOKEN is not set')
        const changed = await registerByRest({ ...env, token: env.token, store, log })
        io.stdout.write(changed ? 'commands registered\n' : 'nothing changed since the last time\n')
      }),
    )
}
