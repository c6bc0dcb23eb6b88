/** Communication preferences: the third version, and the dated one that has followed it. */
import { z } from 'zod';
import { param, readBody, type ApiRequest, type Route } from '../api.ts';
import { subscriptionTypes, type SubscriptionType } from '../catalog/subscription-types.ts';
import {
  allRefusedAt,
  findSubscriptionType,
  legalBases,
  refuseAll,
  setStatus,
  states,
  statusOf,
  type SubscriptionState,
} from '../preferences.ts';
import { validationProblem } from '../problems.ts';
import { batchAnswer } from './shared.ts';

const basis = { legalBasis: z.enum(legalBases).optional(), legalBasisExplanation: z.string().optional() };
const changeSchema = z.object({ emailAddress: z.string(), subscriptionId: z.coerce.number(), ...basis });
const statusSchema = z.object({
  subscriptionId: z.number(),
  statusState: z.enum(states),
  channel: z.literal('EMAIL'),
  ...basis,
});

/** When the portal was set up. */
const SINCE = '2024-01-02T09:00:00.000Z';

export const preferenceRoutes: Route[] = [
  {
    method: 'GET',
    family: 'oldPreferences',
    path: '/definitions',
    handle: () => ({ status: 200, body: { subscriptionDefinitions: subscriptionTypes.map(renderType) } }),
  },
  {
    method: 'GET',
    family: 'oldPreferences',
    path: '/status/email/{emailAddress}',
    handle: (request) => {
      const recipient = param(request, 'emailAddress');
      const subscriptionStatuses = subscriptionTypes.map((type) => renderOldStatus(request, recipient, type));
      return { status: 200, body: { recipient, subscriptionStatuses } };
    },
  },
  { method: 'POST', family: 'oldPreferences', path: '/subscribe', handle: (request) => change(request, 'SUBSCRIBED') },
  {
    method: 'POST',
    family: 'oldPreferences',
    path: '/unsubscribe',
    handle: (request) => change(request, 'UNSUBSCRIBED'),
  },
  {
    method: 'GET',
    family: 'preferences',
    path: '/definitions',
    handle: (request) => batchAnswer(request.portal, subscriptionTypes.map(renderType)),
  },
  {
    method: 'GET',
    family: 'preferences',
    path: '/statuses/{email}',
    handle: (request) => {
      refuseOtherChannels(request);
      return batchAnswer(
        request.portal,
        subscriptionTypes.map((type) => renderStatus(request, type)),
      );
    },
  },
  {
    method: 'POST',
    family: 'preferences',
    path: '/statuses/{email}',
    handle: (request) => {
      const { portal, source } = request;
      const { subscriptionId, statusState, legalBasis, legalBasisExplanation } = readBody(request, statusSchema);
      const type = findSubscriptionType(subscriptionId);
      const email = param(request, 'email');
      const before = statusOf(portal, email, type).state;
      setStatus(portal, source, email, type, statusState, { legalBasis, legalBasisExplanation });
      const result = { ...renderStatus(request, type), setStatusSuccessReason: reasonOf(before, statusState) };
      return batchAnswer(portal, [result]);
    },
  },
  {
    method: 'GET',
    family: 'preferences',
    path: '/statuses/{email}/unsubscribe-all',
    handle: (request) => {
      refuseOtherChannels(request);
      return batchAnswer(request.portal, [renderWide(request)]);
    },
  },
  {
    method: 'POST',
    family: 'preferences',
    path: '/statuses/{email}/unsubscribe-all',
    handle: (request) => {
      refuseOtherChannels(request);
      refuseAll(request.portal, request.source, param(request, 'email'));
      return batchAnswer(request.portal, [renderWide(request)]);
    },
  },
];

function reasonOf(before: SubscriptionState, after: SubscriptionState): string {
  if (before === after) return 'NO_STATUS_CHANGE';
  return before === 'UNSUBSCRIBED' && after === 'SUBSCRIBED' ? 'RESUBSCRIBE_OCCURRED' : 'REQUESTED_CHANGE_OCCURRED';
}

/** The third version cannot win back who has once said no. */
function change(request: ApiRequest, state: SubscriptionState) {
  const { portal, source } = request;
  const { emailAddress, subscriptionId, ...given } = readBody(request, changeSchema);
  const type = findSubscriptionType(subscriptionId);
  if (state === 'SUBSCRIBED' && statusOf(portal, emailAddress, type).state === 'UNSUBSCRIBED') {
    throw validationProblem(`Subscription ${type.id} cannot be updated because the contact has unsubscribed`, {
      subCategory: 'SubscriptionError.CANNOT_UPDATE_UNSUBSCRIBED',
    });
  }
  setStatus(portal, source, emailAddress, type, state, given);
  return { status: 200 as const, body: renderOldStatus(request, emailAddress, type) };
}

function refuseOtherChannels({ query }: ApiRequest): void {
  if (query.get('channel') !== 'EMAIL') throw validationProblem('channel must be EMAIL');
}

function renderType({ id, name, description, purpose, isInternal }: SubscriptionType) {
  return {
    id: String(id),
    name,
    description,
    purpose,
    communicationMethod: 'Email',
    isActive: true,
    isDefault: true,
    isInternal,
    createdAt: SINCE,
    updatedAt: SINCE,
  };
}

function renderOldStatus({ portal }: ApiRequest, email: string, type: SubscriptionType) {
  const { state, legalBasis, legalBasisExplanation } = statusOf(portal, email, type);
  return {
    id: String(type.id),
    name: type.name,
    description: type.description,
    status: state === 'SUBSCRIBED' ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
    sourceOfStatus: allRefusedAt(portal, email) === undefined ? 'SUBSCRIPTION_STATUS' : 'PORTAL_WIDE_STATUS',
    legalBasis,
    legalBasisExplanation,
  };
}

function renderStatus(request: ApiRequest, type: SubscriptionType) {
  const email = param(request, 'email');
  const { state, at, legalBasis, legalBasisExplanation } = statusOf(request.portal, email, type);
  return {
    channel: 'EMAIL',
    source: at === 0 ? 'DEFAULT' : 'PUBLIC_API',
    status: state,
    subscriberIdString: email,
    subscriptionId: type.id,
    subscriptionName: type.name,
    timestamp: new Date(at).toISOString(),
    legalBasis,
    legalBasisExplanation,
  };
}

function renderWide(request: ApiRequest) {
  const email = param(request, 'email');
  const at = allRefusedAt(request.portal, email);
  return {
    subscriberIdString: email,
    channel: 'EMAIL',
    wideStatusType: 'PORTAL_WIDE',
    status: at === undefined ? 'NOT_SPECIFIED' : 'UNSUBSCRIBED',
    timestamp: new Date(at ?? 0).toISOString(),
  };
}
