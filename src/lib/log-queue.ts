/** Deliveries to the log channel of a server belong to no subscription, but are kept in order under this name. */
export const logQueue = (guildId: string): string => `log-${guildId}`
