// natural has no types for its parts, and its index must not be imported: it loads database drivers.
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const porter: { readonly stem: (word: string) => string }
  // biome-ignore lint/style/noDefaultExport: the module of the package is its default export.
  export default porter
}
