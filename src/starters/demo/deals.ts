/** Acts 1 to 5: what reps do with deals in HubSpot, through its API, and what they then see there. */
import { PIPELINE, quote, type Scene } from './scene.ts';
import { engage, openDeal, openSale, propose, provide, type Sale, sign } from './selling.ts';

/** A deal of the story and how it has to end. */
export interface StoryDeal {
  id: string;
  name: string;
  /** Key of the policy, as the stage's. */
  pipeline: string;
  endsIn: string;
  /** How often the engine moved it, there and back. */
  moves: number;
  /** Notes that must stand on it: one for each stay in a stage with something missing, one for a put-back, and the rep's own. */
  notes: number;
  /** Onboarding tickets that must hang on it. */
  tickets: number;
  /** Address of the employee whose referral opened it (D-19). */
  referredBy?: string;
}

const MINUTE_MS = 60_000;

export async function twoFieldsAreMissing(scene: Scene): Promise<StoryDeal> {
  const { people, say } = scene;
  const ruth = people.owner('ruth.amado@healthprime.example');
  const name = 'Alder Family Practice';
  say(`1. ${ruth.name} creates the deal "${name}" in Sales Qualified Lead and fills in nothing else.`);
  const { id } = await openDeal(scene, ruth, { name });
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
  return { id, name, pipeline: PIPELINE, endsIn: 'engaged', moves: 1, notes: 2, tickets: 0 };
}

export async function lostFromTheFirstStage(scene: Scene): Promise<StoryDeal> {
  const { people, say } = scene;
  const glen = people.owner('glen.foster@healthprime.example');
  const name = 'Birch Cardiology Group';
  say(`2. ${glen.name} works on "${name}". They tell him there is no budget this year.`);
  const { id } = await openDeal(scene, glen, { name });
  await scene.until(id, 'the deal says what is missing', (seen) => seen[scene.missing]);
  await people.changeDeal(glen, id, { deal_lost_reason_category: 'budget' });
  await people.changeDeal(glen, id, { deal_lost_reason_details: 'The board moved all new spending to next year.' });
  await scene.untilStage(id, 'closed_lost');
  say('   He fills in Deal Lost Reason Category and Details; the deal closes as lost by itself.\n');
  return { id, name, pipeline: PIPELINE, endsIn: 'closed_lost', moves: 1, notes: 1, tickets: 0 };
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
  const { id } = await openDeal(scene, priya, { name });
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
  return { id, name, pipeline: PIPELINE, endsIn: 'engaged', moves: 1, notes: 1, tickets: 0 };
}

export async function draggedAhead(scene: Scene): Promise<StoryDeal[]> {
  const { people, policy, say } = scene;
  const owen = people.owner('owen.blake@healthprime.example');
  const marcus = people.owner('marcus.odell@healthprime.example');
  const name = 'Elmwood Orthopedics';
  const other = 'Kestrel Pain Clinic';
  say(`4. ${owen.name} drags "${name}" from Sales Qualified Lead straight to Proposal, and "${other}", too.`);
  const create = async (company: string, properties = {}) => {
    const { id } = await openDeal(scene, owen, { name: company }, properties);
    await scene.until(id, 'the deal says what is missing', (seen) => seen[scene.missing]);
    return id;
  };
  const [id, stands] = await Promise.all([create(name), create(other, { amount: '60000' })]);
  const drag = async (deal: string) => {
    await people.changeDeal(owen, deal, { dealstage: people.stageId(PIPELINE, 'proposal') });
    return scene.until(deal, 'the deal says that it was moved ahead', (seen) => {
      const text = seen[scene.missing];
      return text?.includes('moved ahead') ? text : undefined;
    });
  };
  const [warning] = await Promise.all([drag(id), drag(stands)]);
  say(`   He has a quarter of an hour to fill in what he skipped:\n${quote(warning)}`);
  await people.changeDeal(marcus, stands, { [policy.bypass.letStandProperty]: 'Known from their sister clinic.' });
  await scene.until(stands, 'the deal may stand', (seen) =>
    seen[scene.missing]?.includes('moved ahead') ? undefined : stands,
  );
  say(
    `   ${marcus.name}, his manager, writes down why "${other}" may stay in Proposal. The other one is left as it is.`,
  );
  say('   The clock of this world moves on by 16 minutes …');
  await scene.advanceTo(scene.now() + 16 * MINUTE_MS);
  await scene.untilStage(id, 'sql');
  say(`   … and "${name}" is back in Sales Qualified Lead, with one note that names everything.\n`);
  return [
    { id, name, pipeline: PIPELINE, endsIn: 'sql', moves: 1, notes: 2, tickets: 0 },
    { id: stands, name: other, pipeline: PIPELINE, endsIn: 'proposal', moves: 0, notes: 2, tickets: 0 },
  ];
}

export async function allTheWay(scene: Scene): Promise<{ sale: Sale; deal: StoryDeal }> {
  const { people, say } = scene;
  const ruth = people.owner('ruth.amado@healthprime.example');
  const name = 'Dogwood Valley Pediatrics';
  say(`5. ${ruth.name} takes "${name}" all the way and never drags it.`);
  const person = { email: 'office.manager@dogwoodvalley.example', firstname: 'Dana', lastname: 'Whitfield' };
  const sale = await openSale(scene, ruth, { name, person });
  const { id } = sale;
  await engage(scene, sale);
  say('   Status and products are known: Engaged.');
  await propose(scene, sale);
  say('   Scope, providers on the contact, collections, next steps in a note: Proposal.');
  await provide(scene, sale);
  await scene.untilStage(id, 'partner_of_choice');
  say('   Approval, commitment and all of the S&OP, on the deal and on the company: Partner of Choice.');
  await sign(scene, sale);
  await scene.settle();
  say('   Signed contract, calculator, questionnaire: Closed Won, and one ticket for onboarding:');
  const [ticket = ''] = await people.seeAssociated(id, 'tickets');
  const { subject, content } = await people.see('tickets', ticket, ['subject', 'content']);
  say(`${quote([subject, ...(content ?? '').split('\n').slice(0, 6), '…'].join('\n'))}\n`);
  return {
    sale,
    deal: { id, name, pipeline: PIPELINE, endsIn: 'closed_won', moves: 4, notes: 8, tickets: 1 },
  };
}
