/** The process diagram (R-11), as Mermaid for pages that draw it and as Graphviz for the picture in docs/. */
import { lifecycleEdges, lifecycleStages, type LifecycleEdge } from './diagram-lifecycle.ts';
import type { PipelineRow, Policy, StageRow } from './policy/types.ts';
import { criterionWords } from './words.ts';

/** Pipelines with the same stages are drawn once. */
function groups(policy: Policy): { labels: string[]; stages: StageRow[] }[] {
  const found: { labels: string[]; stages: StageRow[] }[] = [];
  for (const { label, stages } of policy.pipelines) {
    const twin = found.find((other) => JSON.stringify(other.stages) === JSON.stringify(stages));
    if (twin === undefined) found.push({ labels: [label], stages });
    else twin.labels.push(label);
  }
  return found;
}

/** Edges of a pipeline: on by itself, lost from every open stage. */
function edges(stages: PipelineRow['stages']): { from: StageRow; to: StageRow; words: string }[] {
  const lost = stages.find(({ kind }) => kind === 'lost');
  return stages.flatMap((stage, index) => {
    const next = stages[index + 1];
    if (stage.kind !== 'open' || next === undefined) return [];
    const on = {
      from: stage,
      to: next,
      words: stage.exit === undefined ? 'by a person' : `${stage.exit.length} fields`,
    };
    return lost === undefined ? [on] : [on, { from: stage, to: lost, words: '' }];
  });
}

export function mermaidDiagram(policy: Policy): string {
  const lines = groups(policy).flatMap(({ labels, stages }, group) => [
    `  subgraph g${group}["${labels.join(', ')}"]`,
    ...stages.map((stage) => `    g${group}_${stage.key}["${stage.label}"]`),
    ...edges(stages).map(({ from, to, words }) => {
      const arrow = to.kind === 'lost' ? '-.->' : '-->';
      return `    g${group}_${from.key} ${arrow}${words === '' ? '' : `|"${words}"|`} g${group}_${to.key}`;
    }),
    '  end',
  ]);
  return ['flowchart LR', ...mermaidLifecycle(policy), ...lines].join('\n');
}

/** Contacts come before deals: a qualified one opens a deal. */
function mermaidLifecycle(policy: Policy): string[] {
  const stages = lifecycleStages(policy);
  if (stages.length === 0) return [];
  return [
    '  subgraph lifecycle["Lifecycle of a contact"]',
    ...stages.map(({ key, label }) => `    c_${key}["${label}"]`),
    ...lifecycleEdges(policy).map(({ from, to, words, isByHand }) => {
      return `    c_${from} ${isByHand ? '-.->' : '-->'}|"${words}"| c_${to}`;
    }),
    '  end',
  ];
}

const quote = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** Each lifecycle stage is a box with the moves that people may make, each deal stage one with what a deal needs to leave it. */
export function graphvizDiagram(policy: Policy): string {
  const boxes = groups(policy).flatMap(({ labels, stages }, group) => [
    `  subgraph cluster_${group} {`,
    `    label=${quote(labels.join(', '))}; style=rounded; color="#8899aa";`,
    ...stages.map((stage) => {
      const needs = (stage.exit ?? []).map((criterion) => `• ${criterionWords(policy, criterion)}`);
      const text = [stage.label, ...(needs.length === 0 ? [] : ['', 'to leave:', ...needs])].join('\n');
      const label = quote(text).replaceAll('\n', '\\l');
      const color = { open: '#eef4ff', won: '#e3f6e3', lost: '#fbe9e7' }[stage.kind];
      return `    g${group}_${stage.key} [label=${label.replace(/"$/, '\\l"')}, fillcolor="${color}"];`;
    }),
    ...edges(stages).map(({ from, to }) => {
      const style = to.kind === 'lost' ? ' [style=dashed, color="#aa6655"]' : '';
      return `    g${group}_${from.key} -> g${group}_${to.key}${style};`;
    }),
    '  }',
  ]);
  return [
    'digraph process {',
    '  rankdir=LR; fontname="Helvetica"; bgcolor="white";',
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=10];',
    '  edge [fontname="Helvetica", fontsize=9];',
    ...graphvizLifecycle(policy),
    ...boxes,
    '}',
  ].join('\n');
}

function graphvizLifecycle(policy: Policy): string[] {
  const stages = lifecycleStages(policy);
  if (stages.length === 0) return [];
  const labels = new Map(stages.map(({ key, label }) => [key, label]));
  const style = ({ isByHand }: LifecycleEdge) => (isByHand ? ', style=dashed, color="#aa6655"' : '');
  return [
    '  subgraph cluster_lifecycle {',
    '    label="Lifecycle of a contact"; style=rounded; color="#8899aa";',
    ...stages.map(({ key, label, byHand }) => {
      const text = [label, '', 'by hand to:', ...byHand.map((to) => `• ${labels.get(to) ?? to}`)].join('\n');
      return `    c_${key} [label=${quote(text).replaceAll('\n', '\\l').replace(/"$/, '\\l"')}, fillcolor="#fff7e6"];`;
    }),
    ...lifecycleEdges(policy).map(
      (edge) => `    c_${edge.from} -> c_${edge.to} [label=${quote(edge.words)}${style(edge)}];`,
    ),
    '  }',
  ];
}
