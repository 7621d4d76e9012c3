import {type LatencySummary, summariseLatencies, summariseSamples} from '../../flows/measure-latency.ts';
import {fewestSamples} from '../../lab/bootstrap.ts';
import {formatDuration} from '../../lab/duration.ts';
import {formatCount} from '../../orders/money.ts';
import {latencyDigits} from '../../reports/format-latency.ts';
import {latencyChart} from '../charts/latency-chart.ts';
import {type Line, Lines} from '../lines.tsx';
import type {State} from '../state.ts';
import {Panel} from './panel.tsx';

type Props = {
	readonly samples: State['samples'];
	readonly measurement: State['measurement'];
	readonly measuring: State['measuring'];
	readonly refreshSeconds: number;
	readonly ascii: boolean;
	readonly width: number;
	readonly height: number;
};

/** Misses and hits on one logarithmic scale, their quantiles, and the speed-up with its interval. */
export function LatencyPanel({samples, measurement, measuring, refreshSeconds, ascii, width, height}: Props) {
	const inner = width - 2;
	const table = measuring ? {...summariseLatencies(measuring), speedup: undefined} : measurement ?? summariseSamples(samples);
	const source = measuring
		? 'benchmark, running'
		: measurement ? `benchmark, ${measurement.mode}` : `reads every ${formatDuration(refreshSeconds)}`;
	const chart = latencyChart(samples, inner, height - 5, ascii);
	return (
		<Panel title="Read latency" note="logarithmic, newest right" width={width} height={height}>
			<Lines lines={[...chart, ...latencyTable(table, source, measuring !== undefined, inner)]}/>
		</Panel>
	);
}

function latencyTable({miss, hit, speedup}: Pick<NonNullable<State['measurement']>, 'miss' | 'hit' | 'speedup'>, source: string, isRunning: boolean, width: number): Line[] {
	const cell = (text: string) => text.padStart(7);
	const row = (name: 'miss' | 'hit', {count, p50Ms, p95Ms, p99Ms}: LatencySummary, said: string): Line => [
		{text: ` ${name.padEnd(4)}`, tone: name},
		{text: [p50Ms, p95Ms, p99Ms].map(ms => cell(latencyDigits(ms))).join('')},
		{text: formatCount(count).padStart(6), tone: 'dim'},
		{text: `  ${said}`, tone: 'accent'},
	];
	const [figure, interval] = speedup
		? [`${speedup.ratio.toFixed(1)} × faster`, `${speedup.low.toFixed(1)} to ${speedup.high.toFixed(1)}`]
		: isRunning ? ['the speed-up', 'comes at its end'] : ['b measures', `from ${fewestSamples} of each`];
	const heading = ` ms  ${['p50', 'p95', 'p99'].map(cell).join('')}${'n'.padStart(6)}  ${source}`;
	return [
		[{text: heading.length > width ? heading.slice(0, 34) : heading, tone: 'dim'}],
		row('miss', miss, figure),
		row('hit', hit, interval),
	];
}
