import type {LatencyMeasurement, LatencySummary, ReadKind} from '../../../flows/measure-latency.ts';
import {formatBrief, formatTimes} from '../../../words/count.ts';
import {formatDuration} from '../../../words/duration.ts';
import {latencyDigits} from '../../../words/latency.ts';
import {earlierRuns} from '../../selectors/benchmark-runs.ts';
import type {BenchmarkRun} from '../../state/benchmark-run.ts';
import {latencyChart} from '../../charts/latency-chart.ts';
import {clockTime} from '../../selectors/clock-time.ts';
import {effectiveText} from '../../selectors/effective-text.ts';
import {fitting, type Line, Lines} from '../../panels/lines.tsx';
import type {Saturation} from '../../selectors/saturation.ts';
import type {AtOnce} from '../../selectors/seen-figures.ts';
import type {State} from '../../state/state.ts';
import {Panel} from '../../panels/panel.tsx';

type Props = {
	readonly samples: State['samples'];
	/** Quantiles of misses, of hits, and of what was asked live. */
	readonly figures: Pick<LatencyMeasurement, 'miss' | 'hit' | 'live'>;
	/** Benchmarks, newest last. */
	readonly runs: State['runs'];
	readonly isMeasuring: boolean;
	/** Whose reads the chart shows, such as "1 viewer, every 1.2 s". */
	readonly readers: string;
	/** As seen at present; undefined while it is not known. */
	readonly atOnce: AtOnce | undefined;
	/** How long everything waits for this computer, in milliseconds; undefined while it does not. */
	readonly saturation: Saturation | undefined;
	readonly timeZone: string;
	readonly ascii: boolean;
	readonly width: number;
	readonly height: number;
	/** Another panel stands right above. */
	readonly isJoined?: boolean;
};

/** Misses and hits on one logarithmic scale, their quantiles, and of a benchmark the speed-up with its interval and the runs before it. */
export function LatencyPanel({
	samples,
	figures: {miss, hit, live},
	runs,
	isMeasuring,
	readers,
	atOnce,
	saturation,
	timeZone,
	ascii,
	width,
	height,
	isJoined = false,
}: Props) {
	const inner = width - 2;
	const run = isMeasuring ? undefined : runs.at(-1);
	// Nothing touches the frame.
	const room = inner - figureColumns - 1;
	const said = isMeasuring
		? ['benchmark, running', 'the speed-up', 'comes at its end']
		: run
			? runTexts(run, atOnce, room)
			: [readers.length <= room ? readers : 'live reads', 'b measures', 'the speed-up'];
	const chart = latencyChart(samples, inner, height - (live ? 6 : 5), ascii);
	return (
		<Panel
			title="Read latency"
			note={noteOf(run, saturation, timeZone, width)}
			foot={isMeasuring ? undefined : earlierRuns(runs, width - 6)}
			width={width}
			height={height}
			isJoined={isJoined}
		>
			<Lines
				lines={[
					...chart,
					[
						{text: ` ms  ${['p50', 'p95', 'p99', 'reads'].map(cell).join('')}  `, tone: 'dim'},
						{text: said[0]!, tone: run ? 'accent' : 'dim'},
					],
					row('miss', miss, said[1]!),
					row('hit', hit, said[2]!),
					...(live ? [row('live', live, '')] : []),
				]}
			/>
		</Panel>
	);
}

/** The columns of names and figures, and the gap after them. */
const figureColumns = 31;

const cell = (text: string) => text.padStart(6);

/** Of ten seconds and more three digits, "18.2k": a figure never reaches the one before it. */
const figure = (ms: number | undefined) => cell(ms !== undefined && ms >= 9999.5 ? formatBrief(ms) : latencyDigits(ms));

function row(name: ReadKind, {count, p50Ms, p95Ms, p99Ms}: LatencySummary, said: string): Line {
	return [
		{text: ` ${name.padEnd(4)}`, tone: name === 'live' ? 'accent' : name},
		{text: [p50Ms, p95Ms, p99Ms].map(ms => figure(ms)).join('')},
		{text: cell(formatBrief(count)), tone: 'dim'},
		{text: `  ${said}`, tone: 'accent'},
	];
}

/** Which run the figures are of; that they are waiting time goes before all. */
function noteOf(run: BenchmarkRun | undefined, saturation: Saturation | undefined, timeZone: string, width: number): string {
	const chart = 'logarithmic, newest right';
	const {mode, addedFillMs} = run?.measurement ?? {mode: '', addedFillMs: 0};
	const benchmark = `benchmark ${run ? clockTime(run.atMs, timeZone) : ''}, ${mode}${addedFillMs > 0 ? ` +${formatDuration(addedFillMs / 1000)}` : ''}`;
	const waiting =
		saturation === undefined ? '' : `saturated: ${saturation.of === 'timers' ? 'timers late by' : 'hits take'} ${formatDuration(saturation.medianMs / 1000)}`;
	const notes = waiting ? [...(run ? [`${waiting}; ${benchmark}`] : []), waiting] : run ? [`${chart}; ${benchmark}`, benchmark] : [chart];
	return notes.find(note => note.length + 20 <= width) ?? notes.at(-1)!;
}

/**
 * A hit against a miss with its interval named, and where there is room what that comes to at the present hit rate, and
 * what makes the run hard to compare. Three lines.
 */
function runTexts(run: BenchmarkRun, atOnce: AtOnce | undefined, room: number): readonly string[] {
	const {
		speedup: {ratio, low, high},
		measurement,
		remarks,
	} = run;
	const sign = remarks.length > 0 ? ' !' : '';
	const interval = `${formatTimes(low)} to ${formatTimes(high)}`;
	const wide = `a hit is ${formatTimes(ratio)} × faster${sign}; 95 % interval of this run: ${interval}`;
	const effective = effectiveText(measurement, atOnce);
	if (wide.length <= room) {
		const more = remarks.length > 0 ? `! ${remarks.join('; ')}` : '';
		return [wide, fitting([effective, ''], room), fitting([more, more === '' ? '' : '! it is hard to compare: see Activity'], room)];
	}

	const middle = fitting(
		[`a hit is ${formatTimes(ratio)} × faster${sign}`, `a hit: ${formatTimes(ratio)} × faster${sign}`, `${formatTimes(ratio)} × faster${sign}`],
		room,
	);
	const oneLine = `95 % interval of this run: ${interval}`;
	return oneLine.length <= room
		? [middle, oneLine, fitting([effective, effectiveText(measurement, atOnce, true), ''], room)]
		: [middle, '95 % interval of', fitting([`this run: ${interval}`, `run: ${interval}`, interval], room)];
}
