/** `npm run sandbox`: the HubSpot sandbox alone. It knows nothing of the rest. */
import { professionalLimits } from '../sandbox/limits.ts';
import { sandboxDefaults, startSandbox } from '../sandbox/sandbox.ts';
import { untilStopped } from './until-stopped.ts';

/** Long enough to be noticed by who searches for what was just written. */
const SEARCH_LAG_SECONDS = 3;

const { env } = process;
const target = env['SANDBOX_WEBHOOK_TARGET'];
const accessToken = env['HUBSPOT_ACCESS_TOKEN'] || sandboxDefaults.accessToken;

const sandbox = await startSandbox({
  port: Number(env['SANDBOX_PORT'] || sandboxDefaults.port),
  portalId: env['HUBSPOT_PORTAL_ID'] || sandboxDefaults.portalId,
  appId: env['HUBSPOT_APP_ID'] || sandboxDefaults.appId,
  clientSecret: env['HUBSPOT_CLIENT_SECRET'] || sandboxDefaults.clientSecret,
  accessToken,
  limits: professionalLimits,
  searchLagSeconds: SEARCH_LAG_SECONDS,
  ...(target ? { webhookTarget: target } : {}),
});

// A token that somebody set is theirs to know: it is not printed.
const shownToken = accessToken === sandboxDefaults.accessToken ? accessToken : '$HUBSPOT_ACCESS_TOKEN';
console.log(`HubSpot sandbox  ${sandbox.url}/   portal ${sandbox.portalId}
Controls         ${sandbox.url}/__sandbox/
Webhooks to      ${target || 'nobody; set SANDBOX_WEBHOOK_TARGET, or POST /__sandbox/webhooks/target'}

Try: curl -H "Authorization: Bearer ${shownToken}" ${sandbox.url}/crm/objects/2026-09/deals
Stop with Ctrl-C.`);

await untilStopped();
await sandbox.close();
