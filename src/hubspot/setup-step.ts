/** One change the portal set-up would make. */

/** What a change is about, in the order of the set-up. */
export type PortalPart = 'group' | 'property' | 'option' | 'key' | 'pipeline' | 'stage';

export interface PortalChange {
  part: PortalPart;
  /** `problem`: the set-up leaves it alone, a person must solve it in HubSpot or in the policy. */
  kind: 'create' | 'update' | 'problem';
  /** For a person, e.g. `create the deal property "Rate Range" (sop_rate_range)`. */
  words: string;
}

/** A change and how it is made; problems have no way. */
export interface SetupStep extends PortalChange {
  apply?: () => Promise<unknown>;
  /** What a person does where HubSpot does not let the app: the change is then a problem with these words. */
  byHand?: string;
}
