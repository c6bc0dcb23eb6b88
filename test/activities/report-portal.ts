/** A portal with one deal, and a database that collects of it what a growth report wants. */
import { collectReportFacts } from '../../src/activities/report-facts.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { applyPortal } from '../../src/hubspot/setup.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import type { GrowthReport } from '../../src/reports/growth-report.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { People } from '../../src/starters/people.ts';
import { startPortal } from '../hubspot/portal.ts';
import { openDesk, PORTAL } from '../reports/support/desk.ts';

export type ReportPortal = Awaited<ReturnType<typeof startReportPortal>>;

export const iso = (at: number) => new Date(at).toISOString();

export async function startReportPortal() {
  const [portal, database] = await Promise.all([startPortal(), serveEmbedded()]);
  const desk = await openDesk(database.url);
  const { hubspot, sandbox } = portal;
  await applyPortal(hubspot, defaultPolicy, () => undefined);
  const { clientSecret, ...defaults } = sandboxDefaults;
  const config = { ...defaults, baseUrl: sandbox.url, clientSecrets: [clientSecret], callsPerTenSeconds: 1000 };
  const people = await People.of({ hubspot: config }, defaultPolicy);
  const rep = people.owner('ruth.amado@healthprime.example');
  const now = () => sandbox.clock.now();
  const pass = (hours: number) => sandbox.clock.moveTo(now() + hours * 3_600_000);
  const dealId = await people.createDeal(rep, {
    name: 'Oakdale Clinic',
    pipeline: 'new_business',
    stage: 'proposal',
    properties: {
      arr_at_signing: '1000',
      hp_products: 'rcm;coding',
      next_action: 'Call Dr. Quill',
      next_action_owner: rep.id,
      closedate: '2027-01-31',
    },
  });
  const contactId = await people.create(rep, 'contacts', {
    email: 'quill@clinic.example',
    lead_rejection_reason: 'Too small',
  });
  const companyId = await people.create(rep, 'companies', { name: 'Oakdale' });
  await people.associate(rep, 'deals', dealId, 'companies', companyId);
  await people.associate(rep, 'deals', dealId, 'contacts', contactId);
  await people.writeNote(rep, dealId, 'They will decide in January.');
  pass(1);
  await desk.decide('deal', dealId, [{ kind: 'started', at: iso(now()), to: 'new_business.proposal' }]);
  return {
    hubspot,
    databaseUrl: database.url,
    desk,
    people,
    rep,
    dealId,
    contactId,
    now,
    /** So many hours. */
    pass,
    collect(policy: Policy = defaultPolicy): Promise<void> {
      const { facts, registers } = desk;
      return collectReportFacts({ hubspot, facts, registers, policy, portalId: PORTAL }, now());
    },
    reportNow: () => desk.report(iso(now())),
    /** The deal's row. */
    rowOf(report: GrowthReport) {
      const row = report.opportunities.flatMap(({ rows }) => rows).find((one) => one.dealId === dealId);
      if (row === undefined) throw new Error('the deal is not in the report');
      return row;
    },
    async close() {
      await desk.close();
      await Promise.all([portal.close(), database.close()]);
    },
  };
}
