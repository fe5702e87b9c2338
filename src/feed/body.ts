// The bytes of an answer: counted while they stream, unpacked with the same cap.

import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { messageOf } from '../lib/errors.ts'

export type Body =
  | { readonly kind: 'body'; readonly bytes: Uint8Array; readonly truncated: boolean }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'broken'; readonly reason: string }

// Small bodies are unpacked at once: a thread costs more than it saves, and at most a few milliseconds pass.
const UNPACK_AT_ONCE_BYTES = 64 * 1024

/**
 * Reads a body to its end and takes its Content-Encoding off; `maxBytes` holds for what comes over the
 * wire and for what comes out. A packed body that ends early is given as far as it goes, `truncated`.
 * Rejects only with what the stream itself fails with.
 */
export async function readBody(
  stream: Readable,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Body> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    // Leaving the loop destroys the stream and with it the connection.
    if (size > maxBytes) return { kind: 'too-large' }
    chunks.push(chunk)
  }
  const [only] = chunks
  const raw = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size)
  return unpack(raw, toCodings(encoding), maxBytes)
}

/** Codings in the order in which they must be taken off. */
const toCodings = (encoding: string | undefined): readonly string[] =>
  (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace(/^x-/, ''))
    .filter((name) => name !== '' && name !== 'identity' && name !== 'none' && name !== 'utf-8')
    .reverse()

async function unpack(raw: Buffer, codings: readonly string[], maxBytes: number): Promise<Body> {
  let bytes = raw
  let truncated = false
  for (const coding of codings) {
    const unpacker = findUnpacker(coding, bytes)
    if (unpacker === 'plain') continue
    if (unpacker === undefined) return { kind: 'broken', reason: `unknown coding ${coding}` }
    const step = await unpackOne(bytes, coding, unpacker, maxBytes)
    if (step.kind !== 'body') return step
    bytes = Buffer.from(step.bytes.buffer, step.bytes.byteOffset, step.bytes.byteLength)
    truncated ||= step.truncated
  }
  if (codings.length === 0 && isGzip(bytes)) {
    // A `feed.xml.gz` served as a file: no coding is declared, the bytes tell.
    return unpackOne(bytes, 'gzip', GZIP, maxBytes)
  }
  return { kind: 'body', bytes, truncated }
}

async function unpackOne(
  bytes: Buffer,
  coding: string,
  unpacker: Unpacker,
  maxBytes: number,
): Promise<Body> {
  const run = (options: UnpackOptions) =>
    bytes.length <= UNPACK_AT_ONCE_BYTES
      ? unpacker.atOnce(bytes, options)
      : unpacker.aside(bytes, options)
  try {
    return {
      kind: 'body',
      bytes: await run({ maxOutputLength: maxBytes }),
      truncated: false,
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'too-large' }
    if (code !== 'Z_BUF_ERROR') return brokenBody(coding, error)
  }
  try {
    const rest = await run({ maxOutputLength: maxBytes, finishFlush: unpacker.flush })
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

type UnpackOptions = { maxOutputLength: number; finishFlush?: number }

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
