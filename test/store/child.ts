// What the process tests start and kill: one process on a database file, told by its arguments what to do.
import { openStore } from '../../src/store/open.ts'
import { DAY, makeArticle, makeFeedState, makePoll } from './make.ts'

const [task = '', path = '', name = '', count = '0'] = process.argv.slice(2)
const store = await openStore({ path, clock: { now: () => Date.now() }, random: Math.random })
const tell = (line: string | number) => process.stdout.write(`${line}\n`)

switch (task) {
  case 'poll':
    await pollForever()
    break
  case 'claim':
    await claimAll()
    break
  case 'count':
    await countUnderLease()
    break
  default:
    throw new Error(`no such task: ${task}`)
}
await store.close()

/** Commits one document after the other: five articles, and an ETag that says how many documents there were. */
async function pollForever(): Promise<never> {
  for (let document = Number(count); ; document += 1) {
    const articles = [0, 1, 2, 3, 4].map((at) =>
      makeArticle(`${document}-${at}`, { seenAt: DAY + document, tags: { actors: ['iran'] } }),
    )
    const state = makeFeedState('north-wire', { validators: { etag: String(document) } })
    await store.commitPoll(makePoll(articles, { state }))
    tell(document)
  }
}

/** Claims deliveries in small batches until none is left, and tells the id of each. */
async function claimAll(): Promise<void> {
  for (;;) {
    const now = Date.now()
    const claimed = await store.claimDeliveries({
      holder: name,
      now,
      until: now + 60_000,
      limit: 3,
    })
    if (claimed.length === 0) return
    for (const { id } of claimed) tell(id)
  }
}

/** Adds one to a fact `count` times, reading and writing it under a lease. */
async function countUnderLease(): Promise<void> {
  for (let done = 0; done < Number(count); ) {
    const now = Date.now()
    if (!(await store.claimLease('counter', name, now + 60_000, now))) continue
    const value = Number((await store.meta('counter')) ?? '0')
    await store.setMeta('counter', String(value + 1))
    await store.releaseLease('counter', name)
    done += 1
  }
}
