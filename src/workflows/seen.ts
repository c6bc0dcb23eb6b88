/** Keys of events already applied: the server does not dedupe across runs, so the workflow does (reference: Temporal §1.8). */

/** Enough for HubSpot's 24 hours of re-deliveries of a busy record; 12 characters a key, 6 KB when continued as new. */
export const SEEN_LIMIT = 500;

export interface Seen {
  /** True when the key is new; it is remembered from then on. */
  add(key: string): boolean;
  /** Oldest first. */
  keys(): string[];
}

/** A bounded set that forgets the oldest key. */
export function rememberSeen(carried: readonly string[] = []): Seen {
  const keys = new Set(carried);
  return {
    add(key) {
      if (keys.has(key)) return false;
      keys.add(key);
      if (keys.size > SEEN_LIMIT) {
        const [oldest] = keys;
        if (oldest !== undefined) keys.delete(oldest);
      }
      return true;
    },
    keys: () => [...keys],
  };
}
