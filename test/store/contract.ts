import { countsContract } from './contract-counts.ts'
import { deliverContract } from './contract-deliver.ts'
import { guildsContract } from './contract-guilds.ts'
import { ingestContract } from './contract-ingest.ts'
import { propertyContract } from './contract-property.ts'
import { pruneContract } from './contract-prune.ts'
import { retagContract } from './contract-retag.ts'
import { searchContract } from './contract-search.ts'
import { settingsContract } from './contract-settings.ts'
import { shareContract } from './contract-share.ts'
import { storiesContract } from './contract-stories.ts'
import { windowContract } from './contract-window.ts'
import type { OpenEmpty } from './with-store.ts'

/** What every store promises. `open` gives an empty store; it is closed after each test. */
export function storeContract(name: string, open: OpenEmpty): void {
  ingestContract(name, open)
  storiesContract(name, open)
  searchContract(name, open)
  settingsContract(name, open)
  guildsContract(name, open)
  shareContract(name, open)
  deliverContract(name, open)
  pruneContract(name, open)
  countsContract(name, open)
  retagContract(name, open)
  windowContract(name, open)
  propertyContract(name, open)
}
