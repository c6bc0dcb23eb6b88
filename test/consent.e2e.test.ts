/** From the request by real SMTP over the hosted page to HubSpot's subscription status, and back by a withdrawal (K). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsentScene, header, linkIn, submit } from './support/consent-scene.ts';
import { waitFor } from './support/stack.ts';

const DAY = 86_400_000;
const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' };

let scene: ConsentScene;
beforeAll(async () => {
  scene = await ConsentScene.start();
});
afterAll(() => scene.close());

const status = (id: string) => scene.see(id, 'sop_consent_status');
async function becomes(id: string, wanted: string): Promise<void> {
  await waitFor(`contact ${id} to be ${wanted}`, async () => (await status(id)) === wanted);
  await scene.stack.world.settle();
}
const page = async (answer: Response) => ({ status: answer.status, text: await answer.text() });

/** Somebody new who has got the request. */
async function asked(email: string, properties: Record<string, string> = {}) {
  const id = await scene.create(email, properties);
  await scene.toBusinessHours();
  await becomes(id, 'requested');
  return { id, mail: scene.mailTo(email) };
}

describe('the consent request', () => {
  const email = 'wilma@example.com';
  let id: string;

  it('[K-02] [K-07] goes out by itself in business hours, once, with both parts and every header', async () => {
    const owner = { hubspot_owner_id: scene.rep.id, firstname: 'Wilma <b>' };
    const one = await asked(email, owner);
    id = one.id;
    const { mail } = one;
    expect(scene.mailsTo(email)).toHaveLength(1);
    expect(mail.subject).toContain('Email Marketing Consent form');
    expect(mail.text).toContain('Wilma');
    expect(mail.html).toContain('Wilma &lt;b&gt;');
    expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@/);
    expect(header(mail, 'reply-to')).toContain('ruth.amado@healthprime.example');
    expect(header(mail, 'list-unsubscribe')).toBe(`<${linkIn(mail, 'unsubscribe')}>`);
    expect(header(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(await scene.kinds(id)).toContain('consentAsked');

    const logged = await scene.seeOn(id, 'emails', ['hs_email_subject', 'hs_email_text', 'hubspot_owner_id']);
    expect(logged).toMatchObject([{ hs_email_subject: mail.subject, hubspot_owner_id: scene.rep.id }]);
    expect(logged[0]?.['hs_email_text']).not.toContain('/consent/');
  });

  it('[K-03] opening its link changes nothing, by GET or HEAD; another address changes nothing either', async () => {
    const mail = scene.mailTo(email);
    const link = linkIn(mail, 'consent');
    const before = await scene.kinds(id);
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200);
    for (const method of ['GET', 'HEAD']) await fetch(linkIn(mail, 'unsubscribe'), { method });
    await submit(link, { email: 'somebody.else@example.com' });
    await scene.stack.world.settle();
    expect(await status(id)).toBe('requested');
    expect(await scene.kinds(id)).toEqual(before);
    expect((await scene.subscription(email))?.status).toBe('NOT_SPECIFIED');
  });

  it('[K-03] [K-04] submitting the address is consent, in HubSpot with legal basis and proof, and in the journal', async () => {
    const link = linkIn(scene.mailTo(email), 'consent');
    expect((await submit(link, { email: 'Wilma@Example.com' })).status).toBe(200);
    await becomes(id, 'granted');

    const granted = (await scene.journal(id)).find(({ kind }) => kind === 'consentGranted');
    expect(granted).toMatchObject({ by: 'contact', clause: 'K-03', evidence: [{ object: 'consent' }] });
    const proof = granted?.evidence[0]?.id ?? '';
    expect(proof).not.toBe('');
    const inHubSpot = await scene.subscription(email);
    expect(inHubSpot).toMatchObject({ status: 'SUBSCRIBED', legalBasis: 'CONSENT_WITH_NOTICE' });
    expect(inHubSpot?.legalBasisExplanation).toContain(proof);
  });

  it('[K-05] the used link shows the page of any link that leads nowhere', async () => {
    const link = linkIn(scene.mailTo(email), 'consent');
    const forged = `${link.slice(0, -4)}AAAA`;
    const used = await page(await fetch(link));
    expect(used).toEqual(await page(await fetch(forged)));
    expect(await page(await submit(link, { email }))).toEqual(used);
    expect(used.text).not.toContain(email);
  });

  it('[K-01] [K-02] nothing more is ever sent by itself: one request, no reminder after consent', async () => {
    await scene.stack.world.advanceTo(scene.stack.world.now() + 40 * DAY);
    expect(scene.mailsTo(email)).toHaveLength(1);
    expect(await scene.seeOn(id, 'emails', [])).toHaveLength(1);
  });
});

describe('a withdrawal', () => {
  let silent: string;
  let leaver: string;
  let optedOut: string;
  let early: string;
  const answers: number[] = [];
  /** What the record said when the withdrawal had come through. */
  let said: Record<string, string | null>;
  beforeAll(async () => {
    const { world, people } = scene.stack;
    await world.advanceTo(nightAfter(world.now()));
    early = await scene.create('early@example.com');
    await world.settle();
    await scene.change(early, { do_not_contact: 'yes' });

    silent = (await asked('silent@example.com')).id;
    const one = await asked('leaver@example.com');
    leaver = one.id;
    optedOut = (await asked('opted.out@example.com', { lifecyclestage: scene.stageId('mql') })).id;
    const url = header(one.mail, 'list-unsubscribe').slice(1, -1);
    for (let times = 1; times <= 2; times += 1) answers.push((await submit(url, ONE_CLICK)).status);
    const all = '/communication-preferences/2026-03/statuses/opted.out%40example.com/unsubscribe-all?channel=EMAIL';
    await people.call(scene.rep, 'POST', all);
    await becomes(leaver, 'withdrawn');
    await becomes(optedOut, 'withdrawn');
    said = { stage: await scene.see(optedOut, 'lifecyclestage') };
    // Past the day of the reminder.
    await world.advanceTo(world.now() + 40 * DAY);
  }, 120_000);

  it('[K-02] is missing: the silent one gets one reminder, each mail logged once', async () => {
    const [request, reminder, ...more] = scene.mailsTo('silent@example.com');
    expect(more).toEqual([]);
    expect(reminder?.messageId).not.toBe(request?.messageId);
    expect(await status(silent)).toBe('reminded');
    const kinds = (await scene.kinds(silent)).filter((kind) => kind.startsWith('consent'));
    expect(kinds).toEqual(['consentAsked', 'consentReminded']);
    expect(await scene.seeOn(silent, 'emails', [])).toHaveLength(2);
  });

  it('[K-06] by one click beats the reminder that was waiting, and reaches HubSpot', async () => {
    expect(answers).toEqual([200, 200]); // as often as one likes
    expect(scene.mailsTo('leaver@example.com')).toHaveLength(1);
    expect((await scene.subscription('leaver@example.com'))?.status).toBe('UNSUBSCRIBED');
    expect((await scene.kinds(leaver)).filter((kind) => kind === 'consentWithdrawn')).toHaveLength(1);
  });

  it('[K-06] [C-16] by an opt-out in HubSpot recycles an MQL, with no further mail', async () => {
    expect(scene.mailsTo('opted.out@example.com')).toHaveLength(1);
    expect(said).toEqual({ stage: scene.stageId('recycled') });
    expect(await scene.kinds(optedOut)).toEqual(expect.arrayContaining(['consentWithdrawn', 'recycled']));
  });

  it('[K-02] nobody is asked who said "do not contact" before the request was due', async () => {
    expect(scene.mailsTo('early@example.com')).toEqual([]);
    expect(await scene.kinds(early)).not.toContain('consentAsked');
  });
});

/** Four in the morning UTC is night all over America. */
function nightAfter(instant: number): number {
  return Math.ceil(instant / DAY) * DAY + 4 * 3_600_000;
}
