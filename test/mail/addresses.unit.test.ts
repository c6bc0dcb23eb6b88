import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, greetingName, readAddress } from '../../src/mail/addresses.ts';

describe('an address', () => {
  it.each([
    ['ann@lakeside.example', 'ann@lakeside.example'],
    ['  ann@lakeside.example\r\n', 'ann@lakeside.example'],
    ["Ann.O'Neil+sop@Lakeside.Example", "Ann.O'Neil+sop@lakeside.example"],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
    [`${'a'.repeat(64)}@lakeside.example`, `${'a'.repeat(64)}@lakeside.example`],
  ])('%j is %s', (field, address) => {
    expect(readAddress(field)).toEqual({ is: 'one', address });
  });

  it.each(['', '   ', '\r\n'])('%j is none', (field) => {
    expect(readAddress(field)).toEqual({ is: 'none' });
  });

  it.each([
    'ann',
    '@lakeside.example',
    'ann@',
    'ann@localhost',
    'ann@127.0.0.1',
    'ann@[127.0.0.1]',
    'ann@lakeside.example, bob@lakeside.example',
    'ann@lakeside.example;bob@lakeside.example',
    'ann@lakeside.example bob@lakeside.example',
    'Ann <ann@lakeside.example>',
    '"ann"@lakeside.example',
    '"ann\\" bob"@lakeside.example',
    'ann@bob@lakeside.example',
    'ann@lakeside.example\r\nBcc: bob@lakeside.example',
    'ann@lakeside.example>\r\nRCPT TO:<bob@lakeside.example',
    'ann\u0000@lakeside.example',
    'ann@lake\u202Eside.example',
    'änn@lakeside.example',
    '.ann@lakeside.example',
    'ann.@lakeside.example',
    'a..b@lakeside.example',
    'ann@lakeside..example',
    'ann@-lakeside.example',
    `${'a'.repeat(65)}@lakeside.example`,
    `ann@${'a'.repeat(64)}.example`,
    `ann@${'a.'.repeat(160)}example`,
    `${'a'.repeat(320)}@lakeside.example`,
    '"><script>alert(1)</script>@lakeside.example',
  ])('%j is bad', (field) => {
    expect(readAddress(field)).toEqual({ is: 'bad' });
  });

  it('is one word for SMTP, whatever stood in the field', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (field) => {
        const read = readAddress(field);
        if (read.is === 'one') expect(read.address).toMatch(/^[!-~]+@[a-z0-9.-]+$/);
      }),
    );
  });
});

describe('a line of a header', () => {
  it.each([
    ['Ann\r\nBcc: bob@lakeside.example', 'Ann Bcc: bob@lakeside.example'],
    ['Ann\u0000\u2028\u2029 Lee', 'Ann Lee'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['A\u200Bn\u2066n\uFEFF', 'Ann'],
    ['half \uD83D', 'half'],
  ])('%j becomes %j', (text, line) => {
    expect(cleanLine(text)).toBe(line);
  });

  it('has no control, no turning of direction and at most 100 characters, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const line = cleanLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        expect(line.length).toBeLessThanOrEqual(100);
        expect(line).toBe(line.trim());
      }),
    );
  });
});

describe('a greeting', () => {
  it.each(['Ann', 'José', "O'Neil", 'Anne-Marie', 'J. R.', '李', '"><script>'])('calls %s by the name', (name) => {
    expect(greetingName(name, 'there')).toBe(name);
  });

  it.each(['', ' ', '\u202E', 'Win at evil.example', 'see https://x', 'www.evil', 'ann@x', 'x'.repeat(41)])(
    'does not say %j',
    (name) => {
      expect(greetingName(name, 'there')).toBe('there');
    },
  );
});
