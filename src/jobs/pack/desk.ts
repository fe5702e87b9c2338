// The pack in use, and its files watched: a change is compiled and put to the pack's own tests, and takes
// the place of the old one only when it keeps them. Looking at files again and again is sure where
// notices of the file system are not (containers, mounted folders).

import { dirname, sep } from 'node:path'
import { loadPack, packStamp } from '../../config/pack.ts'
import { ConfigError, messageOf } from '../../lib/errors.ts'
import type { Pack, PackInfo } from '../../pack.ts'
import type { Clock, Log, PackState } from '../../ports.ts'
import { compilePack, type Matcher } from '../../tag/compile.ts'
import { toPackInfo } from '../../tag/info.ts'
import { testPack } from '../../tag/promise.ts'

/** How often the files are looked at. */
export const PACK_CRON = '*/5 * * * * *'

/** `waiting`: the files change just now; they are read when they stand still from one look to the next. */
export type PackLook = 'same' | 'waiting' | 'swapped' | 'refused'

export type PackDesk = {
  readonly pack: () => Pack
  readonly info: () => PackInfo
  /** Compiled at the first question: who only shows names needs none. */
  readonly matcher: () => Matcher
  readonly state: () => PackState
  /** Looks whether the files changed, and takes or refuses what they say now. */
  readonly look: () => Promise<PackLook>
}

/** Loads a pack and watches it. Throws ConfigError where the first one is wrong: there is nothing to go back to. */
export async function openPackDesk(deps: {
  readonly path: string
  readonly clock: Clock
  readonly log: Log
}): Promise<PackDesk> {
  const { path, clock, log } = deps
  let seen = await packStamp(path)
  /** What the files were when they were last read. */
  let read = seen
  let pack = await loadPack(path)
  let info = toPackInfo(pack)
  let matcher: Matcher | undefined
  let state: PackState = { hash: pack.hash, since: clock.now() }

  function refuse(problems: readonly string[]): PackLook {
    // Where the folder lies on this machine is nobody's business.
    const reasons = problems.map((problem) => problem.replaceAll(dirname(path) + sep, ''))
    state = { ...state, refused: { at: clock.now(), reasons } }
    log('error', 'pack.refused', {
      path,
      kept: pack.hash,
      reasons: reasons.slice(0, REASONS_LOGGED),
    })
    return 'refused'
  }

  async function take(): Promise<PackLook> {
    const found = await loadPack(path)
    if (found.hash === pack.hash) {
      // Touched, or put back as it was.
      state = { hash: state.hash, since: state.since }
      return 'same'
    }
    const compiled = compilePack(found)
    const broken = testPack(compiled)
    if (broken.length > 0) {
      return refuse(broken.map(({ title, faults }) => `“${title}”: ${faults.join('; ')}`))
    }
    log('info', 'pack.swapped', {
      path,
      from: pack.hash,
      to: found.hash,
      tests: found.tests.length,
    })
    pack = found
    info = toPackInfo(found)
    matcher = compiled
    state = { hash: found.hash, since: clock.now() }
    return 'swapped'
  }

  return {
    pack: () => pack,
    info: () => info,
    matcher: () => {
      matcher ??= compilePack(pack)
      return matcher
    },
    state: () => state,
    look: async () => {
      const now = await packStamp(path)
      const moved = now !== seen
      seen = now
      // Somebody may be writing one file after the other.
      if (moved) return 'waiting'
      if (now === read) return 'same'
      read = now
      try {
        return await take()
      } catch (error) {
        return refuse(error instanceof ConfigError ? error.problems : [messageOf(error)])
      }
    },
  }
}

const REASONS_LOGGED = 10
