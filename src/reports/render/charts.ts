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

/** Loads the libraries at the first report: workers and commands start without them. */
export async function drawCharts(charts: ChartData[]): Promise<Chart[]> {
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
  return {
    animation: false,
    textStyle: style,
    title: { text: title, left: 8, top: 6, textStyle: { ...style, fontSize: 14, fontWeight: 'bold' as const } },
    legend: { data: series.map(({ name }) => name), right: 16, top: 6, textStyle: { ...style, fontSize: 12 } },
    grid: { left: 12, right: 16, top: 56, bottom: 10, containLabel: true },
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
