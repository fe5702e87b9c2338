// From the bytes of an answer to those of the document: content codings, with a cap.

import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { messageOf } from '../../lib/errors.ts'

export type Body =
  | { readonly kind: 'body'; readonly bytes: Buffer; readonly truncated: boolean }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'broken'; readonly reason: string }

// Small bodies are unpacked at once: a thread costs more than it saves, and at most a few milliseconds pass.
const UNPACK_AT_ONCE_BYTES = 64 * 1024
// zlib's own 16 KB means many small buffers for a usual feed: twice the time.
const CHUNK_BYTES = 64 * 1024

/**
 * Takes the Content-Encoding off a body; `maxBytes` holds for what comes out, at every layer. A packed body that ends
 * early is given as far as it goes, `truncated`.
 */
export async function unpackBody(
  raw: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Body> {
  const codings = toCodings(encoding)
  let bytes = raw
  let truncated = false
  for (const coding of codings) {
    const unpacker = findUnpacker(coding, bytes)
    if (unpacker === 'plain') continue
    if (unpacker === undefined) return { kind: 'broken', reason: `unknown coding ${coding}` }
    const step = await unpackOne(bytes, coding, unpacker, maxBytes)
    if (step.kind !== 'body') return step
    bytes = step.bytes
    truncated ||= step.truncated
  }
  if (codings.length === 0 && isGzip(bytes)) {
    // A `feed.xml.gz` served as a file: no coding is declared, the bytes tell.
    return unpackOne(bytes, 'gzip', GZIP, maxBytes)
  }
  return { kind: 'body', bytes, truncated }
}

/** True where the bytes of the document are not those that were sent. */
export const isPacked = (raw: Buffer, encoding: string | undefined): boolean =>
  toCodings(encoding).length > 0 || isGzip(raw)

/** Codings in the order in which they must be taken off. */
const toCodings = (encoding: string | undefined): readonly string[] =>
  (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace(/^x-/, ''))
    .filter((name) => name !== '' && name !== 'identity' && name !== 'none' && name !== 'utf-8')
    .reverse()

async function unpackOne(
  bytes: Buffer,
  coding: string,
  unpacker: Unpacker,
  maxBytes: number,
): Promise<Body> {
  const options = { maxOutputLength: maxBytes, chunkSize: CHUNK_BYTES }
  const run = (how: UnpackOptions) =>
    bytes.length <= UNPACK_AT_ONCE_BYTES ? unpacker.atOnce(bytes, how) : unpacker.aside(bytes, how)
  try {
    return {
      kind: 'body',
      bytes: await run(options),
      truncated: false,
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'too-large' }
    if (code !== 'Z_BUF_ERROR') return brokenBody(coding, error)
  }
  try {
    const rest = await run({ ...options, finishFlush: unpacker.flush })
    if (rest.length === 0) return { kind: 'broken', reason: `${coding} body is empty` }
    return { kind: 'body', bytes: rest, truncated: true }
  } catch (error) {
    return brokenBody(coding, error)
  }
}

const brokenBody = (coding: string, error: unknown): Body => ({
  kind: 'broken',
  reason: `${coding} body is broken: ${messageOf(error)}`,
})

type UnpackOptions = { maxOutputLength: number; chunkSize: number; finishFlush?: number }

type Unpacker = {
  readonly atOnce: (bytes: Buffer, options: UnpackOptions) => Buffer
  readonly aside: (bytes: Buffer, options: UnpackOptions) => Promise<Buffer>
  readonly flush: number
}

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants
const aside = (
  run: (
    bytes: Buffer,
    options: UnpackOptions,
    done: (error: Error | null, bytes: Buffer) => void,
  ) => void,
) => promisify(run)

const GZIP: Unpacker = { atOnce: zlib.gunzipSync, aside: aside(zlib.gunzip), flush: Z_SYNC_FLUSH }
const ZLIB: Unpacker = { atOnce: zlib.inflateSync, aside: aside(zlib.inflate), flush: Z_SYNC_FLUSH }
const RAW: Unpacker = {
  atOnce: zlib.inflateRawSync,
  aside: aside(zlib.inflateRaw),
  flush: Z_SYNC_FLUSH,
}
const BROTLI: Unpacker = {
  atOnce: zlib.brotliDecompressSync,
  aside: aside(zlib.brotliDecompress),
  flush: BROTLI_OPERATION_FLUSH,
}
const ZSTD: Unpacker = {
  atOnce: zlib.zstdDecompressSync,
  aside: aside(zlib.zstdDecompress),
  flush: ZSTD_e_flush,
}

/** How to take a coding off these bytes; `plain` where a server declares a coding that it did not apply. */
function findUnpacker(coding: string, bytes: Buffer): Unpacker | 'plain' | undefined {
  if (bytes.length === 0) return 'plain'
  switch (coding) {
    case 'gzip':
      if (isGzip(bytes)) return GZIP
      return isText(bytes) ? 'plain' : GZIP
    case 'deflate':
      // RFC 9110 means zlib by it; many servers send the bare stream.
      if (isText(bytes)) return 'plain'
      return isZlib(bytes) ? ZLIB : RAW
    case 'br':
      return isText(bytes) ? 'plain' : BROTLI
    case 'zstd':
      return isText(bytes) ? 'plain' : ZSTD
    default:
      return undefined
  }
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
const isZlib = (bytes: Buffer): boolean =>
  ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0
// `<?xml`, `<rss`, `<feed`, `<!`, `{"`, with or without a byte order mark.
const isText = (bytes: Buffer): boolean =>
  /^(?:\u00ef\u00bb\u00bf)?\s*(?:<[?!a-zA-Z]|\{\s*")/.test(bytes.toString('latin1', 0, 64))
