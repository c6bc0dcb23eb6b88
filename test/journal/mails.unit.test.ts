/** The same behaviour on PostgreSQL and on the embedded database. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { type MailIntent, type Mails, openMails } from '../../src/journal/mails.ts';
import { findPostgres, type TestDatabase } from './support/postgres.ts';

const NOW = Date.UTC(2026, 10, 23, 15, 0, 0, 123);

function mailTests(start: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let mails: Mails;
  let count = 0;

  beforeAll(async () => {
    database = await start();
    mails = openMails({ databaseUrl: database.url });
  }, 60_000);
  afterAll(async () => {
    await mails?.close();
    await database?.close();
  });

  function aMail(given: Partial<MailIntent> = {}): MailIntent {
    const contactId = String((count += 1));
    const kind = 'consentRequest';
    const key = `contact-4711-${contactId}:mail:${kind}:1`;
    return {
      key,
      portalId: '4711',
      contactId,
      kind,
      round: 1,
      messageId: `<${contactId}@x.example>`,
      at: NOW,
      ...given,
    };
  }

  it('[K-02] begins a mail once, and tells later who was there first', async () => {
    const mail = aMail();
    expect(await mails.begin(mail)).toBe('begun');
    await mails.end(mail.key, 'sent', NOW + 7);
    const again = await mails.begin({ ...mail, at: NOW + 9, messageId: '<other@x.example>' });
    expect(again).toEqual({ ...mail, state: 'sent', endedAt: NOW + 7 });
  });

  it('[K-02] what is found in the middle of sending is unknown from then on', async () => {
    const mail = aMail();
    await mails.begin(mail);
    expect(await mails.begin(mail)).toMatchObject({ key: mail.key, state: 'unknown' });
    expect(await mails.begin(mail)).toMatchObject({ key: mail.key, state: 'unknown' });
    await mails.giveBack(mail.key);
    await mails.end(mail.key, 'failed', NOW);
    expect(await mails.begin(mail)).toMatchObject({ state: 'unknown' });
  });

  it('[K-02] believes it when the one who was sending says that it was sent after all', async () => {
    const mail = aMail();
    await mails.begin(mail);
    await mails.begin(mail);
    await mails.end(mail.key, 'sent', NOW + 1);
    expect(await mails.begin(mail)).toMatchObject({ state: 'sent', endedAt: NOW + 1 });
    await mails.end(mail.key, 'failed', NOW + 2);
    expect(await mails.begin(mail)).toMatchObject({ state: 'sent', endedAt: NOW + 1 });
  });

  it('[K-02] what was given back may be begun again; what was refused may not', async () => {
    const mail = aMail();
    await mails.begin(mail);
    await mails.giveBack(mail.key);
    expect(await mails.begin(mail)).toBe('begun');
    await mails.end(mail.key, 'failed', NOW);
    await mails.giveBack(mail.key);
    expect(await mails.begin(mail)).toMatchObject({ state: 'failed' });
  });

  it('[K-02] allows one request and one reminder a round, under whatever key', async () => {
    const mail = aMail();
    expect(await mails.begin(mail)).toBe('begun');
    const twin = { ...mail, key: `${mail.key}:twin` };
    expect(await mails.begin(twin)).toMatchObject({ key: mail.key, state: 'sending' });
    expect(await mails.begin({ ...mail, key: `${mail.key}:r`, kind: 'consentReminder' })).toBe('begun');
    expect(await mails.begin({ ...mail, key: `${mail.key}:2`, round: 2 })).toBe('begun');
    expect(await mails.begin({ ...mail, key: `${mail.key}:other`, contactId: 'other' })).toBe('begun');
  });

  it('[K-02] lets one of many begin that come at once', async () => {
    const mail = aMail();
    const other = openMails({ databaseUrl: database.url });
    onTestFinished(() => other.close());
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 ? other : mails).begin(n % 3 ? mail : { ...mail, key: `${mail.key}:${n}` }),
      ),
    );
    expect(answers.filter((answer) => answer === 'begun')).toHaveLength(1);
  });
}

describe('mails on the embedded database', () => mailTests(() => serveEmbedded()));

const postgres = findPostgres();
if ('missing' in postgres) {
  it(`PostgreSQL was not tried: ${postgres.missing}`, () => expect(postgres.missing).not.toBe(''));
} else {
  describe('mails on PostgreSQL', () => mailTests(postgres.start));
}
