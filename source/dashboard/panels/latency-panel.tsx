import {type LatencyMeasurement, type LatencySummary, summariseLatencies} from '../../flows/measure-latency.ts';
import type {SpeedupInterval} from '../../lab/bootstrap.ts';
import {breakEvenHitRate, effectiveSpeedup} from '../../lab/speed.ts';
import {formatCount} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import {latencyDigits} from '../../words/latency.ts';
import {latencyChart} from '../charts/latency-chart.ts';
import {type Line, Lines} from '../lines.tsx';
import type {State} from '../state.ts';
import {Panel} from './panel.tsx';

type Props = {
	readonly samples: State['samples'];
	readonly measurement: State['measurement'];
	readonly measuring: State['measuring'];
	/** Whose reads the chart shows, such as "1 viewer, every 1.2 s". */
	readonly readers: string;
	/** As seen at present; undefined while it is not known. */
	readonly hitRate: number | undefined;
	readonly ascii: boolean;
	readonly width: number;
	readonly height: number;
	/** Another panel stands right above. */
	readonly isJoined?: boolean;
};

/** Misses and hits on one logarithmic scale, their quantiles, and of a benchmark the speed-up with its interval. */
export function LatencyPanel({samples, measurement, measuring, readers, hitRate, ascii, width, height, isJoined = false}: Props) {
	const inner = width - 2;
	// Live reads have no speed-up: their misses and hits are not interleaved, and another load may stand behind each.
	const {miss, hit} = measuring || !measurement ? summariseLatencies(measuring ?? samples) : measurement;
	const source = measuring ? 'benchmark, running' : measurement ? `benchmark, ${measurement.mode}${measurement.addedFillMs > 0 ? ` +${formatDuration(measurement.addedFillMs / 1000)}` : ''}` : inner < wideColumns ? 'live reads' : readers;
	const said = measuring
		? ['the speed-up', 'comes at its end'] as const
		: measurement?.speedup ? speedupTexts(measurement.speedup, measurement, hitRate, inner) : ['b measures', 'the speed-up'] as const;
	const heading = ` ms  ${['p50', 'p95', 'p99'].map(cell).join('')}${'n'.padStart(6)}  ${source}`;
	const chart = latencyChart(samples, inner, height - 5, ascii);
	return (
		<Panel title="Read latency" note="logarithmic, newest right" width={width} height={height} isJoined={isJoined}>
			<Lines lines={[
				...chart,
				[{text: heading.length > inner ? heading.slice(0, 34) : heading, tone: 'dim'}],
				row('miss', miss, said[0]),
				row('hit', hit, said[1]),
			]}/>
		</Panel>
	);
}

const cell = (text: string) => text.padStart(7);

function row(name: 'miss' | 'hit', {count, p50Ms, p95Ms, p99Ms}: LatencySummary, said: string): Line {
	return [
		{text: ` ${name.padEnd(4)}`, tone: name},
		{text: [p50Ms, p95Ms, p99Ms].map(ms => cell(latencyDigits(ms))).join('')},
		{text: formatCount(count).padStart(6), tone: 'dim'},
		{text: `  ${said}`, tone: 'accent'},
	];
}

/** From this width on the figures are said in words. */
const wideColumns = 88;

/**
 * A hit against a miss, and beside it always what that comes to at the present hit rate. The benchmark times whole reads:
 * a hit is one GET, and a miss has a SET that is taken to be as long.
 */
function speedupTexts({ratio, low, high}: SpeedupInterval, {miss, hit}: LatencyMeasurement, hitRate: number | undefined, width: number): readonly [string, string] {
	const isWide = width >= wideColumns;
	const times = (figure: number) => figure.toFixed(figure < 10 ? 1 : 0);
	const first = isWide ? `a hit is ${times(ratio)} × faster (${times(low)} to ${times(high)})` : `${times(ratio)} × (${times(low)} to ${times(high)})`;
	const getMs = hit.p50Ms ?? 0;
	const steps = {getMs, setMs: getMs, originMs: (miss.p50Ms ?? 0) - 2 * getMs};
	if (hitRate === undefined || steps.originMs <= 0) {
		return [first, isWide ? 'what that comes to hangs on the hit rate' : 'a hit to a miss'];
	}

	const effective = `${times(effectiveSpeedup(steps, hitRate))} × at ${(hitRate * 100).toFixed(1)} % hits`;
	return [first, isWide ? `${effective}; pays above ${(breakEvenHitRate(steps) * 100).toFixed(1)} %` : effective];
}
