import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import type { ParsedFeed } from '../types.ts'
import { toCleanFeed } from './clean.ts'
import { decodeBytes } from './decode.ts'
import { type Faults, openFaults } from './faults.ts'
import { FeedError } from './feed-error.ts'
import { readWithRssParser } from './first-reader.ts'
import { toParsedFeed } from './parsed.ts'
import { refusalOf } from './refuse.ts'
import { noteTextFaults } from './text-faults.ts'
import { isItem } from './xml/names.ts'
import { scan } from './xml/scan.ts'

export type ParseMeta = {
  /** Address that the document came from: the base of relative links. */
  readonly url?: string
  readonly contentType?: string
  /** IANA zone of dates without one. */
  readonly zone?: string
  readonly language?: string
}

/** As much as a fetch takes after unpacking. */
const MAX_BYTES = 10 * 1024 * 1024
/** `<`, `{`, `[` and EBCDIC's `<`: one of them begins every feed. */
const TEXT_SIGNS: ReadonlySet<number> = new Set([0x3c, 0x7b, 0x5b, 0x4c])
const LOOK_BYTES = 64
const HTML = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*(?:<!doctype\s+html|<html[\s>])/i

/**
 * Reads a feed of any dialect from the bytes of an answer (transfer codings already undone).
 * @throws FeedError when there is no feed in it, with the reason.
 */
export async function parseFeed(bytes: Uint8Array, meta: ParseMeta): Promise<ParsedFeed> {
  const faults = openFaults()
  const text = decodeBytes(unpack(bytes, faults), meta, faults)
  if (text.trim() === '') throw new FeedError('broken', 'the answer is empty')
  if (/^[\s\ufeff]*[[{]/.test(text)) {
    const { readJsonFeed } = await secondReader()
    return readJsonFeed(text, meta, faults)
  }
  return readXml(text, meta, faults)
}

/** Some servers pack a file that is packed already, and say so once. */
function unpack(bytes: Uint8Array, faults: Faults): Uint8Array {
  const unpacker = findUnpacker(bytes)
  if (unpacker === undefined) return bytes
  try {
    const options = { maxOutputLength: MAX_BYTES, finishFlush: constants.Z_SYNC_FLUSH }
    const unpacked = unpacker(bytes, options)
    if (!hasSigns(unpacked)) return bytes
    faults.note('packed-twice')
    return unpacked
  } catch {
    return bytes
  }
}

/** gzip and zlib by their marks; a bare deflate stream has none, but a text has some of its own signs. */
function findUnpacker(bytes: Uint8Array): typeof gunzipSync | undefined {
  const [first = 0, second = 0] = bytes
  if (first === 0x1f && second === 0x8b) return gunzipSync
  if (first === 0x78 && (first * 256 + second) % 31 === 0) return inflateSync
  return bytes.length === 0 || hasSigns(bytes) ? undefined : inflateRawSync
}

const hasSigns = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, LOOK_BYTES).some((byte) => TEXT_SIGNS.has(byte))

/** Loaded when first needed: few feeds need it, and every parser's thread would hold it. */
const secondReader = () => import('./second-reader.ts')

async function readXml(text: string, meta: ParseMeta, faults: Faults): Promise<ParsedFeed> {
  const document = scan(text, faults)
  noteTextFaults(text, document.entities, faults)
  const isPage = HTML.test(text) && !document.roots.some((root) => root.children.length > 0)
  const looseItems = document.roots.every((root) => isItem(root.name))
  if (document.roots.length === 0 || isPage || (looseItems && HTML.test(text))) {
    throw refusalOf(text)
  }
  const clean = toCleanFeed(document, { ...meta, faults })
  if (document.truncated && clean.items === 0) {
    throw new FeedError('broken', 'the document is cut off before its first item ends')
  }
  try {
    const read = await readWithRssParser(clean.xml)
    return toParsedFeed(read, { ...clean, faults })
  } catch {
    faults.note('second-reader')
    const { readWithFeedsmith } = await secondReader()
    return toParsedFeed(readWithFeedsmith(clean.xml), { ...clean, faults })
  }
}
