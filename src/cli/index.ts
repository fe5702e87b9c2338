import { Command } from 'commander'
import { ConfigError, messageOf, UserError } from '../lib/errors.ts'
import type { AddVerb, CliIo } from './io.ts'

/** Each verb's file is loaded only when it is asked for: `axis parse` needs no Discord. */
const VERBS: Readonly<Record<string, () => Promise<AddVerb>>> = {
  run: async () => (await import('./run.ts')).addRun,
  demo: async () => (await import('./demo.ts')).addDemo,
  parse: async () => (await import('./parse.ts')).addParse,
  cluster: async () => (await import('./cluster.ts')).addCluster,
  tag: async () => (await import('./tag.ts')).addTag,
  explain: async () => (await import('./explain.ts')).addExplain,
  pack: async () => (await import('./pack.ts')).addPack,
  eval: async () => (await import('./eval.ts')).addEval,
  'learn-stories': async () => (await import('./learn-stories.ts')).addLearnStories,
  poll: async () => (await import('./poll.ts')).addPoll,
  feeds: async () => (await import('./feeds.ts')).addFeedsVerbs,
  record: async () => (await import('./record.ts')).addRecord,
  latest: async () => (await import('./ask.ts')).addAsk,
  actor: async () => (await import('./ask.ts')).addAsk,
  search: async () => (await import('./ask.ts')).addAsk,
  digest: async () => (await import('./ask.ts')).addAsk,
  trends: async () => (await import('./trends.ts')).addTrends,
  reports: async () => (await import('./reports.ts')).addReports,
  register: async () => (await import('./register.ts')).addRegister,
  health: async () => (await import('./health.ts')).addHealth,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  backup: async () => (await import('./backup.ts')).addBackup,
  restore: async () => (await import('./backup.ts')).addBackup,
  'migrate-store': async () => (await import('./migrate-store.ts')).addMigrateStore,
  schema: async () => (await import('./schema.ts')).addSchema,
}

/** The whole `axis` command; sets the exit code, never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => stop.abort(new UserError(`stopped by ${name}`)))
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const io: CliIo = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    now: () => Date.now(),
    signal: stop.signal,
  }
  process.exitCode = await run(argv.slice(2), io)
}

/** Runs one command line; resolves to the exit code. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const program = new Command('axis')
    .description(
      'Axis Watch: reads feeds, tags articles, tells each story once, answers in Discord',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
  try {
    for (const add of await findVerbs(args[0])) add(program, io)
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    return reportFailure(error, io)
  }
}

/** The verb that was named, or all of them for help and for what is none. */
async function findVerbs(name: string | undefined): Promise<ReadonlySet<AddVerb>> {
  const one = name === undefined ? undefined : VERBS[name]
  const loads = one === undefined ? Object.values(VERBS) : [one]
  return new Set(await Promise.all(loads.map((load) => load())))
}

function reportFailure(error: unknown, io: CliIo): number {
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')) {
    // commander has printed its own text already; help and version are no failures.
    return 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1
  }
  if (error instanceof UserError || error instanceof ConfigError) {
    io.stderr.write(`axis: ${error.message}\n`)
    return 1
  }
  io.stderr.write(`axis: bug: ${error instanceof Error ? error.stack : messageOf(error)}\n`)
  return 70
}
