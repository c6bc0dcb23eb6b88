/** A deal on its way to the signature: what a rep provides in each stage, and the next stage, which comes by itself. */
import { practice } from './records.ts';
import { PIPELINE, type Scene } from './scene.ts';

/** Somebody's deal with its company and the person who decides there. */
export interface Sale {
  id: string;
  name: string;
  /** Key of the policy. */
  pipeline: string;
  rep: { id: string; name: string };
  company: string;
  contact: string;
}

interface Prospect {
  name: string;
  person: { firstname: string; lastname: string; email: string };
  pipeline?: string;
}

/** A company and its deal in the first stage. */
export async function openDeal(
  { people }: Scene,
  rep: { id: string },
  { name, pipeline = PIPELINE }: Pick<Prospect, 'name' | 'pipeline'>,
  properties: Record<string, string> = {},
): Promise<{ id: string; company: string }> {
  const company = await people.create(rep, 'companies', { name, hubspot_owner_id: rep.id });
  const id = await people.createDeal(rep, { name, pipeline, stage: 'sql', properties });
  await people.associate(rep, 'deals', id, 'companies', company);
  return { id, company };
}

/** The same with the person who decides, and nothing filled in. */
export async function openSale(scene: Scene, rep: Sale['rep'], prospect: Prospect): Promise<Sale> {
  const { people } = scene;
  const { name, person, pipeline = PIPELINE } = prospect;
  const { id, company } = await openDeal(scene, rep, prospect);
  const contact = await people.create(rep, 'contacts', { ...person });
  await people.associate(rep, 'contacts', contact, 'companies', company);
  await people.associate(rep, 'deals', id, 'contacts', contact);
  await scene.until(id, 'the deal says what is missing', (seen) => seen[scene.missing]);
  return { id, name, pipeline, rep, company, contact };
}

/** D-02. */
export async function engage(scene: Scene, { id, rep, pipeline }: Sale): Promise<void> {
  await scene.people.changeDeal(rep, id, { ...practice.sql });
  await scene.untilStage(id, 'engaged', pipeline);
}

/** D-04. */
export async function propose(scene: Scene, { id, rep, contact, pipeline }: Sale): Promise<void> {
  const { people } = scene;
  await people.change(rep, 'contacts', contact, { ...practice.providers });
  await people.writeNote(rep, id, practice.nextSteps);
  await people.changeDeal(rep, id, { ...practice.engaged });
  await scene.untilStage(id, 'proposal', pipeline);
}

/** D-06 with the S&OP; what this deal has of its own comes last. */
export async function provide(
  { people }: Scene,
  { id, rep, company }: Sale,
  own: Record<string, string> = {},
): Promise<void> {
  await people.change(rep, 'companies', company, { ...practice.company });
  await people.changeDeal(rep, id, { ...practice.proposal, ...own });
}

/** D-12. */
export async function sign(scene: Scene, { id, name, rep, pipeline }: Sale): Promise<void> {
  const { people } = scene;
  await people.writeNote(rep, id, 'Signed today, see the files.', ['Agreement signed.pdf', `${name}_Calculator.xlsx`]);
  await people.changeDeal(rep, id, { ...practice.partnerOfChoice });
  await scene.untilStage(id, 'closed_won', pipeline);
}
