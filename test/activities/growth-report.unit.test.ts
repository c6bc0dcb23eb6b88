/** Mailing the growth report when the mail server fails half-way. */
import { describe, expect, it } from 'vitest';
import { createCollectReportActivities, createMailReportActivities } from '../../src/activities/growth-report.ts';
import { HubSpotError } from '../../src/hubspot/error.ts';
import type { StaffMail } from '../../src/mail/staff-door.ts';

const AS_OF = Date.parse('2026-11-16T12:00:00Z');
const frozen = { portalId: '4711', asOf: AS_OF, version: 1 };

function mailing(outcomeOf: (mail: StaffMail) => 'sent' | 'refused') {
  const tried: StaffMail[] = [];
  const read: { asOf: number; version: number }[] = [];
  const activities = createMailReportActivities({
    maker: {
      collect: async () => {},
      freeze: async () => ({ version: 1 }),
      mailOf: async (asOf, version) => {
        read.push({ asOf, version });
        return () => ({ subject: '', text: '', html: '' });
      },
    },
    readers: async () => ['101', '102', '103'],
    toStaff: async (mail) => {
      tried.push(mail);
      const outcome = outcomeOf(mail);
      return outcome === 'sent' ? { outcome, at: AS_OF } : { outcome, reason: 'gone' };
    },
  });
  return { ...activities, tried, read };
}

describe('mailing the growth report', () => {
  it('[G-13] tries it again from the start, with the same key for the same reader, so that the door knows who has it', async () => {
    let isDown = true;
    const { mailReport, tried, read } = mailing(({ to }) => {
      if (to === '102' && isDown) throw new Error('the mail server is down');
      return 'sent';
    });
    await expect(mailReport(frozen)).rejects.toThrow('unexpected Error');
    isDown = false;
    expect(await mailReport(frozen)).toEqual({ sent: 3, refused: 0 });
    expect(tried.map(({ to }) => to)).toEqual(['101', '102', '101', '102', '103']);
    expect(new Set(tried.map(({ key }) => key)).size).toBe(3);
    expect(tried.every(({ at }) => at === AS_OF)).toBe(true);
    expect(read).toEqual([frozen, frozen].map(({ asOf, version }) => ({ asOf, version })));
  });

  it('[G-13] goes to the others when one reader cannot be reached, and a correction goes to all once more', async () => {
    const { mailReport, tried } = mailing(({ to }) => (to === '101' ? 'refused' : 'sent'));
    expect(await mailReport(frozen)).toEqual({ sent: 2, refused: 1 });
    await mailReport({ ...frozen, version: 2 });
    expect(new Set(tried.map(({ key }) => key)).size).toBe(6);
  });
});

describe('a token that HubSpot does not accept', () => {
  it('[G-01] [R-04] lets the report wait for a person, and not fail for the week', async () => {
    const refused = async () => {
      throw new HubSpotError({ operation: 'owners', kind: 'auth', mayHaveHappened: false });
    };
    const maker = {
      collect: refused,
      freeze: async () => ({ version: 1 }),
      mailOf: async () => () => ({ subject: '', text: '', html: '' }),
    };
    const toStaff = async () => ({ outcome: 'sent' as const, at: AS_OF });
    const waits = { type: 'auth', nonRetryable: false, nextRetryDelay: 300_000 };
    await expect(createCollectReportActivities({ maker }).collectForReport({ now: AS_OF })).rejects.toMatchObject(
      waits,
    );
    const { mailReport } = createMailReportActivities({ maker, readers: refused, toStaff });
    await expect(mailReport(frozen)).rejects.toMatchObject(waits);
    const { mailReport: second } = createMailReportActivities({
      maker,
      readers: async () => ['101'],
      toStaff: refused,
    });
    await expect(second(frozen)).rejects.toMatchObject(waits);
  });
});
