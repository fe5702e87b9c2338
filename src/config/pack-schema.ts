// The shape of a pack file. Terms may be a list or one line with commas; a rule is one line:
// `2 attack @iran|@israel -sport ~8 in:title`.

import { z } from 'zod'
import type { Pack, PackRule } from '../pack.ts'

const CLASSES = [
  'news',
  'opinion',
  'analysis',
  'explainer',
  'live',
  'roundup',
  'anniversary',
] as const
const FIELDS = ['title', 'summary', 'content'] as const

const id = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'is no id (lower-case letters, digits, hyphens)')

const terms = z
  .union([z.string(), z.array(z.string())])
  .transform((value) =>
    (typeof value === 'string' ? value.split(/[,،]/) : value)
      .map((term) => term.trim())
      .filter((term) => term !== ''),
  )
  .refine((list) => list.length > 0, 'is empty')

const byLanguage = z.record(z.string().regex(/^[a-z]{2,3}$/, 'is no language'), terms)

/** `2026-02`, `2026-02-28` or a full ISO date, as milliseconds UTC. */
const instant = z.string().transform((value, context) => {
  const at = /^\d{4}(-\d{2}){0,2}(T[\d:.]+Z)?$/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) context.addIssue({ code: 'custom', message: `“${value}” is no date` })
  return at
})

/** A rule without its points (signals) or with them in front. */
export function parseRule(line: string): PackRule {
  const parts = line.trim().split(/\s+/)
  const all: string[][] = []
  const none: string[] = []
  const fields: (typeof FIELDS)[number][] = []
  let points = 1
  let near: number | undefined
  let nearParts = 0
  let ordered = false
  for (const [at, part] of parts.entries()) {
    if (at === 0 && /^-?\d+(\.\d+)?$/.test(part)) points = Number(part)
    else if (/^[~>]\d+$/.test(part)) {
      near = Number(part.slice(1))
      nearParts = all.length
      ordered = part.startsWith('>')
    } else if (part.startsWith('in:')) {
      for (const name of part.slice(3).split('+')) {
        const field = FIELDS.find((known) => known === name)
        if (!field) throw new Error(`“${name}” is no zone (title, summary, content)`)
        fields.push(field)
      }
    } else if (part.startsWith('-')) none.push(...part.slice(1).split('|'))
    // ` #` begins a comment in YAML: a period is written `when:period`.
    else if (part.startsWith('when:')) {
      all.push(
        part
          .slice(5)
          .split('|')
          .map((id) => `#${id}`),
      )
    } else all.push(part.split('|'))
  }
  if (all.length === 0) throw new Error(`“${line}” asks for nothing`)
  return {
    all,
    points,
    ...(none.length === 0 ? {} : { none }),
    ...(near === undefined ? {} : { near, nearParts, ...(ordered ? { ordered } : {}) }),
    ...(fields.length === 0 ? {} : { in: fields }),
  }
}

const rule = z.string().transform((line, context): PackRule => {
  try {
    return parseRule(line)
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: error instanceof Error ? error.message : 'is no rule',
    })
    return { all: [], points: 0 }
  }
})

const score = { threshold: z.number().positive(), rules: z.array(rule).min(1, 'is empty') }
const ids = z
  .union([z.string(), z.array(z.string())])
  .transform((value) =>
    typeof value === 'string' ? value.split(/[,\s]+/).filter((one) => one !== '') : value,
  )

/** One file of a pack: any part of it. Unknown keys are mistakes. */
export const packPart = z.strictObject({
  id: id.optional(),
  title: z.string().min(1, 'is empty').optional(),
  coreLabel: z.string().optional(),
  relatedLabel: z.string().optional(),
  covers: z.string().optional(),
  languages: ids.optional(),
  sides: z.array(z.strictObject({ id, label: z.string(), actors: ids })).optional(),
  groups: z.record(z.string(), ids).optional(),
  periods: z
    .array(z.strictObject({ id, label: z.string(), from: instant, to: instant.optional() }))
    .optional(),
  actors: z
    .array(
      z.strictObject({
        id,
        label: z.string(),
        about: z.string().optional(),
        parent: z.string().optional(),
        ally: z.string().optional(),
        names: byLanguage,
        demonyms: byLanguage.optional(),
        organisations: byLanguage.optional(),
        places: byLanguage.optional(),
        hints: byLanguage.optional(),
        people: z
          .array(
            z.strictObject({
              role: z.string().optional(),
              from: instant.optional(),
              to: instant.optional(),
              names: byLanguage,
            }),
          )
          .optional(),
      }),
    )
    .optional(),
  assets: z
    .array(
      z.strictObject({ id, label: z.string(), about: z.string().optional(), names: byLanguage }),
    )
    .optional(),
  blocks: byLanguage.optional(),
  concepts: z
    .array(z.strictObject({ id, about: z.string().optional(), terms: byLanguage }))
    .optional(),
  themes: z
    .array(
      z.strictObject({
        id,
        label: z.string(),
        about: z.string().optional(),
        needs: ids.optional(),
        ...score,
      }),
    )
    .optional(),
  relevance: z
    .strictObject({ core: z.strictObject(score), related: z.strictObject(score) })
    .optional(),
  classes: z.array(z.strictObject({ id: z.enum(CLASSES), ...score })).optional(),
  signals: z
    .array(
      z.strictObject({
        id,
        label: z.string(),
        points: z.number(),
        rules: z.array(rule).min(1, 'is empty'),
      }),
    )
    .optional(),
  severity: z
    .strictObject({
      levels: z.strictObject({ medium: z.number(), high: z.number(), critical: z.number() }),
      caps: z.partialRecord(z.enum(CLASSES), z.enum(['low', 'medium', 'high', 'critical'])),
      beside: z.record(z.string(), ids).optional(),
    })
    .optional(),
  vote: z
    .strictObject({
      weight: z.number(),
      floor: z.number(),
      models: z.record(z.string(), z.record(z.string(), z.number())),
    })
    .optional(),
  tests: z
    .array(
      z.strictObject({
        title: z.string(),
        summary: z.string().optional(),
        lang: z.string().optional(),
        at: instant.optional(),
        row: z.string().optional(),
        relevance: z.enum(['core', 'related', 'no']).optional(),
        class: z.enum(CLASSES).optional(),
        actors: ids.optional(),
        themes: ids.optional(),
        assets: ids.optional(),
        not: ids.optional(),
      }),
    )
    .optional(),
})

/** A part of a pack as data; keys that a file does not have are absent. */
export type PackPart = Partial<Omit<Pack, 'hash'>>

/** One file of a pack as it was read. */
export type PackFile = { readonly path: string; readonly text: string; readonly part: PackPart }
