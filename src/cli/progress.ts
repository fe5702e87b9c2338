import cliProgress from 'cli-progress'
import type { CliIo } from './io.ts'

export type Progress = {
  /** One more done; `what` is shown behind the figures. */
  readonly step: (what?: string) => void
  readonly stop: () => void
}

/** Without a terminal a line now and then is enough, milliseconds. */
const PLAIN_EVERY_MS = 5000

/** A bar on a terminal, plain lines now and then elsewhere; on standard error, so that results can be piped. */
export function openProgress(io: CliIo, title: string, total: number): Progress {
  const isTerminal = 'isTTY' in io.stderr && io.stderr.isTTY === true
  const bar = new cliProgress.SingleBar({
    // Typed as a terminal's stream; any writable works, since nothing but `write` is used without a TTY.
    stream: io.stderr as NodeJS.WriteStream,
    noTTYOutput: true,
    notTTYSchedule: PLAIN_EVERY_MS,
    hideCursor: true,
    clearOnComplete: isTerminal,
    linewrap: null,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    format: (options, state, payload: { readonly what?: string }) => {
      const figures = `${title} ${state.value}/${state.total}`
      return isTerminal
        ? `${cliProgress.Format.BarFormat(state.progress, options)} ${figures} ${payload.what ?? ''}`
        : figures
    },
  })
  bar.start(total, 0, {})
  return {
    step: (what) => bar.increment(what === undefined ? {} : { what }),
    stop: () => bar.stop(),
  }
}
