/** Pieces of which the rows of a policy file are made. */
import { z } from 'zod';

/** HubSpot's internal name of a property, or a key of the policy's own. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'lower case letters, digits and _ only, as HubSpot wants them');
export const clause = z.string().min(1, 'every row names its source');
/** A label, a role, a value: whatever people call it. */
export const words = z.string().min(1);
export const currency = z.string().regex(/^[A-Z]{3}$/, 'three capital letters, as ISO 4217 has them');
export const days = z.number().int().min(1).max(3650);
/** A year has some 250 of them. */
export const businessDays = z.number().int().min(1).max(250);
