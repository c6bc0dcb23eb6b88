/** One HubSpot account: all its state, and the changes it tells of. */
import { AssociationStore } from './associations.ts';
import { AssociationTypeCatalog } from './catalog/association-catalog.ts';
import { PipelineCatalog } from './catalog/pipelines.ts';
import { PropertyCatalog } from './catalog/properties.ts';
import type { Change } from './changes.ts';
import type { SandboxClock } from './clock.ts';
import { FileStore } from './files.ts';
import type { PreferenceStore } from './preferences.ts';
import type { Random } from './random.ts';
import { RecordStore } from './records.ts';
import type { WriteRule } from './write-rules.ts';

/** HubSpot's ids have about twelve digits; ours start here. */
const FIRST_ID = 200_000_000_000;

/** In seconds. */
export interface Lag {
  search: number;
  read: number;
}

export class Portal {
  readonly clock: SandboxClock;
  readonly portalId: number;
  /** The app whose token and webhooks these are. */
  readonly appId: number;
  properties!: PropertyCatalog;
  pipelines!: PipelineCatalog;
  records!: RecordStore;
  associationTypes!: AssociationTypeCatalog;
  associations!: AssociationStore;
  files!: FileStore;
  preferences!: PreferenceStore;
  /** How long search does not see what happened, and how long a new record cannot be read; of the sandbox's clock. */
  lag: Lag;
  readonly #usualLag: Lag;
  /** Ids of owners whose user the admin has removed. */
  archivedOwners = new Set<string>();
  /** What the admin wants of writes; enforced on 2026-09 paths. */
  writeRules: readonly WriteRule[] = [];
  readonly #random: Random;
  readonly #tell: (change: Change) => void;
  #lastId = FIRST_ID;

  constructor(
    identity: { portalId: number; appId: number },
    lag: Lag,
    clock: SandboxClock,
    random: Random,
    tell: (change: Change) => void,
  ) {
    this.portalId = identity.portalId;
    this.appId = identity.appId;
    this.clock = clock;
    this.lag = lag;
    this.#usualLag = lag;
    this.#random = random;
    this.#tell = tell;
    this.reset();
  }

  /** Back to an empty account. Ids go on, so that workflows of forgotten records are not met again. */
  reset(): void {
    this.properties = new PropertyCatalog();
    this.pipelines = new PipelineCatalog(
      () => this.nextId(),
      () => this.clock.now(),
    );
    this.records = new RecordStore();
    this.associationTypes = new AssociationTypeCatalog();
    this.associations = new AssociationStore(this.associationTypes);
    this.files = new FileStore();
    this.preferences = new Map();
    this.archivedOwners = new Set();
    this.writeRules = [];
    this.lag = this.#usualLag;
  }

  nextId(): string {
    this.#lastId += this.#random.between(1, 999);
    return String(this.#lastId);
  }

  /** A coin, from the seed. */
  either(): boolean {
    return this.#random.next() < 0.5;
  }

  tell(change: Change): void {
    this.#tell(change);
  }
}
