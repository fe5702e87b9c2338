import { join } from 'node:path'
import { loadPack } from '../../src/config/pack.ts'
import { compilePack } from '../../src/tag/compile.ts'

export const PACKS = join(import.meta.dirname, '..', '..', 'config', 'packs')

/** The pack that ships, compiled once per test file. */
export const openShipped = async () => compilePack(await loadPack(join(PACKS, 'russia-iran')))
