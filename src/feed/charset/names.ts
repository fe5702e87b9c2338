// Names of charsets as documents and programs write them (IANA, WHATWG, Python, Java, IBM, Apple, Microsoft).

/** A name without its signs → the name that a decoder knows. */
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^iso2022jp.*/, 'iso-2022-jp'],
  [/^iso2022kr$/, 'iso-2022-kr'],
  [/^hz(?:gb|gb2312)?$/, 'hz'],
  [/^(?:eucjisx0213|eucjis2004|ujis|xeucjp)$/, 'euc-jp'],
  [/^(?:s(?:hift)?jisx0213|s(?:hift)?jis2004|sjis|xsjis|xmacjapanese)$/, 'shift_jis'],
  [/^(?:unicode11)?utf7$|^u7$/, 'utf-7'],
  [/^(?:kz|strk)1048(?:2002)?$/, 'rk1048'],
  [/^(?:ptcp154|cp154|cyrillicasian)$/, 'pt154'],
  [/^mac(?:latin2|centraleurope)$/, 'maccenteuro'],
  [/^macromanian$/, 'macromania'],
  [/^(?:win|windowscp|xwindows|xcp)(125\d|874)$/, 'windows-$1'],
  [/^(?:ebcdiccp(?:us|ca|wt|nl)|ibm037|ibm039|cp037|037|ibmebcdiccpus)$/, 'cp037'],
  [/^(?:ebcdiccphe|ibm424|424)$/, 'cp424'],
  [/^(?:ebcdiccpbe|ebcdiccpch)$/, 'cp500'],
  [/^(?:ibm|cp|ccsid)?0?(273|424|500|875|1026|1140|1141|1148)$/, 'cp$1'],
  [/^(?:johab|cp1361|ms1361|windows1361)$/, 'johab'],
  [/^(?:big5|big5tw|big5hkscs|big5hk|xmactradchinese|xxbig5|cnbig5|hkscs)(?:2004)?$/, 'big5hkscs'],
  [/^(?:eucgb2312cn|xmacsimpchinese|gb180302000|xgbk|windows936|ms936)$/, 'gb18030'],
  [/^(?:ksx1001|ksc56011987|uhc|cp949|ms949|windows949|xeuckr|xmackorean)$/, 'euc-kr'],
  [/^(?:cpis)$/, 'cp861'],
  [/^(?:cp1051|hproman8|roman8|r8)$/, 'hproman8'],
  [/^dos(\d{3})$/, 'cp$1'],
  [/^tis620(?:25290|25330)?$/, 'tis-620'],
  [/^iso8859(\d{1,2})(?:19\d\d|2001|[ei])?$/, 'iso-8859-$1'],
]

/** The name of a charset as a decoder knows it, in lower case; `undefined` for none. */
export function toCharset(label: string | undefined): string | undefined {
  const name = label?.trim().toLowerCase()
  if (name === undefined || name === '') return undefined
  const bare = name.replace(/[^a-z\d]/g, '').replace(/^cs(?=ibm|iso2022|ptcp|kz|hproman)/, '')
  const alias = ALIASES.find(([pattern]) => pattern.test(bare))
  return alias === undefined ? name : bare.replace(...alias)
}
