/** What a deal tells its contacts, and how a company keeps one open deal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import { newDeal } from '../../src/domain/deal/state.ts';
import { DealInMemory } from '../support/deals.ts';
import { noDuties } from '../../src/domain/deal/duty-state.ts';
import { DealWithDuties } from '../support/deal-duties.ts';

const DAY = 86_400_000;
const KEY = 'sop_open_deal_key';

const ofCompany = (company = '900', contacts = ['11', '12']) => {
  const deal = new DealInMemory();
  deal.circle = { companies: [company], contacts };
  return deal;
};
const wins = (deal: DealInMemory) =>
  deal.fillExit('sql').fillExit('engaged').fillExit('proposal').fillExit('partner_of_choice').deliver();
const loses = (deal: DealInMemory) =>
  deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'x').deliver();
const tells = (deal: DealInMemory) => deal.news.flatMap((one) => (one.do === 'tellContacts' ? [one] : []));
const told = (deal: DealInMemory) => tells(deal).filter(({ opened }) => opened !== true);
/** Companies of whose contacts those are told who join an open deal. */
const opened = (deal: DealInMemory) =>
  tells(deal).flatMap((one) => (one.opened === true ? [one.circle.companies] : []));
const kinds = (deal: DealInMemory) => told(deal).map(({ key }) => key.split(':')[1]);
const checks = (deal: DealInMemory) => deal.news.flatMap((one) => (one.do === 'checkTwins' ? [one] : []));
const vanish = (deal: DealInMemory) => {
  deal.present = false;
  deal.tell({ type: 'events', events: [{ kind: 'deleted', key: 'd', occurredAt: deal.now, by: 'person:7' }] });
};
const withCompany = (deal: DealInMemory, id: string, removed = false) => {
  const event = { kind: 'association', association: 'DEAL_TO_COMPANY', otherId: id, removed } as const;
  deal.tell({ type: 'events', events: [{ ...event, key: `a${id}${removed}`, occurredAt: deal.now, by: 'person:7' }] });
};

describe('contacts hear', () => {
  it('[C-12] once that their deal was won', () => {
    const deal = wins(ofCompany());
    deal.wake().wake();
    expect(kinds(deal)).toEqual(['won']);
    expect(told(deal)[0]).toMatchObject({ gone: false, circle: { companies: ['900'], contacts: ['11', '12'] } });
  });

  it('[C-17] [C-18] [D-21] once that it was lost, and that it was opened again', () => {
    const deal = loses(ofCompany());
    deal.wake().moveTo('sql').deliver().wake();
    expect(kinds(deal)).toEqual(['lost', 'open']);
  });

  it('[R-10] that it was deleted, whose contacts HubSpot no longer tells, and that it was restored', () => {
    const deal = ofCompany().deliver();
    vanish(deal);
    deal.wake();
    expect(told(deal)).toMatchObject([{ gone: true, circle: { contacts: ['11', '12'] } }]);
    deal.present = true;
    deal.tell({ type: 'events', events: [{ kind: 'restored', key: 'r', occurredAt: deal.now, by: 'person:7' }] });
    expect(kinds(deal)).toEqual(['gone', 'open']);
  });

  it('[R-10] a contact that came to the deal after it was read is among them, one that left is not', () => {
    const deal = ofCompany().deliver();
    const link = { kind: 'association', association: 'CONTACT_TO_DEAL', occurredAt: deal.now, by: 'person:7' } as const;
    deal.tell({
      type: 'events',
      events: [
        { ...link, key: 'a1', otherId: '13', removed: false },
        { ...link, key: 'a2', otherId: '11', removed: true },
      ],
    });
    vanish(deal);
    expect(told(deal)[0]?.circle.contacts).toEqual(['12', '13']);
  });

  it('[C-12] that a won deal got another company, whose contacts are customers now', () => {
    const deal = wins(ofCompany());
    deal.circle = { companies: ['900', '901'], contacts: ['11'] };
    withCompany(deal, '901');
    expect(told(deal).map(({ circle }) => circle.companies)).toEqual([['900'], ['900', '901']]);
  });

  it('[R-04] what HubSpot refused to let them hear is owed, and told at the next reading; of a deleted deal too', () => {
    const lost = loses(ofCompany());
    const deleted = ofCompany().deliver();
    vanish(deleted);
    for (const deal of [lost, deleted]) {
      const [owed] = told(deal);
      deal.tell({ type: 'refused', reason: 'auth', ...(owed === undefined ? {} : { owed }) });
      deal.wake().wake();
      expect(told(deal)).toEqual([owed, owed]);
    }
  });

  it('[C-15] once that a deal opened for their company, and again when it gets another one', () => {
    const deal = ofCompany().deliver();
    deal.wake().fillExit('sql').deliver().wake();
    expect([opened(deal), kinds(deal)]).toEqual([[['900']], []]);
    deal.circle = { companies: ['901'], contacts: ['11'] };
    withCompany(deal, '901');
    deal.wake();
    expect(opened(deal)).toEqual([['900'], ['901']]);
  });

  it('[C-15] nothing of one that opens for no company, is lost at once, or opens again, which all hear', () => {
    const lonely = new DealInMemory();
    lonely.circle = { companies: [], contacts: ['11'] };
    expect(opened(lonely.deliver())).toEqual([]);
    const lost = loses(ofCompany());
    expect(opened(lost)).toEqual([]);
    lost.moveTo('sql').deliver();
    expect([opened(lost), kinds(lost)]).toEqual([[], ['lost', 'open']]);
  });

  it('nothing while the deal moves among open stages, is put back, or waits to be put back from won', () => {
    const deal = ofCompany().fillExit('sql').deliver().moveTo('closed_won').deliver();
    expect(kinds(deal)).toEqual([]);
    deal.pass(16 * 60_000).wake();
    expect(deal.stage).toBe('engaged');
    expect(kinds(deal)).toEqual([]);
  });

  it('nothing of a deal that was closed long before it was first seen, but of one that was opened while nobody listened', () => {
    const old = ofCompany().moveTo('closed_lost');
    old
      .set('deal_lost_reason_category', 'budget')
      .set('deal_lost_reason_details', 'x')
      .pass(100 * DAY)
      .deliver();
    expect(kinds(old)).toEqual([]);
    const reopened = loses(ofCompany());
    reopened.state = { ...newDeal('501'), seq: reopened.state.seq };
    reopened.moveTo('sql').deliver();
    expect(kinds(reopened)).toEqual(['lost', 'open']);
  });

  it('nothing where the policy has no rules for contacts', () => {
    const deal = new DealInMemory(smallPolicy);
    deal.circle = { companies: ['900'], contacts: ['11'] };
    deal.deliver();
    vanish(deal);
    expect(deal.news).toEqual([]);
  });

  it('[R-03] in any order of moves: a kind is told when it is another than the one before', () => {
    const stages = defaultPolicy.pipelines[0]?.stages.map(({ key }) => key) ?? [];
    fc.assert(
      fc.property(fc.array(fc.nat(stages.length - 1), { maxLength: 12 }), (moves) => {
        const deal = wins(ofCompany());
        deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'x').deliver();
        for (const move of moves) {
          deal.moveTo(stages[move] ?? 'sql').deliver();
          deal.pass(16 * 60_000).wake();
        }
        const heard = kinds(deal);
        expect(heard.filter((kind, n) => kind === heard[n - 1])).toEqual([]);
        expect(new Set(told(deal).map(({ key }) => key)).size).toBe(heard.length);
      }),
    );
  });
});

describe('the one open deal of a company', () => {
  it('[C-10] is looked for when the deal is first seen open, once', () => {
    const deal = ofCompany().deliver();
    deal.fillExit('sql').deliver().wake();
    expect(checks(deal)).toMatchObject([{ companies: ['900'], company: '900' }]);
    expect(deal.state.twins).toEqual({ company: '900', others: [] });
    expect(deal.state.values?.[KEY]?.value).toBe('*');
  });

  it('[C-10] and again when its company changes or it is reopened, not otherwise', () => {
    const deal = ofCompany().deliver();
    withCompany(deal, '900'); // what was read already
    expect(deal.reads).toBe(1);
    deal.circle = { companies: ['901', '900'], contacts: [] };
    withCompany(deal, '901');
    loses(deal).moveTo('sql').deliver();
    expect(checks(deal).map(({ company }) => company)).toEqual(['900', '901', '901']);
  });

  it('[C-10] a second one is recorded; when this one closes the other is looked at again, so that it loses its flag', () => {
    const deal = ofCompany();
    deal.twins = { '900': ['777'] };
    deal.deliver();
    expect(deal.journal.filter(({ kind }) => kind === 'twin')).toMatchObject([
      { clause: 'C-10', evidence: [{ id: '501' }, { object: 'deal', id: '777' }] },
    ]);
    loses(deal);
    expect(checks(deal).at(-1)).toEqual({ do: 'checkTwins', companies: ['900'], asked: ['777'] });
    expect(deal.journal.at(-1)).toMatchObject({ kind: 'twinOver', evidence: [{ id: '501' }, { id: '777' }] });
  });

  it('[C-10] [R-10] a merge of its company makes it the open deal of the company that goes on', () => {
    const deal = ofCompany().deliver();
    deal.circle = { ...deal.circle, companies: ['901'] };
    const merged = { kind: 'related', object: 'company', otherId: '901' } as const;
    deal.deliver([{ ...merged, key: 'merge', occurredAt: deal.now, by: 'person:7' }]);
    expect(checks(deal).at(-1)).toMatchObject({ do: 'checkTwins', company: '901' });
  });

  it('[R-10] the tasks of a deal that was merged are over, because the one that goes on asks for its own', () => {
    const deal = new DealWithDuties().set('hubspot_owner_id', '77').work();
    const tasks = ['nextAction:empty:1'];
    deal.state = { ...deal.state, duties: { ...(deal.state.duties ?? noDuties), tasks } };
    deal.tell({ type: 'absent', into: '502' });
    expect(deal.ended).toEqual(tasks);
    expect(deal.state.duties?.tasks).toEqual([]);
    const deleted = new DealWithDuties().set('hubspot_owner_id', '77').work();
    deleted.state = { ...deleted.state, duties: { ...(deleted.state.duties ?? noDuties), tasks } };
    deleted.tell({ type: 'absent' });
    expect(deleted.ended).toEqual([]);
  });

  it('[C-10] [R-10] so it is when this one is deleted, or was flagged by the other one', () => {
    const deleted = ofCompany();
    deleted.twins = { '900': ['777'] };
    vanish(deleted.deliver());
    const flagged = ofCompany().deliver().set('sop_second_open_deal', '777', 'us').deliver();
    loses(flagged);
    expect(checks(deleted).at(-1)).toEqual({ do: 'checkTwins', companies: ['900'], asked: ['777'] });
    expect(checks(flagged).at(-1)).toEqual({ do: 'checkTwins', companies: ['900'] });
  });

  it('[C-10] gives the key back with the write that closes it, won or lost, and in no other write', () => {
    const lost = ofCompany().set(KEY, 'company:900:new_business', 'us').deliver();
    lost.fillExit('sql').deliver();
    expect(lost.gaveBack).toBe(0);
    expect(loses(lost).gaveBack).toBe(1);
    const won = wins(ofCompany().set(KEY, 'company:900:new_business', 'us').deliver());
    expect(won.gaveBack).toBe(1);
    expect(won.values[KEY]?.value).toBe('');
  });

  it('[C-10] keeps the key while it waits to be put back, and gives it back when it leaves the pipeline', () => {
    const deal = ofCompany().set(KEY, 'company:900:new_business', 'us').deliver();
    deal.moveTo('closed_won').deliver();
    expect(deal.gaveBack).toBe(0);
    deal.pass(16 * 60_000).wake();
    expect(checks(deal)).toHaveLength(1);
    deal.moveToPipeline('expansion', 'sql').deliver();
    expect(deal.gaveBack).toBe(1);
  });

  it('[C-10] is no matter of other pipelines, nor of deals without a company', () => {
    const expansion = new DealInMemory(defaultPolicy, 'expansion');
    expansion.circle = { companies: ['900'], contacts: [] };
    expect(checks(expansion.deliver())).toEqual([]);
    expect(checks(new DealInMemory().deliver())).toEqual([]);
  });
});
