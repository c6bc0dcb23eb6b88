/** Every activity fails by the one table of errors.ts. */
import { toFailure } from './errors.ts';

type Activities = Record<string, (argument: never) => Promise<unknown>>;

/** The same activities; whatever one throws has its name, its fate (retried or not) and no personal data. */
export function failing<T extends Activities>(activities: T): T {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    async (argument: never) => {
      try {
        return await activity(argument);
      } catch (error) {
        throw toFailure(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}
