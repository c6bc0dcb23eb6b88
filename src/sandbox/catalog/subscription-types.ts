/** The kinds of mail that a contact can have or refuse (reference `hubspot.md` §4.9). Portals define them in settings only. */

export interface SubscriptionType {
  id: number;
  name: string;
  description: string;
  purpose: string;
  /** HubSpot's own, for mails of a person to a person. */
  isInternal: boolean;
}

export const subscriptionTypes: readonly SubscriptionType[] = [
  {
    id: 302_990_117,
    name: 'Marketing Information',
    description: 'Marketing offers and updates.',
    purpose: 'Marketing',
    isInternal: false,
  },
  {
    id: 302_990_131,
    name: 'Customer Service Communication',
    description: 'Receive feedback requests and customer service information.',
    purpose: 'Customer Service',
    isInternal: false,
  },
  { id: 302_990_149, name: 'One to One', description: 'One to One emails', purpose: 'Sales', isInternal: true },
];
