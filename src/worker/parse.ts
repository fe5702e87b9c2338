// Entry of a parser's thread (src/feed/parser-pool.ts): one document in, one outcome out.

import { enableCompileCache } from 'node:module'
import { parentPort } from 'node:worker_threads'
import type { ParseOutcome, ParseReply, ParseRequest } from '../feed/parser-pool.ts'

// A thread does not share the process' cache of compiled code; what is loaded below is found in it.
enableCompileCache()
const { FeedError } = await import('../feed/feed-error.ts')
const { parseFeed } = await import('../feed/parse.ts')
const { messageOf } = await import('../lib/errors.ts')

parentPort?.on('message', (request: ParseRequest) => {
  void answer(request).then((outcome) => {
    const reply: ParseReply = { id: request.id, outcome }
    parentPort?.postMessage(reply)
  })
})
parentPort?.postMessage('ready')

async function answer({ bytes, meta }: ParseRequest): Promise<ParseOutcome> {
  try {
    return { ok: true, feed: await parseFeed(bytes, meta) }
  } catch (error) {
    if (error instanceof FeedError) return { ok: false, kind: error.kind, reason: error.message }
    return { ok: false, kind: 'broken', reason: `the parser failed: ${messageOf(error)}` }
  }
}
