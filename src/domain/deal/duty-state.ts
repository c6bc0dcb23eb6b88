/** What a deal's workflow remembers of its duties. Plain JSON, part of `DealState`. */

export interface Duties {
  /** Effects carried out and when, by key. */
  done: Record<string, number>;
  /** What HubSpot or the mail server refused, by key: not tried again before this time. */
  held: Record<string, number>;
  /** Records around the deal as last read. A section that is absent or stale is read when a rule asks for it. */
  around: Partial<Around>;
  /** Sections that something happened to since they were read. */
  stale: (keyof Around)[];
}

/** What rules look at beyond the deal itself, each section read by its own activity (activities/look-around.ts). */
export interface Around {
  /** The onboarding ticket of this win; without id: there is none. */
  ticket: { id?: string; stage?: string; at?: number; by?: string };
}

export const noDuties: Duties = { done: {}, held: {}, around: {}, stale: [] };
