/**
 * What happens to a hundred deals in thirteen weeks, made from a seed: who does what on which day. The engine plays it on the
 * real stack, the model (model.ts) on paper.
 */

/** A part of what a stage asks for, as people fill it in. */
export interface Fill {
  do: 'fill';
  stage: 'sql' | 'engaged' | 'proposal' | 'partner_of_choice';
  part: 'deal' | 'company' | 'contact' | 'note' | 'files';
}

export type Act =
  | Fill
  | { do: 'drag'; to: 'engaged' | 'proposal' | 'partner_of_choice' | 'closed_won' }
  | { do: 'lose'; category: string }
  | { do: 'call'; outcome: 'voicemail' | 'noAnswer' }
  | { do: 'reply' }
  /** The Sales VP backs the deal out, in HubSpot. */
  | { do: 'backOut' };

export interface ScriptedDeal {
  name: string;
  /** Place in the list of reps. */
  rep: number;
  /** In order; at most one a day. */
  acts: { day: number; act: Act }[];
}

export const DEALS = 100;
/** 13 weeks. */
export const DAYS = 91;
/** People work on the deals on these days of the week, 0 = the day the quarter starts. */
const WORKING = [1, 3];

const ALL: Fill[] = [
  { do: 'fill', stage: 'sql', part: 'deal' },
  { do: 'fill', stage: 'engaged', part: 'contact' },
  { do: 'fill', stage: 'engaged', part: 'note' },
  { do: 'fill', stage: 'engaged', part: 'deal' },
  { do: 'fill', stage: 'proposal', part: 'company' },
  { do: 'fill', stage: 'proposal', part: 'deal' },
  { do: 'fill', stage: 'partner_of_choice', part: 'files' },
  { do: 'fill', stage: 'partner_of_choice', part: 'deal' },
];

/** Days on which people work, in order. */
export const workingDays = Array.from({ length: DAYS }, (_, day) => day).filter((day) => WORKING.includes(day % 7));

export function quarterScript(seed: number): ScriptedDeal[] {
  const random = generator(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const mixed = <Item>(items: Item[]): Item[] =>
    items
      .map((item) => ({ item, key: random() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ item }) => item);
  /** The next stage may be filled in before its time; the note of next steps counts only in its stage, so it comes in order. */
  const slightlyMixed = (fills: Fill[]) =>
    fills.length > 2 && random() < 0.3 ? [...fills.slice(0, -2), ...mixed(fills.slice(-2))] : fills;

  const plots: Record<string, () => Act[]> = {
    won: () => ALL,
    backedOut: () => [...ALL, { do: 'backOut' }],
    stuck: () => slightlyMixed(ALL.slice(0, 1 + below(ALL.length - 1))),
    lost: () => {
      const category = ['budget', 'timing', 'bad_fit', 'chose_competitor'][below(4)] ?? 'budget';
      return [...ALL.slice(0, below(6)), { do: 'lose', category }];
    },
    ahead: () => {
      const to = (['engaged', 'proposal', 'partner_of_choice', 'closed_won'] as const)[below(4)] ?? 'engaged';
      return [{ do: 'drag', to }, ...ALL.slice(0, below(4))];
    },
    silent: () => {
      const calls = Array.from({ length: 7 }, (_, index): Act => ({
        do: 'call',
        outcome: index < 3 ? 'voicemail' : 'noAnswer',
      }));
      return [...ALL.slice(0, below(4)), ...mixed(calls)];
    },
    answered: () => {
      const calls = Array.from({ length: 7 }, (): Act => ({ do: 'call', outcome: 'voicemail' }));
      return [...ALL.slice(0, below(3)), ...calls.slice(0, 5), { do: 'reply' }, ...calls.slice(0, 2 + below(4))];
    },
    tooFewVoicemails: () => [
      ...ALL.slice(0, below(3)),
      ...Array.from({ length: 8 }, (_, index): Act => ({ do: 'call', outcome: index < 2 ? 'voicemail' : 'noAnswer' })),
    ],
  };
  const kinds = Object.keys(plots);
  return Array.from({ length: DEALS }, (_, index) => {
    const acts = plots[kinds[index % kinds.length] ?? '']?.() ?? [];
    // Spread over the quarter: a start at random, then a working day each, with gaps.
    const spare = workingDays.length - acts.length;
    const gaps = mixed(workingDays)
      .slice(0, acts.length)
      .toSorted((a, b) => a - b);
    const days = random() < 0.5 ? gaps : workingDays.slice(below(spare + 1)).slice(0, acts.length);
    return {
      name: `Quarter Clinic ${index + 1}`,
      rep: index % 4,
      acts: acts.map((act, place) => ({ day: days[place] ?? DAYS - 1, act })),
    };
  });
}

/** Numbers from 0 to 1 that depend on the seed only (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixing = Math.imul(state ^ (state >>> 15), state | 1);
    mixing ^= mixing + Math.imul(mixing ^ (mixing >>> 7), mixing | 61);
    return ((mixing ^ (mixing >>> 14)) >>> 0) / 4_294_967_296;
  };
}
