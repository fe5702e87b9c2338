import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toJsonSchemas } from '../config/schema.ts'
import { ROOT } from '../main.ts'
import type { AddVerb } from './io.ts'

export const addSchema: AddVerb = (program, io) => {
  program
    .command('schema')
    .description('write the JSON Schemas of our YAML files, which editors pick up')
    .option('--out <folder>', 'where to', join(ROOT, 'config', 'schema'))
    .action(async ({ out }: { readonly out: string }) => {
      await mkdir(out, { recursive: true })
      for (const { name, text } of toJsonSchemas()) {
        await writeFile(join(out, name), text)
        io.stdout.write(`${join(out, name)}\n`)
      }
    })
}
