import { findHeader, type Headers } from './header.ts'

const CHALLENGES: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'Cloudflare challenge',
    /\/cdn-cgi\/challenge-platform\/|__cf_chl_|cf-browser-verification|cf_chl_opt|challenges\.cloudflare\.com|<title>\s*Just a moment\.\.\.|jschl[_-]answer/i,
  ],
  [
    'Cloudflare block',
    /<title>\s*(?:Attention Required! \| Cloudflare|Access denied \|[^<]* used Cloudflare)|cf-error-details|error code: 10\d\d/i,
  ],
  ['DDoS-Guard challenge', /ddos-guard\/|<title>\s*DDoS-Guard/i],
  ['Qrator challenge', /__qrator\b|\/__qrator\//i],
  ['ArvanCloud challenge', /__arcsjs\b|arvancloud[^<]{0,80}(?:transfer|challenge)/i],
  ['StormWall challenge', /stormwall|swp_token|__js_p_\b/i],
  ['Imperva block', /_Incapsula_Resource|Incapsula incident ID/i],
  ['Akamai block', /<title>\s*Access Denied\s*<[\s\S]{0,600}edgesuite\.net/i],
  ['Sucuri block', /sucuri_cloudproxy|<title>\s*Sucuri WebSite Firewall/i],
  ['Anubis challenge', /\/\.within\.website\/x\/cmd\/anubis\//i],
  ['captcha', /g-recaptcha|hcaptcha\.com\/1\/api|captcha-delivery\.com/i],
]

/** The name of the guard that answered instead of the publisher, from headers and the start of the body. */
export function findChallenge(headers: Headers, start: string): string | undefined {
  if (findHeader(headers, 'cf-mitigated')?.toLowerCase() === 'challenge') {
    return 'Cloudflare challenge'
  }
  if (findHeader(headers, 'x-amzn-waf-action') !== undefined) return 'AWS WAF challenge'
  return CHALLENGES.find(([, pattern]) => pattern.test(start))?.[0]
}
