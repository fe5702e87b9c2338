#!/usr/bin/env node
// The only plain JavaScript: an older Node must be able to read this far and say what it needs.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `axis: needs Node 24 or newer, this is ${process.version}: use \`npm run -s axis\` (it brings its own) or install Node 24`,
  )
  process.exit(1)
}
// Compiled code is kept between runs (in the system's temporary folder): a third less work at each start.
const { enableCompileCache, flushCompileCache, getCompileCacheDir } = await import('node:module')
enableCompileCache()
// Threads do not inherit the call, but this.
const cache = getCompileCacheDir()
if (cache !== undefined) process.env.NODE_COMPILE_CACHE ??= cache
// A bot that starts makes garbage only once: without room for it, it weighs a quarter less (docs/decisions/075).
const { setFlagsFromString } = await import('node:v8')
const starts = process.argv[2] === 'run'
if (starts) {
  setFlagsFromString('--semi-space-growth-factor=1')
  // Threads begin with as much as reading feeds needs to be fast (MB).
  setFlagsFromString('--min-semi-space-size=8')
}
setTimeout(() => {
  // Writing compiled code takes seconds on a busy machine: `run` does it before anybody waits for an answer.
  if (starts) setFlagsFromString('--semi-space-growth-factor=2')
  else flushCompileCache()
}, 10_000).unref()
const { main } = await import('./index.ts')
await main(process.argv)
