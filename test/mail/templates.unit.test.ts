import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fields, loadTemplate, TemplateError } from '../../src/mail/templates.ts';

const fields: Fields = {
  firstName: 'Ann',
  company: 'Lakeside & Sons',
  postalAddress: '1 Example Street',
  ownerName: 'Bo',
  link: 'https://gateway.example/consent/a?b=1&c=2',
  unsubscribeLink: 'https://gateway.example/unsubscribe/a',
  expires: '21 December 2026',
};

const needed = '{{company}} {{postalAddress}} {{link}} {{unsubscribeLink}}';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sop-templates-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function template(html: string, text: string) {
  writeFileSync(join(folder, 'one.html'), html);
  writeFileSync(join(folder, 'one.txt'), text);
  return loadTemplate(folder, 'one');
}

const complaint = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
  return '';
};

describe('a template', () => {
  it.each(['consent', 'consent-reminder'])(
    '[K-02] %s is shipped, says who asks, and is called as the SOP says',
    (name) => {
      const { subject, text, html } = loadTemplate('templates', name)(fields);
      expect(subject).toContain('Email Marketing Consent form');
      expect(html).toContain('Email Marketing Consent form</title>');
      for (const part of [text, html]) {
        expect(part).not.toMatch(/[{}]{2}/);
        for (const value of ['Ann', 'Bo', '1 Example Street', '21 December 2026']) expect(part).toContain(value);
      }
      expect(text).toContain('Lakeside & Sons');
      expect(text).toContain(fields.link);
      expect(text).toContain(fields.unsubscribeLink);
      expect(html).toContain('Lakeside &amp; Sons');
      expect(html).toContain('href="https://gateway.example/consent/a?b=1&amp;c=2"');
      expect(html).toContain(`href="${fields.unsubscribeLink}"`);
    },
  );

  it('escapes what it fills into HTML, once, and leaves a value that looks like a field as it is', () => {
    const make = template(
      `<p title="{{firstName}}">{{ firstName }} ${needed}</p>`,
      `Subject: {{firstName}}\n\n${needed}`,
    );
    const { html, subject } = make({ ...fields, firstName: `"><script>'{{link}}&amp;` });
    expect(html).toContain(`<p title="&quot;&gt;&lt;script&gt;'{{link}}&amp;amp;">&quot;&gt;&lt;script&gt;'{{link}}`);
    expect(subject).toBe(`"><script>'{{link}}&amp;`);
  });

  it.each([
    [
      'an unknown field',
      `${needed} {{first_name}}`,
      `Subject: x\n\n${needed}`,
      /^one\.html: .*\{\{first_name\}\}.*firstName/,
    ],
    ['an unknown field in the text', needed, `Subject: x\n\n${needed} {{}}`, /^one\.txt: .*\{\{\}\}/],
    ['no link', needed.replace('{{link}}', ''), `Subject: x\n\n${needed}`, /^one\.html: .*\{\{link\}\} is missing/],
    [
      'no way out',
      needed,
      `Subject: x\n\n${needed.replace('{{unsubscribeLink}}', '')}`,
      /^one\.txt: .*\{\{unsubscribeLink\}\} is missing/,
    ],
    ['no subject', needed, needed, /^one\.txt begins with no line "Subject: /],
    ['nothing but a subject', needed, `Subject: ${needed}\n`, /^one\.txt begins with no line/],
  ])('with %s is refused by name', (_, html, text, words) => {
    expect(complaint(() => template(html, text))).toMatch(words);
  });

  it('that is not there is named with its folder', () => {
    expect(complaint(() => loadTemplate(folder, 'two'))).toBe(`two.html is not in the folder of templates "${folder}"`);
  });
});
