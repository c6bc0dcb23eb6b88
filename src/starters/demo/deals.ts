/** Acts 1 to 5: what reps do with deals in HubSpot, through its API, and what they then see there. */
import { practice } from './records.ts';
import { PIPELINE, quote, type Scene } from './scene.ts';

/** A deal of the story and how it has to end. */
export interface StoryDeal {
  id: string;
  name: string;
  endsIn: string;
  /** How often the engine moved it, there and back. */
  moves: number;
  /** Notes that must stand on it: one for each stay in a stage with something missing, one for a put-back, and the rep's own. */
  notes: number;
  /** Onboarding tickets that must hang on it. */
  tickets: number;
}

const MINUTE_MS = 60_000;

export async function twoFieldsAreMissing(scene: Scene): Promise<StoryDeal> {
  const { people, say } = scene;
  const ruth = people.owner('ruth.amado@healthprime.example');
  const name = 'Alder Family Practice';
  say(`1. ${ruth.name} creates the deal "${name}" in Sales Qualified Lead and fills in nothing else.`);
  const id = await people.createDeal(ruth, { name, pipeline: PIPELINE, stage: 'sql' });
  const missing = await scene.until(id, 'the deal says what is missing', (seen) => seen[scene.missing]);
  say(`   On the deal she reads, and finds in a note:\n${quote(missing)}`);
  await people.changeDeal(ruth, id, { enterprise_deal_status: 'no' });
  say('   She answers Enterprise Deal Status. One is left:');
  const left = await scene.until(id, 'one is left', (seen) => {
    const text = seen[scene.missing] ?? '';
    return text.includes('HP Product(s)') && !text.includes('Enterprise') ? text : undefined;
  });
  say(quote(left.split('\nAlso')[0] ?? ''));
  await people.changeDeal(ruth, id, { hp_products: 'rcm;credentialing' });
  await scene.untilStage(id, 'engaged');
  say('   She picks the products, and the deal moves to Engaged by itself.\n');
  return { id, name, endsIn: 'engaged', moves: 1, notes: 2, tickets: 0 };
}

export async function lostFromTheFirstStage(scene: Scene): Promise<StoryDeal> {
  const { people, say } = scene;
  const glen = people.owner('glen.foster@healthprime.example');
  const name = 'Birch Cardiology Group';
  say(`2. ${glen.name} works on "${name}". They tell him there is no budget this year.`);
  const id = await people.createDeal(glen, { name, pipeline: PIPELINE, stage: 'sql' });
  await scene.until(id, 'the deal says what is missing', (seen) => seen[scene.missing]);
  await people.changeDeal(glen, id, { deal_lost_reason_category: 'budget' });
  await people.changeDeal(glen, id, { deal_lost_reason_details: 'The board moved all new spending to next year.' });
  await scene.untilStage(id, 'closed_lost');
  say('   He fills in Deal Lost Reason Category and Details; the deal closes as lost by itself.\n');
  return { id, name, endsIn: 'closed_lost', moves: 1, notes: 1, tickets: 0 };
}

export async function webhooksGoWild(scene: Scene): Promise<StoryDeal> {
  const { people, say } = scene;
  const priya = people.owner('priya.nair@healthprime.example');
  const name = 'Cedar Imaging Partners';
  say(
    `3. ${priya.name} fills in "${name}", changes her mind twice, and HubSpot delivers everything twice and shuffled.`,
  );
  await scene.control('webhooks/hold');
  await scene.control('webhooks/duplicate', { rate: 1 });
  await scene.control('webhooks/shuffle', { on: true });
  const id = await people.createDeal(priya, { name, pipeline: PIPELINE, stage: 'sql' });
  await people.changeDeal(priya, id, { hp_products: 'coding' });
  await people.changeDeal(priya, id, { hp_products: '' });
  await people.changeDeal(priya, id, { enterprise_deal_status: 'yes' });
  await people.changeDeal(priya, id, { hp_products: 'rcm;it_services' });
  await scene.control('webhooks/release');
  await scene.untilStage(id, 'engaged');
  await scene.settle();
  await scene.control('webhooks/duplicate', { rate: 0 });
  await scene.control('webhooks/shuffle', { on: false });
  say('   The deal moves to Engaged, once, and nobody is told of a blank that is none any more.\n');
  return { id, name, endsIn: 'engaged', moves: 1, notes: 1, tickets: 0 };
}

export async function draggedAhead(scene: Scene): Promise<StoryDeal> {
  const { people, say } = scene;
  const owen = people.owner('owen.blake@healthprime.example');
  const name = 'Elmwood Orthopedics';
  say(`4. ${owen.name} drags "${name}" from Sales Qualified Lead straight to Proposal.`);
  const id = await people.createDeal(owen, { name, pipeline: PIPELINE, stage: 'sql' });
  await scene.until(id, 'the deal says what is missing', (seen) => seen[scene.missing]);
  await people.changeDeal(owen, id, { dealstage: people.stageId(PIPELINE, 'proposal') });
  const warning = await scene.until(id, 'the deal says that it was moved ahead', (seen) => {
    const text = seen[scene.missing];
    return text?.includes('moved ahead') ? text : undefined;
  });
  say(`   He has a quarter of an hour to fill in what he skipped:\n${quote(warning)}`);
  say('   He does not. The clock of this world moves on by 16 minutes …');
  await scene.advanceTo(scene.now() + 16 * MINUTE_MS);
  await scene.untilStage(id, 'sql');
  say('   … and the deal is back in Sales Qualified Lead, with one note that names everything.\n');
  return { id, name, endsIn: 'sql', moves: 1, notes: 2, tickets: 0 };
}

export async function allTheWay(scene: Scene): Promise<StoryDeal> {
  const { people, say } = scene;
  const ruth = people.owner('ruth.amado@healthprime.example');
  const { name } = practice;
  say(`5. ${ruth.name} takes "${name}" all the way and never drags it.`);
  const company = await people.create(ruth, 'companies', { name });
  const contact = await people.create(ruth, 'contacts', { ...practice.contact });
  const id = await people.createDeal(ruth, { name, pipeline: PIPELINE, stage: 'sql' });
  await people.associate(ruth, 'deals', id, 'companies', company);
  await people.associate(ruth, 'deals', id, 'contacts', contact);
  await scene.until(id, 'the deal says what is missing', (seen) => seen[scene.missing]);
  await people.changeDeal(ruth, id, { ...practice.sql });
  await scene.untilStage(id, 'engaged');
  say('   Status and products are known: Engaged.');
  await people.change(ruth, 'contacts', contact, { ...practice.providers });
  await people.writeNote(ruth, id, practice.nextSteps);
  await people.changeDeal(ruth, id, { ...practice.engaged });
  await scene.untilStage(id, 'proposal');
  say('   Scope, providers on the contact, collections, next steps in a note: Proposal.');
  await people.change(ruth, 'companies', company, { ...practice.company });
  await people.changeDeal(ruth, id, { ...practice.proposal });
  await scene.untilStage(id, 'partner_of_choice');
  say('   Approval, commitment and all of the S&OP, on the deal and on the company: Partner of Choice.');
  await people.writeNote(ruth, id, 'Signed today, see the files.', [...practice.files]);
  await people.changeDeal(ruth, id, { ...practice.partnerOfChoice });
  await scene.untilStage(id, 'closed_won');
  await scene.settle();
  say('   Signed contract, calculator, questionnaire: Closed Won, and one ticket for onboarding:');
  const [ticket = ''] = await people.seeAssociated(id, 'tickets');
  const { subject, content } = await people.see('tickets', ticket, ['subject', 'content']);
  say(`${quote([subject, ...(content ?? '').split('\n').slice(0, 6), '…'].join('\n'))}\n`);
  return { id, name, endsIn: 'closed_won', moves: 4, notes: 8, tickets: 1 };
}
