// Parameters that say where a reader came from and never which page it is. Sources: the ClearURLs global rules,
// Brave's and Firefox's query-parameter stripping lists, and the documentation of the services named beside them.

const PREFIXES: readonly string[] = [
  'utm_', // Google Analytics
  'mtm_', // Matomo
  'pk_', // Piwik
  'piwik_',
  'hsa_', // HubSpot ads
  'at_', // AT Internet, as the BBC and France Médias Monde use it
  'ns_', // comScore: ns_mchannel, ns_source, ns_campaign
  'oly_', // Omeda
  'vero_',
  '__hs', // HubSpot mail
  'wt_', // Webtrekk
  'itm_',
  'int_cmp',
  '_branch_',
]

const NAMES: ReadonlySet<string> = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ymclid _openstat twclid ttclid igshid igsh
  mc_cid mc_eid mkt_tok _hsenc _hsmi hsctatracking ml_subscriber ml_subscriber_hash s_cid s_kwcid
  ef_id wickedid rb_clickid icid ncid cmpid cmp cmp_id ocid traffic_source xtor smid partner_id
  guccounter guce_referrer guce_referrer_sig ref_src ref_url referrer soc_src soc_trk sr_share
  share_id si_share spm scm fb_action_ids fb_action_types fb_source fb_ref ga_source ga_medium
  ga_term ga_content ga_campaign amp amp_js_v amp_gsa usqp outputtype feedtype rss_source
  from_rss srnd taid trk trkcampaign wprov gaa_at gaa_n gaa_ts gaa_sig syn-25a6b1a6 mod_rss
  __twitter_impression oft_id oft_k oft_lk oft_d oft_c oft_ck oft_ids oft_sk maca`.split(/\s+/),
)

/** Names that mean something else on other hosts: only with these values. */
const VALUED: readonly RegExp[] = [
  /^(?:source|src|from|ref|via|mod|cid|feed|medium|campaign)=(?:rss|feed|rss[-_]?feed|atom|newsfeed|feedburner|twitter|facebook|telegram|googlenews|google_news)\b/i,
  /^(?:traffic|channel)=rss\b/i,
]

const OF_HOST: readonly (readonly [host: RegExp, name: RegExp])[] = [
  [/(?:^|\.)youtube\.com$|^youtu\.be$/, /^(?:feature|si|pp)$/],
  [/(?:^|\.)(?:twitter|x)\.com$/, /^(?:s|t)$/],
  [/(?:^|\.)nytimes\.com$/, /^(?:partner|emc|rss)$/],
  [/(?:^|\.)wsj\.com$/, /^mod$/],
  [/(?:^|\.)timesofisrael\.com$/, /^offset$/],
]

/** Whether `name=value` of a query only tracks. `host` is canonical. */
export function isTrackingParameter(pair: string, host: string): boolean {
  const name = (pair.split('=', 1)[0] ?? '').toLowerCase()
  if (NAMES.has(name) || PREFIXES.some((prefix) => name.startsWith(prefix))) return true
  if (VALUED.some((pattern) => pattern.test(pair))) return true
  return OF_HOST.some(([of, names]) => of.test(host) && names.test(name))
}
