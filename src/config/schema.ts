// Every file that people write has a schema; editors read it from config/schema/.

import { z } from 'zod'
import { campsFileSchema, feedsFileSchema } from './feed-schema.ts'
import { packPart } from './pack-schema.ts'
import { settingsSchema } from './settings.ts'

/** Name (of `config/schema/NAME.schema.json`) and zod schema of every file that people write. */
export const SCHEMAS: readonly (readonly [name: string, schema: z.ZodType])[] = [
  ['camps', campsFileSchema],
  ['feeds', feedsFileSchema],
  ['pack', packPart],
  ['settings', settingsSchema],
]

/** The JSON Schemas as files: name and text, the same every time. */
export function toJsonSchemas(): readonly { readonly name: string; readonly text: string }[] {
  return SCHEMAS.map(([name, schema]) => ({
    name: `${name}.schema.json`,
    text: `${JSON.stringify({ title: `Axis Watch: ${name}`, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`,
  }))
}
