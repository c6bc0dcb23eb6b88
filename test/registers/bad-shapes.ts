/** Files that are no register as a whole. */
import { bad, type BadFile, carla, CLIENTS, EVENTS, target, TARGETS } from './bad-file.ts';

const encodings: BadFile[] = [
  bad(
    'Latin-1 with an accent',
    'client-owners',
    Buffer.from(`${CLIENTS}5001,Ashgrove,${carla}\n5002,Café Clinic,${carla}\n`, 'latin1'),
    'line 3 is no UTF-8. Save it as "CSV UTF-8".',
  ),
  bad(
    'Windows-1252 with a typographic quote in its last line',
    'events',
    Buffer.concat([Buffer.from(`${EVENTS}Forum`), Buffer.from([0x92])]),
    'line 2 is no UTF-8',
  ),
  bad('UTF-16 without its mark', 'targets', Buffer.from(TARGETS, 'utf16le'), 'line 1 holds a NUL character'),
  bad('UTF-16 cut in the middle of a character', 'targets', Buffer.from([0xff, 0xfe, 0x6d]), 'it is no whole UTF-16'),
  bad('a NUL in a cell', 'targets', target('2026-11,4\0,,'), 'line 3 holds a NUL character'),
  bad('half of an emoji', 'events', Buffer.from([...Buffer.from(EVENTS), 0xf0, 0x9f, 0x8f]), 'line 2 is no UTF-8'),
  bad(
    'a letter that another program lost',
    'events',
    `${EVENTS}Caf\uFFFD,2027-02-09,,25,1.00,USD\n`,
    'line 2, column event: holds a character that was lost',
  ),
  bad('a picture', 'targets', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'line 1 is no UTF-8'),
];

const shapes: BadFile[] = [
  bad(
    'nothing at all',
    'targets',
    '',
    'line 1: the file is empty; start with: npm run sop -- register template targets',
  ),
  bad('nothing but a byte order mark', 'targets', '\uFEFF', 'the file is empty'),
  bad('nothing but blank lines', 'targets', '\r\n\r\n  \r\n,,,\r\n', 'the file is empty'),
  bad('no header', 'targets', '2026-11,4,,\n', 'column 1 of the header is none of them', 'the column month is missing'),
  bad(
    'a missing column',
    'targets',
    'month,revenue,currency\n2026-11,1.00,USD\n',
    'line 1: the column closed_business is missing; the columns of targets are month, closed_business, revenue, currency',
  ),
  bad(
    'a missing column that may be empty',
    'targets',
    'month,closed_business\n2026-11,4\n',
    'the column revenue is missing',
  ),
  bad(
    'an unknown column',
    'targets',
    'month,closed_business,revenue,currency,comment\n2026-11,4,,,good\n',
    'line 1: column 5 of the header is none of them',
  ),
  bad(
    'a column without a name between the others',
    'targets',
    'month,,closed_business,revenue,currency\n2026-11,,4,,\n',
    'column 2 of the header is none of them',
  ),
  bad(
    'the same column twice',
    'targets',
    'month,closed_business,Closed Business,revenue,currency\n2026-11,4,5,,\n',
    'line 1: the column closed_business stands twice',
  ),
  bad('another register', 'events', target('2026-11,4,,'), 'the column event is missing'),
  bad('too few cells', 'targets', target('2026-11,4'), 'line 3: has 2 cells and the header 4'),
  bad(
    'too many cells, of a comma without quotes',
    'targets',
    target('2026-11,4,1,234.50,USD'),
    'line 3: has 5 cells and the header 4; a value that holds the separator stands in quotes',
  ),
  bad('separators that are mixed', 'targets', `${TARGETS}2026-11;4;;\n`, 'line 2: has 1 cells and the header 4'),
  bad('bars as separators', 'targets', 'month|closed_business|revenue|currency\n', 'column 1 of the header is none'),
  bad('a quote that is never closed', 'targets', target('"2026-11,4,,\n2026-12,5,,'), 'line 3: a quote is opened and'),
  bad('a quote inside a value', 'events', `${EVENTS}5" screens,2027-02-09,,1,1,USD\n`, 'line 2: a quote stands inside'),
  bad('text behind a quote', 'events', `${EVENTS}"Forum" 2,2027-02-09,,1,1,USD\n`, 'line 2: something stands behind'),
  bad(
    'a row that never ends',
    'events',
    `${EVENTS}"${'x'.repeat(200_000)}`,
    'line 2: is longer than 100000 characters',
  ),
  bad(
    'more rows than any register has',
    'targets',
    TARGETS + '2026-11,4,,\n'.repeat(20_000),
    'The file has more than 20000 lines; delete the empty ones',
  ),
];

export const badShapes: BadFile[] = [...encodings, ...shapes];
