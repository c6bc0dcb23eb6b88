/**
 * Fictitious people of the sandbox's portal. Policies map roles to these addresses (design, "staff and roles"); nothing
 * else in the product knows a person.
 */

export interface SeedPerson {
  email: string;
  firstName: string;
  lastName: string;
}

/** The company of the default policy. */
export const healthPrimeStaff: SeedPerson[] = [
  // Sales VP
  { email: 'vera.pike@healthprime.example', firstName: 'Vera', lastName: 'Pike' },
  // Sales manager
  { email: 'marcus.odell@healthprime.example', firstName: 'Marcus', lastName: 'Odell' },
  // SDRs
  { email: 'sana.iqbal@healthprime.example', firstName: 'Sana', lastName: 'Iqbal' },
  { email: 'toby.marsh@healthprime.example', firstName: 'Toby', lastName: 'Marsh' },
  { email: 'ines.caro@healthprime.example', firstName: 'Ines', lastName: 'Caro' },
  // Sales reps
  { email: 'ruth.amado@healthprime.example', firstName: 'Ruth', lastName: 'Amado' },
  { email: 'glen.foster@healthprime.example', firstName: 'Glen', lastName: 'Foster' },
  { email: 'priya.nair@healthprime.example', firstName: 'Priya', lastName: 'Nair' },
  { email: 'owen.blake@healthprime.example', firstName: 'Owen', lastName: 'Blake' },
  // Approver of deals
  { email: 'helen.strand@healthprime.example', firstName: 'Helen', lastName: 'Strand' },
  // Marketing
  { email: 'mia.lorenz@healthprime.example', firstName: 'Mia', lastName: 'Lorenz' },
  // Onboarding
  { email: 'derek.song@healthprime.example', firstName: 'Derek', lastName: 'Song' },
  // Client success
  { email: 'carla.west@healthprime.example', firstName: 'Carla', lastName: 'West' },
  // Executive
  { email: 'edwin.hale@healthprime.example', firstName: 'Edwin', lastName: 'Hale' },
];

/** A small company with a policy of its own. */
export const riverbendStaff: SeedPerson[] = [
  // Sales manager and approver
  { email: 'noor.hassan@riverbend.example', firstName: 'Noor', lastName: 'Hassan' },
  // SDR
  { email: 'felix.arnaud@riverbend.example', firstName: 'Felix', lastName: 'Arnaud' },
  // Sales reps
  { email: 'june.okafor@riverbend.example', firstName: 'June', lastName: 'Okafor' },
  { email: 'lars.holm@riverbend.example', firstName: 'Lars', lastName: 'Holm' },
  // Everything after the sale
  { email: 'tess.quinn@riverbend.example', firstName: 'Tess', lastName: 'Quinn' },
];

/** Everyone who has an owner in the sandbox's portal, in the order of their owner ids. */
export const sandboxStaff: SeedPerson[] = [...healthPrimeStaff, ...riverbendStaff];
