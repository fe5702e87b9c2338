import { SECOND_MS } from '../../lib/clock.ts'
import { messageOf, UserError } from '../../lib/errors.ts'
import type { Ask, FileIn } from '../command.ts'

/** Where Discord keeps what people upload. */
const HOSTS = ['cdn.discordapp.com', 'media.discordapp.net']
const TIMEOUT_MS = 10 * SECOND_MS

/** Text of an uploaded file, from Discord's own hosts alone; throws UserError where it is too long or not there. */
export async function readFile(ask: Ask, file: FileIn, maxBytes: number): Promise<string> {
  if (file.size > maxBytes) {
    throw new UserError(`${file.name} has ${file.size} bytes; at most ${maxBytes} are read.`)
  }
  const url = URL.parse(file.url)
  const { apiBase } = ask.deps
  const own = apiBase === undefined ? undefined : URL.parse(apiBase)?.host
  const isDiscord = url !== null && (HOSTS.includes(url.hostname) || url.host === own)
  if (!isDiscord) throw new UserError('That file is not at Discord. Upload it with the command.')
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    const bytes = await answer.arrayBuffer()
    if (bytes.byteLength > maxBytes) throw new Error('longer than said')
    return new TextDecoder('utf-8').decode(bytes)
  } catch (error) {
    ask.deps.log('warn', 'file.failed', { guild: ask.guildId, error: messageOf(error) })
    throw new UserError(`Discord did not hand over ${file.name}. Upload it again.`)
  }
}
