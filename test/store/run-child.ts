import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const CHILD = join(import.meta.dirname, 'child.ts')

/** Starts a child; `onLine` may kill it. Resolves with all complete lines when it has ended. */
export async function runChild(
  args: readonly string[],
  onLine: (kill: () => void, line: string) => void = () => {},
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [CHILD, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    onLine(() => child.kill('SIGKILL'), line)
  }
  await ended
  return lines
}
