/** What others than HubSpot tell a contact's workflow: the person on our pages, and the record it was merged with. Pure. */
import type { ConsentFact, ContactState, SettledStage } from './state.ts';

/** The later decision counts; of two in the same millisecond the withdrawal does (K-06). */
export function heardConsent(state: ContactState, news: ConsentFact): ContactState {
  const { fresh: _, ...kept } = state;
  return { ...kept, ...withConsent(state.consent, news) };
}

/** What a contact hands to the record that it was merged into. */
export interface Inheritance {
  done: Record<string, number>;
  settled?: SettledStage;
  consent?: ConsentFact;
}

/** What was done for either record was done for the person: no second consent request, deal or recycling round. */
export function inherited(state: ContactState, from: Inheritance): ContactState {
  const { fresh: _, ...kept } = state;
  const settled = state.settled ?? from.settled;
  const qualified = state.settled?.qualified === true || from.settled?.qualified === true;
  return {
    ...kept,
    done: { ...from.done, ...state.done },
    ...(settled === undefined ? {} : { settled: { ...settled, qualified } }),
    ...(from.consent === undefined ? {} : withConsent(state.consent, from.consent)),
  };
}

function withConsent(known: ConsentFact | undefined, news: ConsentFact): { consent: ConsentFact } {
  const isNewer = known === undefined || news.at > known.at || (news.at === known.at && news.state === 'withdrawn');
  const { state, at, proof } = isNewer ? news : known;
  return { consent: { state, at, proof } };
}
