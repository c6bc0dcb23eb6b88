/** Property tests draw the same examples every time: a red test stays red until its cause is gone. */
import fc from 'fast-check';

export const SEED = 20_261_122;

fc.configureGlobal({ seed: SEED });
