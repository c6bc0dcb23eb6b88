/** Logging an activity: its files first, then the activity on all its records at once, as HubSpot's screen does. */
import type { ObjectTypeName } from '../catalog/object-types.ts';
import { findObjectType } from '../catalog/object-types.ts';
import type { CrmRecord } from '../records.ts';
import { idOf, OBJECTS, propertiesOf, textOf, type Done, type Work } from './actions.ts';
import type { ActivityForm } from './activities.ts';
import { Refused } from './as-person.ts';
import { nameOf } from './names.ts';

export async function logActivity(work: Work, record: CrmRecord, activity: ActivityForm): Promise<Done> {
  const { portal, form, me, call } = work;
  const { type, label, fixed, startsAt } = activity;
  const when = textOf(form, 'when');
  const at = when === '' ? new Date(portal.clock.now()) : new Date(when);
  if (Number.isNaN(at.getTime())) throw new Refused(`${when} is no time.`, { hs_timestamp: `${when} is no time.` });
  const typed = Object.entries(propertiesOf(work, type)).filter(([, value]) => value !== '');
  const files = await uploadAll(work);
  if (typed.length === 0 && files.length === 0) throw new Refused('Nothing was filled in.');
  await call('POST', `${OBJECTS}/${type}`, {
    properties: {
      hubspot_owner_id: me.id,
      ...fixed,
      ...Object.fromEntries(typed),
      ...(files.length === 0 ? {} : { hs_attachment_ids: files.join(';') }),
      ...(startsAt === undefined ? {} : { [startsAt]: at.toISOString() }),
      hs_timestamp: at.toISOString(),
    },
    associations: [{ type: record.type, id: record.id }, ...alsoOn(form)].map((to) => ({
      to: { id: to.id },
      types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: defaultTypeId(work, type, to.type) }],
    })),
  });
  return { message: `${label} on ${nameOf(record)}: done.` };
}

/** Ids of the files in the form, kept in the portal like those that a person attaches. */
async function uploadAll({ form, call }: Work): Promise<string[]> {
  // An empty file field sends one file without a name.
  const files = form.getAll('files').filter((file) => typeof file !== 'string' && file.name !== '');
  const ids: string[] = [];
  for (const file of files) {
    const upload = new FormData();
    upload.set('file', file);
    upload.set('folderPath', '/attachments');
    upload.set('options', JSON.stringify({ access: 'PRIVATE' }));
    ids.push(idOf(await call('POST', '/files/2026-09/files', upload)));
  }
  return ids;
}

function alsoOn(form: FormData): { type: ObjectTypeName; id: string }[] {
  return form.getAll('also').flatMap((sent) => {
    const [type = '', id = ''] = typeof sent === 'string' ? sent.split(':') : [];
    return id === '' ? [] : [{ type: findObjectType(type).plural, id }];
  });
}

function defaultTypeId({ portal }: Work, from: ObjectTypeName, to: ObjectTypeName): number {
  const type = portal.associationTypes.default(from, to);
  if (!type) throw new Refused(`HubSpot does not associate ${from} with ${to}.`);
  return type.id;
}
