/** Lifecycle stages are stages of a pipeline and options of a property of contacts and companies, the same ones. */
import type { Portal } from './portal.ts';

/** Lets the property have the options that the pipeline has, in its order; stages in one place stand by their labels. */
export function showLifecycleStages(portal: Portal): void {
  const stages = portal.pipelines
    .list('contacts')
    .flatMap((pipeline) => pipeline.stages.filter((one) => !one.archived));
  const options = stages
    .toSorted((a, b) => a.displayOrder - b.displayOrder || a.label.localeCompare(b.label))
    .map(({ id, label }, displayOrder) => ({ value: id, label, displayOrder, hidden: false }));
  for (const type of ['contacts', 'companies'] as const) portal.properties.update(type, 'lifecyclestage', { options });
}
