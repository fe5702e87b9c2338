import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../lib/errors.ts'
import type { FeedKind } from '../types.ts'

const outletSchema = z.strictObject({
  title: z.string().min(1),
  camp: z.string().min(1),
  kind: z
    .string()
    .min(1)
    .transform((kind) => kind as FeedKind),
  language: z.string().regex(/^[a-z]{2}$/),
  family: z.string().optional(),
})

const keySchema = {
  actors: z.array(z.string().min(1)).min(1),
  themes: z.array(z.string().min(1)),
}

/** Counts to generate for the time before the demo, so that charts and alarms have a past. */
const historySchema = z.strictObject({
  days: z.number().int().min(1).max(60),
  seed: z.number().int(),
  /** Stories a day of these actors and themes, on average. */
  streams: z.array(z.strictObject({ ...keySchema, perDay: z.number().positive() })),
  /** So many more stories in one hour. */
  bursts: z.array(
    z.strictObject({
      ...keySchema,
      hoursAgo: z.number().int().min(1),
      stories: z.number().int().min(1),
    }),
  ),
})

const worldSchema = z.strictObject({
  history: historySchema.optional(),
  outlets: z.record(z.string(), outletSchema),
  events: z.array(
    z.strictObject({
      name: z.string().min(1),
      /** Hours before the demo starts; negative for what is still to come. */
      ago: z.number(),
      items: z
        .array(
          z.strictObject({
            outlet: z.string(),
            /** Minutes after the event. */
            after: z.number().min(0),
            title: z.string().min(1),
            summary: z.string().min(1),
          }),
        )
        .min(1),
    }),
  ),
})

/** The invented outlets and events of the demo. */
export type SampleWorld = z.infer<typeof worldSchema>

/**
 * Reads the sample world.
 * @throws ConfigError with every problem, each with file and path.
 */
export async function loadSampleWorld(path: string): Promise<SampleWorld> {
  const parsed = worldSchema.safeParse(parse(await readFile(path, 'utf8')))
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${path}: ${issue.path.join('.')}: ${issue.message}`),
    )
  }
  const problems = parsed.data.events.flatMap((event) =>
    event.items
      .filter((item) => parsed.data.outlets[item.outlet] === undefined)
      .map((item) => `${path}: events.${event.name}: outlet "${item.outlet}" is not listed`),
  )
  if (problems.length > 0) throw new ConfigError(problems)
  return parsed.data
}
