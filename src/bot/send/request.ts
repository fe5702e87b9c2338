import type { RESTOptions } from '@discordjs/rest'
import { makeRequest } from '@discordjs/rest/undiciRequest'

/**
 * Requests of discord.js with files as plain bytes: a form of Node's own is refused by whichever undici
 * was loaded first in this process and became the dispatcher of all.
 */
export const sendRequest: RESTOptions['makeRequest'] = async (url, init) => {
  if (!(init.body instanceof FormData)) return makeRequest(url, init)
  const form = new Response(init.body)
  const type = form.headers.get('content-type') ?? 'multipart/form-data'
  // discord.js hands over its headers as a record.
  const headers = { ...(init.headers as Readonly<Record<string, string>>), 'Content-Type': type }
  return makeRequest(url, { ...init, headers, body: await form.bytes() })
}
