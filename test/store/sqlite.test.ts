import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { fixedClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { storeContract } from './contract.ts'
import { DAY } from './make.ts'

const clock = fixedClock(DAY)
const folder = mkdtempSync(join(tmpdir(), 'axis-store-'))
let files = 0

afterAll(() => rmSync(folder, { recursive: true }))

storeContract('sqlite in memory', () => openStore({ path: ':memory:', clock }))
storeContract('sqlite in a file', () => {
  files += 1
  return openStore({ path: join(folder, `${files}.db`), clock })
})
