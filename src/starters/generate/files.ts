/** Every generated file and its content, from the shipped policy. */
import { instance } from '@viz-js/viz';
import { graphvizDiagram, mermaidDiagram } from '../../domain/diagram.ts';
import { explainContacts } from '../../domain/explain-contacts.ts';
import { explainPolicy } from '../../domain/explain.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { appFiles } from '../../hubspot/app-files.ts';
import { loadPolicy } from '../../policy-file.ts';

/** Where an installation's own address goes. */
const TARGET_URL = 'https://sop.example.com/webhooks/hubspot';

/** Path from the repository's root → content. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const policy = loadPolicy('default');
  const viz = await instance();
  const app = Object.entries(appFiles(policy, TARGET_URL)).map(([name, text]): [string, string] => [
    `deploy/hubspot-app/${name}`,
    text,
  ]);
  return {
    'docs/sop.md': sopPage(policy),
    'docs/process.svg': `${viz.renderString(graphvizDiagram(policy), { format: 'svg' }).trim()}\n`,
    ...Object.fromEntries(app),
  };
}

function sopPage(policy: Policy): string {
  return `# The sales process

Generated from the policy by \`npm run generate\`; edit \`src/domain/policy/\` instead. ${policy.title}.

\`\`\`mermaid
${mermaidDiagram(policy)}
\`\`\`

The same with everything a deal needs and where people may move a contact, as a [picture](process.svg).

## Contacts

\`\`\`text
${explainContacts(policy) ?? 'No rules for contacts.'}
\`\`\`

## Deals

\`\`\`text
${explainPolicy(policy)}
\`\`\`
`;
}
