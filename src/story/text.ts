import { toWords, type Word } from '../lib/words.ts'
import { toHeadline, withoutSignature } from './signature.ts'

const SUMMARY_WORDS = 80

/** What clustering reads of an article: the words of its title without outlet and section, and of its lead. */
export type StoryText = {
  readonly title: string
  readonly titleWords: readonly Word[]
  readonly leadWords: readonly Word[]
}

/** Splits off signatures, outlet and section suffixes and takes the first 80 words of the summary. */
export function toStoryText(title: string, summary: string | undefined, outlet: string): StoryText {
  const clean = toHeadline({ title, outlet })
  return {
    title: clean,
    titleWords: toWords(clean),
    leadWords: toWords(withoutSignature(summary ?? '')).slice(0, SUMMARY_WORDS),
  }
}
