/** What is measured, and how often. */

/** How events are spread over objects and POSTs. */
export interface Shape {
  name: string;
  objects: number;
  objectsPerPost: number;
  /** Of each object in a POST. */
  eventsEach: number;
  posts: number;
  /** Least ratio of events applied, ours to bare, that we aim at; absent where the aim is no starvation. */
  aim?: number;
}

export interface Plan {
  shapes: Shape[];
  pairs: number;
  /** POSTs of a round under steady load. */
  steadyPosts: number;
}

export const FULL_PLAN: Plan = {
  shapes: [
    { name: 'Many objects', objects: 200, objectsPerPost: 10, eventsEach: 10, posts: 20, aim: 0.9 },
    { name: 'Few objects', objects: 10, objectsPerPost: 10, eventsEach: 10, posts: 20, aim: 2 },
    { name: 'One hot object', objects: 1, objectsPerPost: 1, eventsEach: 10, posts: 50 },
  ],
  pairs: 6,
  steadyPosts: 20,
};

/** A smoke run: it shows that the benchmark works; its figures mean little. */
export const QUICK_PLAN: Plan = {
  shapes: FULL_PLAN.shapes.map((shape) => ({ ...shape, objects: Math.min(shape.objects, 20), posts: shape.posts / 5 })),
  pairs: 2,
  steadyPosts: 10,
};

/** Decisions in the journal of which a report is made: the middle one is a company of some size after a year. */
export const REPORT_SIZES = [10_000, 100_000, 1_000_000];
