import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readLink } from '../../src/links.ts';
import { DEVELOPMENT_LINK_SECRET } from '../../src/config.ts';
import { sop } from '../support/sop-command.ts';

const preview = (...words: string[]) => sop(tmpdir(), {}, 'mail', 'preview', ...words);

describe('npm run sop -- mail preview', () => {
  it('[K-02] shows subject, text and HTML of the request, without a stack', async () => {
    const [both, html, text] = await Promise.all([
      preview('consent'),
      preview('consent', '--html'),
      preview('consent', '--text'),
    ]);
    expect(both).toMatchObject({ exitCode: 0, stderr: '' });
    expect(both.stdout).toContain('From: Health Prime <');
    expect(both.stdout).toContain('Subject: Email Marketing Consent form\n');
    expect(text.stdout).toContain('Hello Jordan,');
    expect(text.stdout).not.toContain('Subject:');
    expect(html.stdout).toMatch(/^<!doctype html>[\s\S]*Hello Jordan,[\s\S]*<\/html>\s*$/);
    const token = /\/consent\/([\w.-]+)/.exec(text.stdout)?.[1] ?? '';
    expect(token).not.toBe('');
    expect(readLink([DEVELOPMENT_LINK_SECRET], token, Date.now())).toEqual({ ok: false });
  }, 30_000);

  it('names the templates there are', async () => {
    const { exitCode, stderr } = await preview('newsletter');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('There is no template "newsletter". There are: consent, consent-reminder.');
  }, 30_000);
});
