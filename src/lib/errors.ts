/** The only text of ours that a user sees on failure; it says what to do next. */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** Bad configuration or a bad pack: every problem at once, each with file, path and value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
