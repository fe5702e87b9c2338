// The shape of feeds/*.yaml and feeds/camps.yaml; JSON Schemas for editors are made from it.

import { z } from 'zod'
import { httpUrl, isZone } from './problem.ts'

const slug = z
  .string()
  .max(64, 'is longer than 64 characters')
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens')
const line = z.string().max(300, 'is longer than 300 characters').regex(/\S/, 'must not be empty')
const language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "en" or "fa"')

export const FEED_KINDS = [
  'newspaper',
  'broadcaster',
  'state-media',
  'think-tank',
  'government',
  'wire',
  'osint',
  'aggregator',
] as const

export const feedEntrySchema = z.strictObject({
  id: slug
    .optional()
    .describe(
      'Names the feed in commands and in the store; made from outlet or host where absent.',
    ),
  url: httpUrl.describe('Address of the feed: http or https.'),
  outlet: line.optional().describe('Who publishes; the host where absent.'),
  family: line
    .optional()
    .describe(
      'Publisher family: all feeds of one newsroom count once. By the domain where absent.',
    ),
  camp: slug.optional().describe('A camp of camps.yaml; `unknown` where absent.'),
  kind: z.enum(FEED_KINDS).optional().describe('`newspaper` where absent.'),
  language: language.optional().describe('Prior for the language of its articles.'),
  homepage: httpUrl.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters')
    .optional(),
  zone: z
    .string()
    .refine(isZone, 'is no IANA time zone')
    .optional()
    .describe('IANA zone of dates written without one; UTC where absent.'),
  on: z.boolean().optional().describe('Polled or not; true where absent.'),
  note: line.optional().describe('What an operator should know before turning it on.'),
  seen: z
    .string()
    .regex(/^\d{4}(?:-\d{2}){0,2}$/, 'must be a date such as 2026-09-26, a month or a year')
    .optional()
    .describe('When the feed was last known to deliver.'),
})

export const campSchema = z.strictObject({
  id: slug,
  label: line.describe('How cards name it.'),
  order: z.int().optional().describe('Place in lists; the order of this file where absent.'),
  contrast: z
    .boolean()
    .optional()
    .describe('Counts for lens, "new camp" and severity; true where absent.'),
  state: z
    .boolean()
    .optional()
    .describe('Its families count as one publisher for breaking and publishers-min.'),
})

export const campsFileSchema = z.strictObject({ camps: z.array(campSchema) })

export const feedsFileSchema = z.strictObject({
  camp: slug.optional().describe('Camp of every feed of this file that names none.'),
  language: language.optional().describe('Language of every feed of this file that names none.'),
  camps: z.array(campSchema).optional().describe('Camps, where one file is to hold everything.'),
  feeds: z.array(feedEntrySchema),
})

export type FeedEntry = z.infer<typeof feedEntrySchema>
export type CampEntry = z.infer<typeof campSchema>
