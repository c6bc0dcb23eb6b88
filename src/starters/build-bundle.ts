/** Second half of `npm run build`: the workflows as one file beside the compiled code, so that production bundles nothing. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildIdOf, bundleWorkflows } from '../workers/bundle.ts';

const bundle = await bundleWorkflows();
const file = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
await writeFile(file, bundle.code);
console.error(`Workflow bundle, build id ${buildIdOf(bundle)}`);
