/** The onboarding ticket of a won deal (D-17, D-18): what the deal's workflow decides by and remembers of it. Plain JSON. */
import type { Actor } from '../events.ts';
import type { AcceptanceRule } from '../policy/deal-rule-types.ts';
import type { Policy } from '../policy/types.ts';

export interface HandOffSlice extends AcceptanceRule {
  /** Keys of the ticket's stages: the one it is opened in, and the one of a deal that was backed out. */
  opensIn: string;
  backedOut?: string;
}

export interface SeenTicket {
  /** Absent: this deal has none. */
  id?: string;
  /** Key of the policy, or HubSpot's id of a stage that the policy does not know. */
  stage?: string;
  /** When it came into that stage, and through whom. */
  at?: number;
  by?: Actor;
  /** Owner's id. */
  owner?: string;
  /** It was there, and is not any more. */
  gone?: true;
  /** Milliseconds since 1970, on the workflow's clock. */
  readAt: number;
}

/** The deal's slice of the rule; empty where the policy opens no tickets. */
export function handOffSlice({ onboarding, backOut }: Policy): { handOff?: HandOffSlice } {
  if (onboarding === undefined) return {};
  const { acceptance, opensIn } = onboarding;
  const backedOut = backOut?.ticketStage;
  return { handOff: { ...acceptance, opensIn, ...(backedOut === undefined ? {} : { backedOut }) } };
}
