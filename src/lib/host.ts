/** The host (with its port) that an address asks; the address itself where it is none. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

/** The lease under which one process at a time asks a host. */
export const hostLease = (host: string): string => `host:${host}`
