// A small honest rule instead of the public suffix list (docs/decisions/013-addresses-and-identity.md).

const SECOND_LEVEL: ReadonlySet<string> = new Set(
  'ac co com edu gob gouv gov govt go gv info ltd mil muni ne net nom or org plc press sch web'.split(
    ' ',
  ),
)
/** Second levels of one country that its publishers use. */
const OF_COUNTRY: ReadonlySet<string> = new Set(
  `k12.il kiev.ua kyiv.ua lviv.ua kharkov.ua odessa.ua dp.ua in.ua pp.ua msk.ru spb.ru id.au asn.au
  me.uk nhs.uk police.uk gen.tr bel.tr av.tr id.ir blog.br jor.br tv.br inf.br presse.fr asso.fr
  or.at co.at gv.at`.split(/\s+/),
)
/** Hosts that give a name to each of many strangers. */
const SHARED: ReadonlySet<string> = new Set(
  `blogspot.com wordpress.com github.io gitlab.io substack.com tumblr.com livejournal.com medium.com
  netlify.app vercel.app pages.dev web.app firebaseapp.com herokuapp.com weebly.com wixsite.com
  blogfa.com blog.ir ghost.io typepad.com ucoz.ru narod.ru dreamwidth.org beehiiv.com`.split(/\s+/),
)

/** Whether two labels are a suffix under which others register, such as `co.uk`. */
export function isTwoPartSuffix(pair: string): boolean {
  const [second = '', top = ''] = pair.split('.')
  return OF_COUNTRY.has(pair) || (top.length === 2 && SECOND_LEVEL.has(second))
}

/** Whether a domain gives subdomains to strangers, such as `github.io`. */
export const isSharedHost = (pair: string): boolean => SHARED.has(pair)
