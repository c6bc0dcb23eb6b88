/** Wake-ups by which nothing becomes due: an entity only looks again, for whatever no webhook told. */
export const LOOK_AGAIN = 'look at the record again';
