/** The months of the demo: told in the order of their dates, also what came up on the way. */
import { expect, it } from 'vitest';
import { timePasses, type Later } from '../../src/starters/demo/later.ts';

it('what is told later comes in the order of its dates, and never before its instant', async () => {
  const told: string[] = [];
  let now = 0;
  const scene = {
    say: () => {},
    advanceTo: async (instant: number) => {
      now = Math.max(now, instant);
    },
  };
  const at = (day: number, name: string, then: Later[] = []): Later => {
    const instant = day * 86_400_000;
    return {
      at: instant,
      tell: async () => {
        expect(now).toBeGreaterThanOrEqual(instant);
        told.push(name);
        return then;
      },
    };
  };
  await timePasses(scene, [
    at(90, 'recycled'),
    at(7, 'found', [at(92, 'cold'), at(30, 'reminded')]),
    at(43, 'reviewed'),
  ]);
  expect(told).toEqual(['found', 'reminded', 'reviewed', 'recycled', 'cold']);
});
