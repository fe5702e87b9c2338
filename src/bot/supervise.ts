// discord.js calls its shards without waiting for them: when INVALID_SESSION comes together with
// RESUMED, one of those calls rejects ("Tried to connect a shard that wasn't idle") and nobody is there
// to hear it, which ends the process. So each such call of each shard gets a listener.

import { SimpleShardingStrategy } from 'discord.js'

/** The manager of @discordjs/ws; discord.js exports another class by the same name. */
type GatewayManager = ConstructorParameters<typeof SimpleShardingStrategy>[0]
type Guarded = (...args: unknown[]) => Promise<unknown>

/** The methods of a shard that are called without being awaited (@discordjs/ws 1.2.3). */
const UNAWAITED = [
  'onMessage',
  'onClose',
  'internalConnect',
  'heartbeat',
  'destroy',
  'identify',
  'resume',
] as const

/** discord.js' own strategy for shards in this process, told of every failure that it would not hear. */
export function superviseShards(
  onFailure: (error: unknown) => void,
): (manager: GatewayManager) => SimpleShardingStrategy {
  return (manager) => {
    const strategy = new SimpleShardingStrategy(manager)
    const spawn = strategy.spawn.bind(strategy)
    strategy.spawn = async (ids) => {
      await spawn(ids)
      for (const shard of shardsOf(strategy)) guardShard(shard, onFailure)
    }
    return strategy
  }
}

function shardsOf(strategy: SimpleShardingStrategy): Iterable<object> {
  // Private in its types; the version is pinned and a test fails when it moves.
  const { shards } = strategy as unknown as { readonly shards: Map<number, object> }
  return shards.values()
}

/** Replaces the methods on this one shard; throws where a release has moved them. */
export function guardShard(shard: object, onFailure: (error: unknown) => void): void {
  // The methods are private in the types of @discordjs/ws, but plain methods of the object.
  const methods = shard as Record<string, unknown>
  for (const name of UNAWAITED) {
    const method = methods[name]
    if (typeof method !== 'function') throw new Error(`@discordjs/ws has no shard.${name} any more`)
    const guarded: Guarded = async (...args) => {
      try {
        return await method.apply(shard, args)
      } catch (error) {
        onFailure(error)
        return undefined
      }
    }
    methods[name] = guarded
  }
}
