// Entry of a parser's thread (src/feed/parser-pool.ts): one document in, one outcome out.

import { parentPort } from 'node:worker_threads'
import { FeedError } from '../feed/feed-error.ts'
import { parseFeed } from '../feed/parse.ts'
import type { ParseOutcome, ParseReply, ParseRequest } from '../feed/parser-pool.ts'
import { messageOf } from '../lib/errors.ts'

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
