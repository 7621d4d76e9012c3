import {render} from 'ink-testing-library';
import {describe, expect, test} from 'vitest';
import type {BenchmarkRun} from '../../../../source/dashboard/state/benchmark-run.ts';
import {latencyFigures} from '../../../../source/dashboard/selectors/latency-figures.ts';
import type {State} from '../../../../source/dashboard/state/state.ts';
import {LatencyPanel} from '../../../../source/dashboard/screens/dashboard/latency-panel.tsx';
import {type LatencySample, summariseSamples} from '../../../../source/flows/measure-latency.ts';

/** A miss of about 4 ms before every ten hits of 0.2 to 0.28 ms. */
function reads(count: number): LatencySample[] {
	return Array.from({length: count}, (_, i) =>
		i % 11 === 0 ? {kind: 'miss', latencyMs: 4 + i / 1000, atMs: i} : {kind: 'hit', latencyMs: 0.2 + (i % 5) / 50, atMs: i},
	);
}

type Props = Partial<Parameters<typeof LatencyPanel>[0]> & Pick<Partial<State>, 'measuring'>;

const panel = ({samples = [], runs = [], measuring, ...props}: Props, width = 54, height = 8) => {
	const node = (
		<LatencyPanel
			samples={samples}
			figures={latencyFigures({samples, measuring, runs})}
			runs={runs}
			isMeasuring={measuring !== undefined}
			readers="1 viewer, every 1.2 s"
			atOnce={undefined}
			saturation={undefined}
			timeZone="UTC"
			ascii={false}
			width={width}
			height={height}
			{...props}
		/>
	);
	return render(node).lastFrame()!.split('\n');
};

test('before the first read there is no figure', () => {
	expect(panel({})).toEqual([
		'╭ Read latency ────────── logarithmic, newest right ─╮',
		'│         │                                          │',
		'│   10 ms ┤                                          │',
		'│  0.1 ms ┤                                          │',
		'│ ms     p50   p95   p99 reads  live reads           │',
		'│ miss     –     –     –     0  b measures           │',
		'│ hit      –     –     –     0  the speed-up         │',
		'╰────────────────────────────────────────────────────╯',
	]);
});

test('live reads have a figure from 20 of a kind on, and no speed-up however many: they are not interleaved', () => {
	expect(panel({samples: reads(60)}, 53, 9)).toEqual([
		'╭ Read latency ───────── logarithmic, newest right ─╮',
		'│  100 ms ┤                                         │',
		'│   10 ms ┤⡀    ⢀     ⡀    ⢀     ⡀    ⢀         miss│',
		'│    1 ms ┤                                         │',
		'│  0.1 ms ┤⠐⠒⠒⠒⠒⠂⠒⠒⠒⠒⠒⠐⠒⠒⠒⠒⠂⠒⠒⠒⠒⠒⠐⠒⠒⠒⠒⠂⠒⠒       hit │',
		'│ ms     p50   p95   p99 reads  live reads          │',
		'│ miss     –     –     –     6  b measures          │',
		'│ hit  0.240 0.280     –    54  the speed-up        │',
		'╰───────────────────────────────────────────────────╯',
	]);
	expect(panel({samples: reads(440)}, 64)[5]).toMatch(/miss +4\.\d\d +4\.\d\d +– +40 +b measures +│/);
});

test('figures of ten seconds, and many reads, keep apart', () => {
	const slow = {count: 12_345, p50Ms: 2535.4, p95Ms: 18_167.6, p99Ms: 120_052} as const;
	expect(panel({figures: {miss: slow, hit: {...slow, p50Ms: 9999.4, p95Ms: 9999.6}}}).slice(4, 7)).toEqual([
		'│ ms     p50   p95   p99 reads  live reads           │',
		'│ miss 2,535 18.2k  120k 12.3k  b measures           │',
		'│ hit  9,999 10.0k  120k 12.3k  the speed-up         │',
	]);
});

test('while a benchmark runs its own reads are counted, and no key is offered that cannot act', () => {
	expect(panel({samples: reads(440), measuring: reads(240)}, 54, 9).slice(5)).toEqual([
		'│ ms     p50   p95   p99 reads  benchmark, running   │',
		'│ miss  4.12  4.22     –    22  the speed-up         │',
		'│ hit  0.240 0.280 0.280   218  comes at its end     │',
		'╰────────────────────────────────────────────────────╯',
	]);
});

describe('a benchmark', () => {
	const run = (ratio: number, low: number, high: number, changes: Partial<BenchmarkRun> = {}): BenchmarkRun => ({
		measurement: {mode: 'burst', addedFillMs: 0, samples: [], ...summariseSamples(reads(440))},
		speedup: {ratio, low, high},
		atMs: 975_000,
		remarks: [],
		...changes,
	});
	const runs = [run(62, 26, 116), run(30.04, 20.4, 37.7, {remarks: ['the TTL changed']}), run(19.2, 17, 22.4)];

	test('stands until the next, names its interval, and has the runs before it beside it', () => {
		expect(panel({samples: reads(1000), runs}, 53, 8)).toMatchObject({
			0: '╭ Read latency ───────── benchmark 00:16:15, burst ─╮',
			4: '│ ms     p50   p95   p99 reads  a hit: 19 × faster  │',
			5: '│ miss  4.21  4.41     –    40  95 % interval of    │',
			6: '│ hit  0.240 0.280 0.280   400  this run: 17 to 22  │',
			7: '╰ earlier: 30 × (20 to 38) !, 62 × (26 to 116) ─────╯',
		});
	});

	test('says on a wide screen what it comes to over all reads', () => {
		// t_g = t_s = 0.24, t_o = 4.21 − 0.48: 3.73 / (0.24 + 0.1 · 3.97) and 0.48 / 3.97.
		expect(
			panel({samples: [], runs, atOnce: {share: 0.9, of: 'hits'}}, 72, 9)
				.slice(5, 8)
				.map(line => line.slice(32, -1).trimEnd()),
		).toEqual(['a hit is 19 × faster', '95 % interval of this run: 17 to 22', '5.9 × at 90.0 % hits']);
		const wide = panel({samples: [], runs, atOnce: {share: 0.9, of: 'hits'}}, 98, 9);
		expect(wide.slice(5, 8).map(line => line.slice(32, -1).trimEnd())).toEqual([
			'a hit is 19 × faster; 95 % interval of this run: 17 to 22',
			'5.9 × over all reads at 90.0 % hits; pays above 12.1 %',
			'',
		]);
		// Where nobody waits for MongoDB, reads are as much faster as a hit is against asking it alone: 3.73 / 0.24.
		expect(panel({samples: [], runs, atOnce: {share: 1, of: 'hits + stale'}}, 98, 9)[6]).toContain(
			'16 × over all reads at 100.0 % hits + stale; pays above 12.1 %',
		);
		expect(wide[0]).toContain('logarithmic, newest right; benchmark 00:16:15, burst');
	});

	test('that is hard to compare is marked, with the reason where there is room', () => {
		const marked = [run(19.2, 17, 22.4, {remarks: ['the slow origin changed', 'orders arrived']})];
		expect(panel({runs: marked}, 53, 8)[4]).toMatch(/  19 × faster ! +│/);
		const wide = panel({runs: marked}, 98, 9);
		expect(wide[5]).toContain('a hit is 19 × faster !; 95 % interval');
		expect(wide[7]).toContain('! the slow origin changed; orders arrived');
	});

	test('of a slow origin fits too, and says what was added', () => {
		const slow = [run(25_123, 24_500, 26_100, {measurement: {...run(1, 1, 1).measurement, mode: 'paced', addedFillMs: 5000}})];
		expect(panel({runs: slow}, 53, 8)).toMatchObject({
			0: '╭ Read latency ───── benchmark 00:16:15, paced +5 s ─╮'.replace('───── b', '──── b'),
			4: expect.stringContaining('25,123 × faster') as string,
			6: expect.stringContaining('24,500 to 26,100') as string,
		});
	});
});

test('that latencies are waiting time is said before all else', () => {
	expect(panel({samples: reads(60), saturation: {of: 'timers', medianMs: 56.4}}, 53)[0]).toBe('╭ Read latency ─── saturated: timers late by 56 ms ─╮');
	expect(panel({samples: reads(60), saturation: {of: 'hits', medianMs: 31}}, 53)[0]).toContain(' saturated: hits take 31 ms ');
});

test("every line has the panel's width at any size", () => {
	for (const [width, height] of [
		[54, 7],
		[54, 8],
		[64, 13],
		[98, 33],
	] as const) {
		const lines = panel({samples: reads(900)}, width, height);
		expect(lines.map(line => line.length)).toEqual(Array.from({length: height}, () => width));
	}
});
