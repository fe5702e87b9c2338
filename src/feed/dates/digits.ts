/** Arabic-Indic, Persian, Devanagari, Bengali, Thai and full-width digits and signs as ASCII. */
export function toAsciiDigits(text: string): string {
  return text
    .replace(/\p{Nd}/gu, toAscii)
    .replace(/[\u2010-\u2015\u2212\uff0d]/g, '-')
    .replace(/[\u066c\u060c\uff0c]/g, ',')
    .replace(/[\uff1a\ua789]/g, ':')
    .replace(/\uff0f/g, '/')
}

function toAscii(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  if (code < 128) return digit
  // Decimal digits stand in runs of ten, and each run of the scripts in use begins at such a border.
  for (const zero of ZEROS) if (code >= zero && code < zero + 10) return String(code - zero)
  return digit
}

const ZEROS: readonly number[] = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
  0xf20, 0x1040, 0x17e0, 0xff10,
]
