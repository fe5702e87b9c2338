import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { CliIo } from '../../src/cli/io.ts'
import { openProgress } from '../../src/cli/progress.ts'

const ESCAPE = '\u001b'

/** What a progress of three steps writes to standard error. */
async function written(terminal: boolean): Promise<string> {
  const stderr = new PassThrough()
  const output = text(stderr)
  // What cli-progress asks of a terminal.
  if (terminal) Object.assign(stderr, { isTTY: true, columns: 80, rows: 24 })
  const io = { stderr } as unknown as CliIo
  const progress = openProgress(io, 'feeds', 3)
  progress.step('Sample Post')
  progress.step()
  progress.step('The Ledger')
  progress.stop()
  stderr.end()
  return output
}

test('elsewhere than on a terminal progress is plain lines', async () => {
  const lines = await written(false)
  expect(lines).not.toContain(ESCAPE)
  expect(lines.trim().split('\n').at(-1)).toBe('feeds 3/3')
})

test('on a terminal it is a bar that is gone at the end', async () => {
  const drawn = await written(true)
  expect(drawn).toContain('░')
  expect(drawn).toContain('feeds 0/3')
  // The cursor is shown again, and the line of the bar was cleared.
  expect(drawn).toContain(`${ESCAPE}[?25h`)
})
