// `axis doctor`: one look at everything that can be wrong, each line with what to do.

/** One line of the doctor. */
export type Check = {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly text: string
  /** What to do; always there unless `ok`. */
  readonly fix?: string
}

export type Diagnosis = {
  /** No line is a failure; warnings leave it well. */
  readonly ok: boolean
  readonly checks: readonly Check[]
}

/** A group of checks; one that throws is itself a failed line and costs the others nothing. */
export type Examination = { readonly name: string; readonly run: () => Promise<readonly Check[]> }

/** Runs the examinations side by side and gives their lines in the order of the list. */
export async function diagnose(
  examinations: readonly Examination[],
  onDone: (name: string) => void = () => undefined,
): Promise<Diagnosis> {
  const lines = await Promise.all(
    examinations.map(async ({ name, run }) => {
      try {
        return await run()
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error)
        return [fail(name, text, 'this text says what is wrong; mend it and ask again')]
      } finally {
        onDone(name)
      }
    }),
  )
  const checks = lines.flat()
  return { ok: checks.every(({ state }) => state !== 'fail'), checks }
}

export const ok = (name: string, text: string): Check => ({ name, state: 'ok', text })
export const warn = (name: string, text: string, fix: string): Check => ({
  name,
  state: 'warn',
  text,
  fix,
})
export const fail = (name: string, text: string, fix: string): Check => ({
  name,
  state: 'fail',
  text,
  fix,
})
