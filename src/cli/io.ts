import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Command } from 'commander'
import type { Instant } from '../types.ts'

/** What a verb touches of the process; tests hand in their own streams. */
export type CliIo = {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => Instant
  /** Asks the running verb to end. */
  readonly signal: AbortSignal
}

/** Adds one verb (or a family of verbs) to the program; each file of this folder exports one. */
export type AddVerb = (program: Command, io: CliIo) => void

/** Writes one line and waits while the reader is slower than we are. */
export async function writeLine(stream: Writable, line: string): Promise<void> {
  if (stream.write(`${line}\n`)) return
  await new Promise<void>((resolve) => stream.once('drain', resolve))
}

/** The non-empty lines of a stream, one at a time, in bounded memory. */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
  for await (const line of createInterface({
    input: stream,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (line.trim() !== '') yield line
  }
}
