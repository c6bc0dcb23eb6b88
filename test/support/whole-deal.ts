/** A deal with everything around it, as reps fill it in stage by stage, under the shipped policy. */
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { findProperty } from '../../src/domain/policy/lookup.ts';
import type { Criterion } from '../../src/domain/policy/types.ts';
import type { People } from '../../src/starters/people.ts';
import { sampleValue } from './deals.ts';

export interface WholeDeal {
  id: string;
  companyId: string;
  contactId: string;
}

type Rep = { id: string };

export async function aWholeDeal(people: People, rep: Rep, name: string): Promise<WholeDeal> {
  const companyId = await people.create(rep, 'companies', { name });
  const contactId = await people.create(rep, 'contacts', {
    email: `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.com`,
    firstname: 'Canary',
    lastname: name,
  });
  const id = await people.createDeal(rep, { name, pipeline: 'new_business', stage: 'sql' });
  await people.associate(rep, 'deals', id, 'companies', companyId);
  await people.associate(rep, 'deals', id, 'contacts', contactId);
  return { id, companyId, contactId };
}

/** What a stage's exit asks for, as values of one kind of record. */
export function valuesFor(stage: string, object: 'deal' | 'company' | 'contact'): Record<string, string> {
  const exit = defaultPolicy.pipelines[0]?.stages.find(({ key }) => key === stage)?.exit ?? [];
  const wanted = exit.filter(
    (one): one is Extract<Criterion, { property: string }> => 'object' in one && one.object === object,
  );
  return Object.fromEntries(
    wanted
      .filter(({ property }) => !['hubspot_owner_id', 'name'].includes(property))
      .map((one) => {
        const type = findProperty(defaultPolicy, object, one.property)?.type;
        const value =
          type === 'text' || type === 'longText' ? `Canary ${one.property}` : sampleValue(defaultPolicy, one);
        return [one.property, value];
      }),
  );
}

/** Fills in what a deal needs to leave a stage: on the deal, its company, its contact, by a note and by files. */
export async function completeStage(people: People, rep: Rep, deal: WholeDeal, stage: string): Promise<void> {
  const company = valuesFor(stage, 'company');
  const contact = valuesFor(stage, 'contact');
  if (Object.keys(company).length > 0) await people.change(rep, 'companies', deal.companyId, company);
  if (Object.keys(contact).length > 0) await people.change(rep, 'contacts', deal.contactId, contact);
  if (stage === 'engaged') await people.writeNote(rep, deal.id, 'Next: demo with the billing lead on Tuesday.');
  if (stage === 'partner_of_choice') {
    const { name } = await people.see('companies', deal.companyId, ['name']);
    await people.writeNote(rep, deal.id, 'Signed.', ['Agreement.pdf', `${name}_calculator.xlsx`]);
  }
  await people.changeDeal(rep, deal.id, valuesFor(stage, 'deal'));
}
