/** What leaves through the door, as a real mail server receives it, and what does not leave. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { defaultMail } from '../../src/domain/policy/default-mail.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { type Inbox, startInbox } from '../../src/inbox/inbox.ts';
import type { SmtpBehaviour } from '../../src/inbox/smtp.ts';
import { type Consents, openConsents } from '../../src/journal/consents.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { type Mails, openMails } from '../../src/journal/mails.ts';
import { readLink } from '../../src/links.ts';
import { consentMailWriter } from '../../src/mail/consent-mail.ts';
import { type ContactMail, type MailDoorDeps, openMailDoor, type Recipient } from '../../src/mail/door.ts';
import { scriptedSmtp, type Script } from './scripted-smtp.ts';

const NOW = Date.UTC(2026, 10, 23, 15);
const SECRETS = ['the-secret-that-links-are-signed-with'];
const portalId = '4711';
const publicUrl = 'https://gateway.example';

let database: Awaited<ReturnType<typeof serveEmbedded>>;
let consents: Consents;
let mails: Mails;
let inbox: Inbox;
let contacts = 0;
let contactId: string;

beforeAll(async () => {
  [database, inbox] = await Promise.all([serveEmbedded(), startInbox()]);
  consents = openConsents({ databaseUrl: database.url });
  mails = openMails({ databaseUrl: database.url });
}, 60_000);
afterAll(async () => {
  await Promise.all([consents?.close(), mails?.close(), inbox?.close()]);
  await database?.close();
});
beforeEach(async () => {
  contactId = String((contacts += 1));
  await behave('accept');
});

const ann: Recipient = {
  email: 'ann@lakeside.example',
  firstName: 'Ann',
  ownerId: '7',
  owner: { name: 'Ruth Amado', address: 'ruth.amado@healthprime.example' },
  takenIn: false,
  facts: { excluded: false, bounced: false, optedOut: false, subscribed: false },
};

const writer = consentMailWriter({ rules: defaultMail, timeZone: 'America/New_York', publicUrl, linkSecrets: SECRETS });

/** Sends through a door of its own. */
function send(
  recipient: Partial<Recipient> | undefined = {},
  mail: Partial<ContactMail> = {},
  deps: Partial<MailDoorDeps> = {},
) {
  const door = openMailDoor({
    smtpUrl: inbox.smtpUrl,
    sender: defaultMail.sender,
    recipient: () => Promise.resolve(recipient && { ...ann, ...recipient }),
    consents,
    mails,
    rules: { businessHours: { from: 9, to: 17 }, importsPerDay: 3 },
    calendar: defaultPolicy.calendar,
    now: () => NOW + 5,
    ...deps,
  });
  const kind = mail.kind ?? 'consentRequest';
  const request: ContactMail = {
    portalId,
    contactId,
    key: `contact-${portalId}-${contactId}:mail:${kind}:1`,
    kind,
    round: 1,
    at: NOW,
    ...mail,
  };
  return door.toContact(request, (to) =>
    writer.write(request, { firstName: to.firstName, ownerName: to.owner?.name ?? '' }),
  );
}

async function behave(behaviour: SmtpBehaviour): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await fetch(`${inbox.url}/behaviour`, { method: 'POST', headers, body: JSON.stringify({ behaviour }) });
}

/** Mails to this test's contact: each has a Message-ID and links of its own. */
function received() {
  return inbox.messages().filter(({ text = '' }) => linkIn(text, 'unsubscribe').contactId === contactId);
}

function linkIn(text: string, purpose: string) {
  const token = new RegExp(`${publicUrl}/${purpose}/([\\w.-]+)`).exec(text)?.[1] ?? '';
  const link = readLink(SECRETS, token, NOW);
  if (!link.ok || !('contactId' in link.claims)) throw new Error(`no ${purpose} link`);
  return link.claims;
}

const theMail = () => {
  const [mail, ...more] = received();
  if (mail === undefined) throw new Error('no mail came');
  expect(more).toEqual([]);
  return mail;
};

describe('a consent request', () => {
  it('[K-02] [K-06] comes from the company, answers go to the owner, and it can be ended with one click', async () => {
    const outcome = await send();
    const mail = theMail();
    expect(outcome).toEqual({ outcome: 'sent', messageId: mail.messageId, at: NOW + 5 });
    expect(mail).toMatchObject({
      envelope: { from: 'hello@healthprime.example', to: ['ann@lakeside.example'] },
      from: 'Health Prime <hello@healthprime.example>',
      to: ['ann@lakeside.example'],
      subject: 'Email Marketing Consent form',
      attachments: [],
    });
    expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@healthprime\.example>$/);
    const headers = new Map(mail.headers.map(({ name, value }) => [name.toLowerCase(), value]));
    expect(headers.get('reply-to')).toBe('Ruth Amado <ruth.amado@healthprime.example>');
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    const oneClick = headers.get('list-unsubscribe') ?? '';
    expect(oneClick).toMatch(/^<https:\/\/gateway\.example\/unsubscribe\/[\w.-]+>$/);
    const claims = { portalId, contactId, round: 1 };
    expect(linkIn(oneClick, 'unsubscribe')).toMatchObject({ ...claims, purpose: 'unsubscribe' });
    expect(linkIn(oneClick, 'unsubscribe').expiresAt).toBeGreaterThan(NOW + 9 * 365 * 86_400_000);
    for (const part of [mail.text ?? '', mail.html ?? '']) {
      expect(part).toContain('Hello Ann,');
      expect(part).toContain('Ruth Amado');
      expect(part).toContain('23 December 2026');
      expect(linkIn(part, 'consent')).toEqual({ ...claims, purpose: 'consent', expiresAt: Date.UTC(2026, 11, 23, 15) });
      expect(linkIn(part, 'unsubscribe')).toMatchObject(claims);
      // Nothing else to click on, and nothing that is loaded when the mail is opened.
      for (const [, host] of part.matchAll(/https?:\/\/([^/\s"]*)/g)) expect(host).toBe('gateway.example');
    }
    expect(mail.html).not.toMatch(/<img|<script|<link|url\(/);
  });

  it('[K-02] without an owner, or with one whose address is none, answers go to the company', async () => {
    const replyTo = () => theMail().headers.find(({ name }) => name === 'Reply-To')?.value;
    await send({ owner: undefined });
    expect(replyTo()).toBe('Health Prime <hello@healthprime.example>');
    expect(theMail().text).toContain('Kind regards\nHealth Prime\n');
    contactId = String((contacts += 1));
    await send({ owner: { name: 'Ruth', address: 'ruth@x.example\r\nBcc: eve@x.example' } });
    expect(replyTo()).toBe('Health Prime <hello@healthprime.example>');
  });

  it.each([
    ['"><script>alert(1)</script>', '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['Ann\r\nBcc: eve@x.example', 'there'],
    ['Ann\r\n\r\nNew body', 'Ann New body'],
    ['Ann\r\n.\r\nQUIT', 'Ann . QUIT'],
    ['\u202EnnA', 'nnA'],
    ['{{link}}', '{{link}}'],
    ['Ann\u0000', 'Ann'],
  ])('to a person who calls herself %j is one mail to one person', async (firstName, greeting) => {
    await send({ firstName, owner: { name: firstName, address: 'ruth.amado@healthprime.example' } });
    const mail = theMail();
    expect(mail.envelope).toEqual({ from: 'hello@healthprime.example', to: ['ann@lakeside.example'] });
    expect(mail.html).toContain(`Hello ${greeting},`);
    const names = mail.headers.map(({ name }) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('bcc');
    const { replyTo } = await PostalMime.parse(mail.raw);
    expect(replyTo?.map(({ address }) => address)).toEqual(['ruth.amado@healthprime.example']);
    const raw = Buffer.from(mail.raw).toString();
    for (const hostile of ['\u202E', '\u0000']) expect(raw).not.toContain(hostile);
  });

  it.each([
    ['', 'noAddress'],
    ['ann@lakeside.example, eve@x.example', 'badAddress'],
    ['ann@lakeside.example;eve@x.example', 'badAddress'],
    ['ann@lakeside.example>\r\nRCPT TO:<eve@x.example', 'badAddress'],
    ['ann@lakeside.example\r\nBcc: eve@x.example', 'badAddress'],
    ['"ann@x.example,eve"@lakeside.example', 'badAddress'],
    [`${'a'.repeat(320)}@lakeside.example`, 'badAddress'],
  ])('to %j is refused before any mail server hears of it', async (email, reason) => {
    const server = await scriptedSmtp({});
    onTestFinished(() => server.close());
    expect(await send({ email }, {}, { smtpUrl: server.url })).toEqual({ outcome: 'refused', reason });
    expect(server.said).toEqual([]);
  });

  it('to a domain in another script is written as mail servers want it', async () => {
    const server = await scriptedSmtp({});
    onTestFinished(() => server.close());
    await send({ email: 'ann@bücher.example' }, {}, { smtpUrl: server.url });
    expect(server.said).toContain('RCPT TO:<ann@xn--bcher-kva.example>');
    expect(server.said).toContain('To: ann@xn--bcher-kva.example');
  });
});

describe('the gate', () => {
  it.each([
    ['excluded', { facts: { ...ann.facts, excluded: true } }],
    ['bounced', { facts: { ...ann.facts, bounced: true } }],
    ['optedOut', { facts: { ...ann.facts, optedOut: true } }],
    ['decided', { facts: { ...ann.facts, subscribed: true } }],
  ])('[K-01] [K-02] stops a mail to who is %s, and lets it through when that has passed', async (reason, recipient) => {
    for (const kind of ['consentRequest', 'consentReminder'] as const) {
      expect(await send(recipient, { kind })).toEqual({ outcome: 'refused', reason });
      expect(received()).toEqual([]);
    }
    expect(await send()).toMatchObject({ outcome: 'sent' });
  });

  it('[K-01] a contact that is gone gets nothing', async () => {
    const recipient = () => Promise.resolve(undefined);
    expect(await send({}, {}, { recipient })).toEqual({ outcome: 'refused', reason: 'gone' });
  });

  it('[K-06] a withdrawal on our page stops what is queued; the same after a fresh consent is no request either', async () => {
    await consents.withdraw({ portalId, contactId, source: 'one-click', at: NOW });
    expect(await send()).toEqual({ outcome: 'refused', reason: 'optedOut' });
    await consents.grant(aProof({ at: NOW + 1 }));
    expect(await send()).toEqual({ outcome: 'refused', reason: 'decided' });
    expect(received()).toEqual([]);
  });

  it('[K-06] a withdrawal that is accepted while the contact is read stops the mail', async () => {
    const recipient = async () => {
      await consents.withdraw({ portalId, contactId, source: 'one-click', at: NOW });
      return ann;
    };
    expect(await send({}, {}, { recipient })).toEqual({ outcome: 'refused', reason: 'optedOut' });
    expect(received()).toEqual([]);
  });

  it.each(['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'] as const)(
    '[K-06] a withdrawal that is accepted while the mail server takes its time (%s) stops the mail',
    async (point) => {
      const withdraw = () => consents.withdraw({ portalId, contactId, source: 'one-click', at: NOW });
      const server = await scriptedSmtp({ [point]: withdraw });
      onTestFinished(() => server.close());
      expect(await send({}, {}, { smtpUrl: server.url })).toEqual({ outcome: 'refused', reason: 'optedOut' });
      expect(server.said.at(-1)).toBe('DATA');
      await consents.grant(aProof({ at: NOW + 1 }));
      expect(await send()).toEqual({ outcome: 'refused', reason: 'decided' });
    },
  );

  it('[K-01] nothing leaves while nobody can say whether it may, at the beginning or at the last moment', async () => {
    for (const failsAt of [1, 2]) {
      let asked = 0;
      const standing = () =>
        (asked += 1) === failsAt ? Promise.reject(new Error('the database is away')) : Promise.resolve(undefined);
      await expect(send({}, {}, { consents: { standing } })).rejects.toThrow('the database is away');
    }
    expect(received()).toEqual([]);
    expect(await send()).toMatchObject({ outcome: 'sent' });
  });

  it('[K-02] sends one request and one reminder, however often and under whatever key', async () => {
    const first = await send();
    expect(await send()).toEqual(first);
    expect(await send({}, { key: 'somebody else' })).toEqual({ outcome: 'refused', reason: 'alreadySent' });
    await send({}, { kind: 'consentReminder' });
    await send({}, { kind: 'consentReminder' });
    expect(received().map(({ subject }) => subject)).toEqual([
      'Email Marketing Consent form',
      'Reminder: Email Marketing Consent form',
    ]);
  });

  it('[K-02] what was sent stays sent when the person withdraws before the answer was heard', async () => {
    const first = await send();
    await consents.withdraw({ portalId, contactId, source: 'one-click', at: NOW + 1 });
    expect(await send()).toEqual(first);
    expect(received()).toHaveLength(1);
  });

  it('[K-02] of many at once one mail goes out', async () => {
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => send()));
    expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(1);
    expect(received()).toHaveLength(1);
  });
});

describe('mails to contacts that came by import', () => {
  const takenIn = { takenIn: true };
  /** The day before Thanksgiving, 15:00 in New York. At 23:00 there it is Thursday in UTC, and still the same day. */
  const wednesday = Date.UTC(2026, 10, 25, 20);
  const anotherContact = () => (contactId = String((contacts += 1)));

  it('[K-02] have a quota a day; the next ones go on the next business day', async () => {
    for (let sent = 0; sent < 3; sent++) {
      expect(await send(takenIn, { at: wednesday })).toMatchObject({ outcome: 'sent' });
      expect(await send(takenIn, { at: wednesday })).toMatchObject({ outcome: 'sent' });
      anotherContact();
    }
    const later = { outcome: 'later', at: Date.UTC(2026, 10, 27, 14) };
    expect(await send(takenIn, { at: wednesday })).toEqual(later);
    expect(received()).toEqual([]);
    expect(await send({}, { at: wednesday })).toMatchObject({ outcome: 'sent' });
    anotherContact();
    expect(await send(takenIn, { at: Date.UTC(2026, 10, 26, 4) })).toEqual(later);
    expect(await send(takenIn, { at: later.at })).toMatchObject({ outcome: 'sent' });
  });

  it('[K-02] a mail that did not leave takes nothing of the quota', async () => {
    const at = Date.UTC(2026, 11, 1, 15);
    await expect(send(takenIn, { at }, { smtpUrl: 'smtp://127.0.0.1:1' })).rejects.toThrow('did not take the mail');
    expect(await send({ ...takenIn, facts: { ...ann.facts, excluded: true } }, { at })).toMatchObject({
      reason: 'excluded',
    });
    for (let sent = 0; sent < 3; sent++) {
      expect(await send(takenIn, { at })).toMatchObject({ outcome: 'sent' });
      anotherContact();
    }
    expect(await send(takenIn, { at })).toMatchObject({ outcome: 'later' });
  });

  it('[K-02] of many at once no more go than the quota allows', async () => {
    const at = Date.UTC(2026, 11, 2, 15);
    const ids = Array.from({ length: 8 }, () => anotherContact());
    const outcomes = await Promise.allSettled(
      ids.map((id) => send(takenIn, { at, contactId: id, key: `contact-${id}:mail` })),
    );
    const sent = outcomes.filter((one) => one.status === 'fulfilled' && one.value.outcome === 'sent');
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThanOrEqual(3);
  });
});

describe('a mail server that misbehaves', () => {
  const later = { name: 'MailServerUnavailable', retryable: true };

  it('[K-02] greylists: it is tried again and goes out once', async () => {
    await behave('greylist');
    const failure: unknown = await send().catch((error: unknown) => error);
    expect(failure).toMatchObject(later);
    expect(String(failure)).toContain('EENVELOPE RCPT TO 451');
    expect(String(failure)).not.toContain('lakeside');
    expect(await send()).toMatchObject({ outcome: 'sent' });
    theMail();
  });

  it('[K-02] rejects for good: it is not tried again', async () => {
    await behave('reject');
    expect(await send()).toEqual({ outcome: 'refused', reason: 'rejected' });
    await behave('accept');
    expect(await send()).toEqual({ outcome: 'refused', reason: 'rejected' });
    expect(received()).toEqual([]);
  });

  it('[K-02] takes it and hangs up: nobody knows, and no second one ever goes', async () => {
    await behave('cutAfterData');
    expect(await send()).toEqual({ outcome: 'refused', reason: 'unknown' });
    await behave('accept');
    for (let again = 0; again < 3; again++) {
      expect(await send()).toEqual({ outcome: 'refused', reason: 'unknown' });
    }
    theMail();
  });

  it('[K-02] a process that dies while sending leaves an unknown mail, and no second one', async () => {
    const mail = { key: 'dies', portalId, contactId, kind: 'consentRequest', round: 1, messageId: '<x@y>', at: NOW };
    await mails.begin(mail);
    expect(await send({}, { key: 'dies' })).toEqual({ outcome: 'refused', reason: 'unknown' });
    expect(received()).toEqual([]);
  });

  it('[K-02] is away for as long as it likes: the mail goes once when it is back', async () => {
    const away = await startInbox();
    const smtpPort = Number(new URL(away.smtpUrl).port);
    await away.close();
    for (let attempt = 0; attempt < 30; attempt++) {
      await expect(send({}, {}, { smtpUrl: away.smtpUrl })).rejects.toMatchObject(later);
    }
    const back = await startInbox({ smtpPort });
    onTestFinished(() => back.close());
    expect(back.smtpUrl).toBe(away.smtpUrl);
    expect(await send({}, {}, { smtpUrl: back.smtpUrl })).toMatchObject({ outcome: 'sent', at: NOW + 5 });
    await send({}, {}, { smtpUrl: back.smtpUrl });
    expect(back.messages()).toHaveLength(1);
  });

  it('[K-02] the database fails after the mail was taken: it is known to be sent', async () => {
    const failing = { ...mails, end: () => Promise.reject(new Error('the database is away')) };
    expect(await send({}, {}, { mails: failing })).toMatchObject({ outcome: 'sent' });
    theMail();
  });

  it.each<[string, Script]>([
    ['greets with 554', { greeting: '554 go away' }],
    ['greets with 421', { greeting: '421 busy' }],
    ['hangs up at once', { greeting: 'cut' }],
    ['says no mail server greets like this', { greeting: 'HTTP/1.1 400 Bad Request' }],
    ['answers with a line of 5 MB', { greeting: `220 ${'x'.repeat(5_000_000)}` }],
    ['ends before it has begun', { EHLO: '421 closing' }],
    ['does not take our sender', { MAIL: '553 not yours' }],
    ['hangs up at the sender', { MAIL: 'cut' }],
    ['hangs up at the recipient', { RCPT: 'cut' }],
    ['hangs up instead of DATA', { DATA: 'cut' }],
    ['has no room now', { DATA: '452 full' }],
    ['does not take the text now', { text: '451 later' }],
  ])('[K-02] %s: certainly not sent, so it is tried again', async (_, script) => {
    const server = await scriptedSmtp(script);
    onTestFinished(() => server.close());
    await expect(send({}, {}, { smtpUrl: server.url })).rejects.toMatchObject(later);
    expect(await send()).toMatchObject({ outcome: 'sent' });
  });

  it.each<[string, Script, string]>([
    ['knows no such mailbox', { RCPT: '550 no such mailbox' }, 'rejected'],
    ['refuses the text for good', { text: '554 looks like spam' }, 'rejected'],
    ['hangs up after the text', { text: 'cut' }, 'unknown'],
    ['says nonsense after the text', { text: 'what?' }, 'unknown'],
  ])('[K-02] %s: no second attempt', async (_, script, reason) => {
    const server = await scriptedSmtp(script);
    onTestFinished(() => server.close());
    expect(await send({}, {}, { smtpUrl: server.url })).toEqual({ outcome: 'refused', reason });
    expect(await send()).toEqual({ outcome: 'refused', reason });
    expect(received()).toEqual([]);
  });
});

it('[K-01] there is no way round the door: one file knows nodemailer, and only the two doors know that file', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const importing = (what: RegExp) =>
    files.filter((name) =>
      [...readFileSync(join('src', name), 'utf8').matchAll(/(?:from|import\(?)\s*'([^']+)'/g)].some(([, path = '']) =>
        what.test(path),
      ),
    );
  expect(importing(/^nodemailer/)).toEqual([join('mail', 'smtp.ts')]);
  expect(importing(/mail\/smtp\.ts$|^\.\/smtp\.ts$/).filter((name) => !name.startsWith('inbox'))).toEqual([
    join('mail', 'door.ts'),
    join('mail', 'staff-door.ts'),
  ]);
});

function aProof(given: { at: number }) {
  return {
    tokenHash: `proof-${contactId}`,
    portalId,
    contactId,
    round: 1,
    address: 'ann@lakeside.example',
    addressHash: 'hash',
    wordingVersion: '1',
    source: 'consent page',
    ip: '192.0.2.7',
    userAgent: 'test',
    ...given,
  };
}
