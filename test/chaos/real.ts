// The bot as a process of its own, told when to step and where to die.

import { fork } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Bot } from './play.ts'
import type { Scene } from './scene.ts'

/** Handed to test/chaos/child.ts as JSON. */
export type ChildTask = Pick<Scene, 'folder' | 'database' | 'feeds'> & {
  readonly token: string
  readonly apiBase: string
  readonly seed: number
  readonly at: number
}

export type ToChild =
  | { readonly kind: 'step'; readonly at: number }
  | { readonly kind: 'arm'; readonly nth: number; readonly point?: string }
  | { readonly kind: 'stop' }

export const deathNote = (folder: string): string => join(folder, 'killed-at')

export async function spawnBot(scene: Scene, seed: number): Promise<Bot> {
  const { folder, database, feeds, playground, clock } = scene
  rmSync(deathNote(folder), { force: true })
  const task: ChildTask = {
    folder,
    database,
    feeds,
    token: playground.token,
    apiBase: playground.apiBase,
    seed,
    at: clock.now(),
  }
  const child = fork(join(import.meta.dirname, 'child.ts'), [JSON.stringify(task)])
  const death = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const heard = (word: string): Promise<void> =>
    new Promise((resolve) => {
      const listen = (message: unknown): void => {
        if (message !== word) return
        child.off('message', listen)
        resolve()
      }
      child.on('message', listen)
    })
  const tell = (message: ToChild): void => {
    if (child.connected) child.send(message)
  }
  await Promise.race([heard('ready'), death])
  return {
    step: async () => {
      const done = heard('done')
      tell({ kind: 'step', at: clock.now() })
      await done
    },
    arm: (nth, point) => tell({ kind: 'arm', nth, ...(point !== undefined && { point }) }),
    death,
    point: () =>
      existsSync(deathNote(folder)) ? readFileSync(deathNote(folder), 'utf8') : undefined,
    close: async () => {
      tell({ kind: 'stop' })
      await death
    },
  }
}
