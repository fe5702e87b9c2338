import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

export type BotProcess = {
  readonly pid: number
  readonly output: () => string
  /** Resolves when a line of the log says so; rejects after `timeoutMs`. */
  readonly waitFor: (text: string, timeoutMs?: number) => Promise<void>
  /** SIGKILL: no chance to put anything in order. */
  readonly kill: () => Promise<void>
  /** SIGTERM; resolves to the exit code. */
  readonly stop: () => Promise<number | null>
}

/** `axis ARGS` as a process of its own. */
export function startAxis(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): BotProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(ROOT, 'src', 'cli', 'axis.js'), ...args],
    { cwd: ROOT, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const look of listeners) look()
    })
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    pid: child.pid ?? 0,
    output: () => output,
    waitFor: (text, timeoutMs = 15_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look)
          reject(new Error(`no "${text}" within ${timeoutMs} ms; the output was:\n${output}`))
        }, timeoutMs)
        const look = (): void => {
          if (!output.includes(text)) return
          clearTimeout(timer)
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
      }),
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    stop: async () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}
