/** What people paste where the command line wants a record. */
import { expect, it } from 'vitest';
import { recordUrl } from '../../src/hubspot/record-url.ts';
import { recordId } from '../../src/starters/commands/record-id.ts';

const API = 'https://api.hubapi.com';

it.each([
  '2000123',
  ' 2000123\n',
  recordUrl(API, '7', 'deal', '2000123'),
  `${recordUrl('http://127.0.0.1:4010', '7', 'deal', '2000123')}/?tab=activity`,
  'https://app.hubspot.com/contacts/7/deal/2000123#notes',
])('[R-05] is read: "%s"', (given) => {
  expect(recordId('deal', given, '7')).toBe('2000123');
});

it.each([
  ['Quince', '"Quince" is no deal id'],
  ['', '"" is no deal id'],
  ['200-0123', '"200-0123" is no deal id'],
  ['https://app.hubspot.com/contacts/7/record/0-3/2000123x', 'is no deal id'],
  ['https://app.hubspot.com/contacts/7/objects/0-3/views/all/list', 'is no deal id'],
  [recordUrl(API, '7', 'contact', '5'), 'This is the address of a contact; give that of a deal.'],
  [recordUrl(API, '8', 'deal', '5'), 'This deal belongs to portal 8, and this engine to portal 7.'],
])('[R-05] is not taken for a deal of this portal: "%s"', (given, why) => {
  expect(() => recordId('deal', given, '7')).toThrow(why);
});
