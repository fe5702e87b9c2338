const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const SPECIAL = /[&<>\r]/g
const UNSAFE = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/
/** A bare carriage return would be read as a line feed. */
const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
}

/** An element with its text, or nothing for an absent one; always well-formed. Escaped, since sax reads CDATA letter by letter. */
export function writeElement(name: string, text: string | undefined): string {
  if (text === undefined || text === '') return ''
  if (!UNSAFE.test(text)) return `<${name}>${text}</${name}>`
  const clean = text.toWellFormed().replace(NO_XML, '')
  return `<${name}>${clean.replace(SPECIAL, (char) => ESCAPED[char] ?? '')}</${name}>`
}
