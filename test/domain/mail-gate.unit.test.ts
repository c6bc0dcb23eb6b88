import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSENT_MAILS, type MailFacts, mailRefusal } from '../../src/domain/mail-gate.ts';

const open: MailFacts = {
  address: 'one',
  excluded: false,
  bounced: false,
  optedOut: false,
  subscribed: false,
  decided: undefined,
};

const anyFacts = fc.record<MailFacts>({
  address: fc.constantFrom('one', 'none', 'bad'),
  excluded: fc.boolean(),
  bounced: fc.boolean(),
  optedOut: fc.boolean(),
  subscribed: fc.boolean(),
  decided: fc.constantFrom('granted', 'withdrawn', undefined),
});
const anyKind = fc.constantFrom(...CONSENT_MAILS, 'newsletter', '', 'consentrequest');

describe('the gate', () => {
  it.each(CONSENT_MAILS)('[K-01] lets a %s through to whom nothing is known against', (kind) => {
    expect(mailRefusal(kind, open)).toBeUndefined();
  });

  it('[K-01] lets no other mail through without consent', () => {
    fc.assert(
      fc.property(anyFacts, fc.string(), (facts, kind) => {
        fc.pre(!CONSENT_MAILS.some((one) => one === kind) && !facts.subscribed && facts.decided !== 'granted');
        expect(mailRefusal(kind, facts)).toBeDefined();
      }),
    );
    expect(mailRefusal('newsletter', open)).toBe('noConsent');
    expect(mailRefusal('newsletter', { ...open, decided: 'granted' })).toBeUndefined();
    expect(mailRefusal('newsletter', { ...open, subscribed: true })).toBeUndefined();
  });

  it('[K-06] [C-13] lets nothing through after an opt-out or a withdrawal, to an excluded contact or a dead address', () => {
    fc.assert(
      fc.property(anyFacts, anyKind, (facts, kind) => {
        const { address, excluded, bounced, optedOut, decided } = facts;
        fc.pre(address !== 'one' || excluded || bounced || optedOut || decided === 'withdrawn');
        expect(mailRefusal(kind, facts)).toBeDefined();
      }),
    );
  });

  it.each([
    [{ optedOut: true }, 'optedOut'],
    [{ decided: 'withdrawn' }, 'optedOut'],
    [{ decided: 'withdrawn', subscribed: true }, 'optedOut'],
    [{ excluded: true }, 'excluded'],
    [{ address: 'none' }, 'noAddress'],
    [{ address: 'bad' }, 'badAddress'],
    [{ bounced: true }, 'bounced'],
    [{ decided: 'granted' }, 'decided'],
    [{ subscribed: true }, 'decided'],
    [{ optedOut: true, excluded: true, address: 'none', bounced: true, decided: 'granted' }, 'optedOut'],
  ] as const)('[K-02] of a request to %j says %s', (given, reason) => {
    expect(mailRefusal('consentRequest', { ...open, ...given })).toBe(reason);
  });
});
