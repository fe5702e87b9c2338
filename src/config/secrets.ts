import { readFileSync } from 'node:fs'
import { messageOf } from '../lib/errors.ts'

type Secrets = Readonly<
  Partial<Record<`${'DISCORD_TOKEN' | 'DATABASE_URL'}${'' | '_FILE'}`, string | undefined>>
>

/** The bot token, bare; a problem where it holds none. */
export function readToken(env: Secrets, problems: string[]): string | undefined {
  const secret = readSecret('DISCORD_TOKEN', env, problems)
  const bare = secret?.text.replace(/^Bot\s+/i, '')
  if (bare === undefined || (bare !== '' && !/\s/.test(bare))) return bare
  // The value itself is a secret and never shown.
  problems.push(`${secret?.from}: holds no token (empty, or with spaces in it)`)
  return undefined
}

/** The address of a PostgreSQL database. */
export function readDatabase(env: Secrets, problems: string[]): string | undefined {
  const secret = readSecret('DATABASE_URL', env, problems)
  if (secret === undefined || /^postgres(?:ql)?:\/\/\S+$/.test(secret.text)) return secret?.text
  problems.push(`${secret.from}: is no address that begins with postgres://`)
  return undefined
}

/** A secret from its variable or from the file that `…_FILE` names; both are one too many. */
function readSecret(
  name: 'DISCORD_TOKEN' | 'DATABASE_URL',
  env: Secrets,
  problems: string[],
): { readonly text: string; readonly from: string } | undefined {
  const value = env[name]
  const file = env[`${name}_FILE`]
  if (value !== undefined && file !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set; keep one`)
    return undefined
  }
  if (file === undefined)
    return value === undefined ? undefined : { text: value.trim(), from: name }
  try {
    return { text: readFileSync(file, 'utf8').trim(), from: `${name}_FILE` }
  } catch (error) {
    problems.push(`${name}_FILE: ${JSON.stringify(file)} cannot be read: ${messageOf(error)}`)
    return undefined
  }
}
