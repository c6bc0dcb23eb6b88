/**
 * Draws charts as PNG pictures: no mail program runs a script, few show SVG. The font is ours, so that a chart looks the same on
 * every machine.
 */
import { fileURLToPath } from 'node:url';
import type { ChartData } from './chart-data.ts';

export interface Chart extends Pick<ChartData, 'key' | 'title' | 'alt'> {
  png: Buffer;
  /** As shown; the picture has twice as many pixels for sharp screens. */
  width: number;
  height: number;
}

const WIDTH = 600;
const HEIGHT = 280;
const SHARPNESS = 2;
const FONT = 'DejaVu Sans';
const INK = '#1c2733';

const FONT_FILES = [
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
];

/** Versions whose charts are kept: everybody opens the newest, and a picture takes a while that others wait for. */
const KEPT = 8;

/** Draws the charts of each version once, as long as not too many others come between. @returns draws; `key` names the version */
export function rememberCharts(): (key: string, charts: ChartData[]) => Promise<Chart[]> {
  const drawn = new Map<string, Promise<Chart[]>>();
  return (key, charts) => {
    const known = drawn.get(key);
    if (known !== undefined) return known;
    const drawing = drawCharts(charts);
    drawn.set(key, drawing);
    drawing.catch(() => drawn.delete(key));
    const [oldest] = drawn.keys();
    if (drawn.size > KEPT && oldest !== undefined) drawn.delete(oldest);
    return drawing;
  };
}

/** Loads the libraries at the first report: workers and commands start without them. */
async function drawCharts(charts: ChartData[]): Promise<Chart[]> {
  const [echarts, { Resvg }] = await Promise.all([import('echarts'), import('@resvg/resvg-js')]);
  const fontFiles = FONT_FILES.map((url) => fileURLToPath(url));
  return charts.map((chart) => {
    const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
    canvas.setOption(optionOf(chart));
    const svg = canvas.renderToSVGString();
    canvas.dispose();
    const picture = new Resvg(svg, {
      background: '#ffffff',
      fitTo: { mode: 'zoom', value: SHARPNESS },
      font: { fontFiles, loadSystemFonts: false, defaultFontFamily: FONT },
    });
    const { key, title, alt } = chart;
    return { key, title, alt, png: picture.render().asPng(), width: WIDTH, height: HEIGHT };
  });
}

function optionOf({ title, categories, series, stacked, unit }: ChartData) {
  const style = { color: INK, fontFamily: FONT };
  const isKnown = series.some(({ values }) => values.some((value) => value !== undefined));
  return {
    animation: false,
    textStyle: style,
    title: { text: title, left: 8, top: 6, textStyle: { ...style, fontSize: 14, fontWeight: 'bold' as const } },
    // Below the title: names of pipelines may be as long as they like.
    legend: { data: series.map(({ name }) => name), left: 8, top: 30, textStyle: { ...style, fontSize: 12 } },
    ...(isKnown
      ? {}
      : {
          graphic: {
            type: 'text' as const,
            left: 'center',
            top: 'middle',
            style: { text: 'None of these is known yet.', fill: INK, font: `16px ${FONT}` },
          },
        }),
    grid: { left: 12, right: 16, top: 68, bottom: 10, containLabel: true },
    xAxis: { type: 'category' as const, data: categories, axisLabel: { ...style, fontSize: 11, interval: 0 } },
    yAxis: {
      type: 'value' as const,
      minInterval: unit === '' ? 1 : 0,
      axisLabel: { ...style, fontSize: 11, formatter: `{value}${unit}` },
    },
    series: series.map(({ name, colour, values }) => ({
      name,
      type: 'bar' as const,
      ...(stacked ? { stack: 'all' } : {}),
      itemStyle: { color: colour },
      data: values.map((value) => value ?? '-'),
      // Bars of a stack would print their labels on each other.
      label: { show: !stacked, position: 'top' as const, ...style, fontSize: 11, formatter: `{c}${unit}` },
    })),
  };
}
