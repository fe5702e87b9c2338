#!/usr/bin/env node
// The only plain JavaScript: an older Node must be able to read this far and say what it needs.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `axis: needs Node 24 or newer, this is ${process.version}: use \`npm run -s axis\` (it brings its own) or install Node 24`,
  )
  process.exit(1)
}
const { main } = await import('./index.ts')
await main(process.argv)
