/** Signed bodies that are no array of events, or too large. */
import { gzipSync } from 'node:zlib';
import { dealChange, signedRequest } from '../support.ts';
import type { BadRequest } from './request.ts';

const good = JSON.stringify(dealChange());
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

const rows: [what: string, outcome: string, body: string | Uint8Array][] = [
  ['nothing', 'malformed', ''],
  ['white space', 'malformed', ' \n'],
  ['a byte order mark alone', 'malformed', '\uFEFF'],
  ['null', 'malformed', 'null'],
  ['true', 'malformed', 'true'],
  ['a number', 'malformed', '1'],
  ['a text', 'malformed', '"[]"'],
  ['JSON in a text', 'malformed', JSON.stringify(`[${good}]`)],
  ['one event without its array', 'malformed', good],
  ['an object around the array', 'malformed', `{"events":[${good}]}`],
  ['an object with a length', 'malformed', '{"length":1,"0":{}}'],
  ['cut off', 'malformed', `[${good}`],
  ['cut off in a text', 'malformed', `[${good.slice(0, -20)}`],
  ['two arrays', 'malformed', '[][]'],
  ['one event a line', 'malformed', `${good}\n${good}`],
  ['a trailing comma', 'malformed', `[${good},]`],
  ['a missing comma', 'malformed', `[${good}${good}]`],
  ['a comment', 'malformed', `[/* first */${good}]`],
  ['single quotes', 'malformed', "[{'eventId':1}]"],
  ['keys without quotes', 'malformed', '[{eventId:1}]'],
  ['NaN', 'malformed', '[NaN]'],
  ['undefined', 'malformed', '[undefined]'],
  ['a number with a leading zero', 'malformed', '[01]'],
  ['a hexadecimal number', 'malformed', '[0x1F]'],
  ['a raw NUL', 'malformed', '[\0]'],
  ['a raw line break in a text', 'malformed', '["a\nb"]'],
  ['a prefix against script inclusion', 'malformed', `)]}',\n[${good}]`],
  ['a form', 'malformed', 'payload=%5B%5D'],
  ['XML', 'malformed', '<?xml version="1.0"?><events/>'],
  ['HTML', 'malformed', '<html><body>502 Bad Gateway</body></html>'],
  ['UTF-16 with mark', 'malformed', Buffer.from(`\uFEFF[${good}]`, 'utf16le')],
  ['UTF-16', 'malformed', Buffer.from(`[${good}]`, 'utf16le')],
  ['broken UTF-8', 'malformed', bytes('["', [0xc3, 0x28], '"]')],
  ['UTF-8 of half a surrogate pair', 'malformed', bytes('["', [0xed, 0xa0, 0x80], '"]')],
  ['overlong UTF-8', 'malformed', bytes('["', [0xc0, 0xaf], '"]')],
  ['gzip', 'malformed', gzipSync(`[${good}]`)],
  ['half an array 100,000 deep', 'malformed', '['.repeat(100_000)],
  ['half an object 100,000 deep', 'malformed', '{"a":'.repeat(100_000)],

  ['1,001 events', 'too_many', JSON.stringify(Array.from({ length: 1_001 }, (_, eventId) => dealChange({ eventId })))],
  ['100,000 events', 'too_many', `[${'0,'.repeat(99_999)}0]`],
  ['an event of 2 MB', 'too_large', JSON.stringify([dealChange({ filling: 'x'.repeat(2_000_000) })])],
  ['1,000,001 bytes of white space', 'too_large', `[]${' '.repeat(999_999)}`],
];

export const wrongBodies: BadRequest[] = rows.map(([what, outcome, body]) => ({
  what,
  outcome,
  request: signedRequest(body),
}));
