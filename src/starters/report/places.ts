/** Where people see the records of a report: in HubSpot, and their workflows in the Temporal UI. */
import type { Config } from '../../config.ts';
import { recordUrl } from '../../hubspot/record-url.ts';
import type { Places } from '../../reports/render/document.ts';
import { contactWorkflowId, dealWorkflowId } from '../../workflows/ids.ts';

export function placesOf({ hubspot, temporalUiUrl }: Config, namespace: string): Places {
  const { baseUrl, portalId } = hubspot;
  const workflow = (id: string) =>
    temporalUiUrl === undefined
      ? undefined
      : `${temporalUiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(id)}`;
  return {
    record({ object, id }) {
      switch (object) {
        case 'contact':
        case 'company':
        case 'deal':
          return recordUrl(baseUrl, portalId, object, id);
        default:
          return undefined;
      }
    },
    workflow({ object, id }) {
      if (object === 'deal') return workflow(dealWorkflowId(portalId, id));
      if (object === 'contact') return workflow(contactWorkflowId(portalId, id));
      return undefined;
    },
  };
}
