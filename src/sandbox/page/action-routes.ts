/** Where the page's forms go. The script gets JSON: a message, or what HubSpot said no to and about which property. */
import type { Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { findOwner } from '../catalog/owners.ts';
import type { ControlContext } from '../controls/control.ts';
import { HubSpotProblem } from '../problems.ts';
import type { CrmRecord } from '../records.ts';
import * as actions from './actions.ts';
import { activityForms } from './activities.ts';
import { asPerson, Refused, type CallApi } from './as-person.ts';
import { createForms } from './create.ts';
import { UI_PATH } from './layout.ts';
import { logActivity } from './log-activity.ts';
import { ownerName } from './names.ts';
import { COOKIE, isFromHere, meOf, recordOf, typeOf } from './visit.ts';

type OnRecord = (work: actions.Work, record: CrmRecord) => Promise<actions.Done>;

export function actionRoutes(app: Hono, { portal, access }: ControlContext, callApi: CallApi): void {
  const act = async (c: Context, work: (given: actions.Work) => Promise<actions.Done>) => {
    if (!isFromHere(c)) return c.json({ error: 'This form is not from this page.' }, 403);
    const me = meOf(c);
    const form = await c.req.formData();
    try {
      const done = await work({ portal, me, form, call: asPerson(callApi, access.token, me) });
      return isNavigation(c) ? c.redirect(done.go ?? whereFrom(c), 303) : c.json(done);
    } catch (error) {
      if (error instanceof Refused) return c.json({ error: error.message, fields: error.fields }, 400);
      if (error instanceof HubSpotProblem) return c.json({ error: error.message }, 400);
      throw error;
    }
  };
  const onRecord = (name: string, work: OnRecord) =>
    app.post(`${UI_PATH}/records/:objectType/:id/${name}`, (c) =>
      act(c, async (given) => {
        const record = recordOf(portal, c);
        if (!record) throw new Refused('This record is not there any more.');
        return work(given, record);
      }),
    );

  app.post(`${UI_PATH}/act-as`, (c) =>
    act(c, async ({ form }) => {
      const owner = findOwner(actions.textOf(form, 'owner'));
      if (!owner) throw new Refused('There is no such person.');
      setCookie(c, COOKIE, owner.id, { path: '/', sameSite: 'Strict', httpOnly: true });
      return { message: `You are ${ownerName(owner)} now.` };
    }),
  );
  app.post(`${UI_PATH}/create/:objectType`, (c) =>
    act(c, async (given) => {
      const type = typeOf(c);
      const form = type && createForms[type];
      if (!form) throw new Refused('Nobody creates such records here.');
      return actions.createRecord(given, type, form);
    }),
  );
  onRecord('properties', actions.changeProperties);
  onRecord('move', actions.moveRecord);
  onRecord('associate', actions.associate);
  onRecord('dissociate', actions.dissociate);
  onRecord('delete', actions.deleteRecord);
  onRecord('restore', actions.restore);
  onRecord('merge', actions.merge);
  for (const form of activityForms) {
    onRecord(`log/${form.type}`, (given, record) => logActivity(given, record, form));
  }
}

/** Somebody pressed before the script was there, so the browser sent the form itself. */
function isNavigation(c: Context): boolean {
  return c.req.header('accept')?.includes('text/html') ?? false;
}

function whereFrom(c: Context): string {
  const from = c.req.header('referer');
  return from === undefined ? '/' : new URL(from).pathname;
}
