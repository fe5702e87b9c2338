import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadPack } from '../config/pack.ts'
import { compilePack, type Matcher } from '../tag/compile.ts'
import type { CliIo } from './io.ts'

const DEFAULT_PACK = join(import.meta.dirname, '..', '..', 'config', 'packs', 'russia-iran')

/** The pack that a tool of the command line works with: `--pack`, else AXIS_PACK, else the one that ships. */
export function packPath(io: CliIo, option: string | undefined): string {
  const path = option ?? io.env.AXIS_PACK
  if (path !== undefined && path !== '') return path
  const relative = join('config', 'packs', 'russia-iran')
  return existsSync(relative) ? relative : DEFAULT_PACK
}

/** Loads and compiles that pack. Throws ConfigError with everything that is wrong with it. */
export const openMatcher = async (io: CliIo, option: string | undefined): Promise<Matcher> =>
  compilePack(await loadPack(packPath(io, option)))
