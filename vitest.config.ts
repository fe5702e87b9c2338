import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Many tests wait for a timer, a process or a socket: with a worker a core, half of a small machine would idle. */
const UNIT_WORKERS = Math.max(3, availableParallelism() - 1)

// One project per word of package.json: `unit` is `npm test`, `long` is what takes minutes.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.long.test.ts'],
          maxWorkers: UNIT_WORKERS,
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'long',
          include: ['test/**/*.long.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
