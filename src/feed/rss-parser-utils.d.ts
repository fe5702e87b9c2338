// rss-parser has no types for the module whose getSnippet is replaced.
declare module 'rss-parser/lib/utils.js' {
  const utils: { getSnippet: (html: string) => string }
  export = utils
}
