/** HubSpot's own association types (reference `hubspot.md` §4.5). */
import { findObjectType, type ObjectTypeName } from './object-types.ts';

export interface AssociationType {
  /** HubSpot's own, or a label that the portal has defined. */
  category: 'HUBSPOT_DEFINED' | 'USER_DEFINED';
  from: ObjectTypeName;
  to: ObjectTypeName;
  id: number;
  /** The type that is set in the other direction. */
  inverseId: number;
  /** What a person reads; unlabelled associations have none. */
  label: string | null;
  /** As in `associations` of a record, e.g. `deal_to_contact`. */
  name: string;
}

type Pair = [from: ObjectTypeName, to: ObjectTypeName, id: number, inverseId: number];

const unlabelled: Pair[] = [
  ['contacts', 'companies', 279, 280],
  ['deals', 'contacts', 3, 4],
  ['deals', 'companies', 341, 342],
  ['contacts', 'tickets', 15, 16],
  ['tickets', 'companies', 339, 340],
  ['deals', 'tickets', 27, 28],
  ['leads', 'contacts', 608, 609],
  ['leads', 'companies', 610, 611],
  ['leads', 'deals', 1037, 1038],
  ['leads', 'notes', 854, 855],
  ['leads', 'calls', 596, 597],
  ['leads', 'emails', 598, 599],
  ['leads', 'meetings', 600, 601],
  ['leads', 'communications', 602, 603],
  ['leads', 'tasks', 646, 647],
  ['contacts', 'contacts', 449, 449],
  ['companies', 'companies', 450, 450],
  ['deals', 'deals', 451, 451],
  ['tickets', 'tickets', 452, 452],
  ...engagementPairs('notes', [202, 190, 214, 228]),
  ...engagementPairs('tasks', [204, 192, 216, 230]),
  ...engagementPairs('calls', [194, 182, 206, 220]),
  ...engagementPairs('emails', [198, 186, 210, 224]),
  ...engagementPairs('meetings', [200, 188, 212, 226]),
  // Of messages the reverse type is one higher.
  ['communications', 'contacts', 81, 82],
  ['communications', 'companies', 87, 88],
  ['communications', 'deals', 85, 86],
  ['communications', 'tickets', 83, 84],
];

const primary: Pair[] = [
  ['contacts', 'companies', 1, 2],
  ['deals', 'companies', 5, 6],
  ['tickets', 'companies', 26, 25],
  ['leads', 'contacts', 578, 579],
  ['leads', 'companies', 580, 581],
  ['leads', 'deals', 582, 583],
];

export const associationTypes: readonly AssociationType[] = [
  ...unlabelled.flatMap((pair) =>
    bothWays(
      pair,
      null,
      primary.some(([from, to]) => from === pair[0] && to === pair[1]),
    ),
  ),
  ...primary.flatMap((pair) => bothWays(pair, 'Primary', false)),
];

/** The reverse type of these engagements is always one lower. */
function engagementPairs(from: ObjectTypeName, ids: [number, number, number, number]): Pair[] {
  const [contact, company, deal, ticket] = ids;
  return [
    [from, 'contacts', contact, contact - 1],
    [from, 'companies', company, company - 1],
    [from, 'deals', deal, deal - 1],
    [from, 'tickets', ticket, ticket - 1],
  ];
}

function bothWays([from, to, id, inverseId]: Pair, label: string | null, hasPrimary: boolean): AssociationType[] {
  const name = (one: ObjectTypeName, other: ObjectTypeName) =>
    `${findObjectType(one).singular}_to_${findObjectType(other).singular}${hasPrimary ? '_unlabeled' : ''}`;
  const category = 'HUBSPOT_DEFINED' as const;
  const there = { category, from, to, id, inverseId, label, name: name(from, to) };
  return from === to
    ? [there]
    : [there, { category, from: to, to: from, id: inverseId, inverseId: id, label, name: name(to, from) }];
}
