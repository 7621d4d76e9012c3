import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import {LatencyPanel} from '../../../source/dashboard/panels/latency-panel.tsx';
import {type LatencySample, summariseSamples} from '../../../source/flows/measure-latency.ts';

/** A miss of about 4 ms before every ten hits of 0.2 to 0.28 ms. */
function reads(count: number): LatencySample[] {
	return Array.from({length: count}, (_, i) => i % 11 === 0
		? {kind: 'miss', latencyMs: 4 + i / 1000, atMs: i}
		: {kind: 'hit', latencyMs: 0.2 + i % 5 / 50, atMs: i});
}

type Props = Partial<Parameters<typeof LatencyPanel>[0]>;

const panel = (props: Props, width = 54, height = 8) => {
	const node = <LatencyPanel samples={[]} measurement={undefined} measuring={undefined} readers="1 viewer, every 1.2 s" hitRate={undefined} ascii={false} width={width} height={height} {...props}/>;
	return render(node).lastFrame()!.split('\n');
};

test('before the first read there is no figure', () => {
	expect(panel({})).toEqual([
		'╭ Read latency ────────── logarithmic, newest right ─╮',
		'│         │                                          │',
		'│   10 ms ┤                                          │',
		'│  0.1 ms ┤                                          │',
		'│ ms      p50    p95    p99     n  live reads        │',
		'│ miss      –      –      –     0  b measures        │',
		'│ hit       –      –      –     0  the speed-up      │',
		'╰────────────────────────────────────────────────────╯',
	]);
});

test('live reads have a figure from 20 of a kind on', () => {
	expect(panel({samples: reads(60)}, 54, 9)).toEqual([
		'╭ Read latency ────────── logarithmic, newest right ─╮',
		'│  100 ms ┤                                          │',
		'│   10 ms ┤⡀    ⢀     ⡀    ⢀     ⡀    ⢀          miss│',
		'│    1 ms ┤                                          │',
		'│  0.1 ms ┤⠐⠒⠒⠒⠒⠂⠒⠒⠒⠒⠒⠐⠒⠒⠒⠒⠂⠒⠒⠒⠒⠒⠐⠒⠒⠒⠒⠂⠒⠒        hit │',
		'│ ms      p50    p95    p99     n  live reads        │',
		'│ miss      –      –      –     6  b measures        │',
		'│ hit   0.240  0.280  0.280    54  the speed-up      │',
		'╰────────────────────────────────────────────────────╯',
	]);
});

test('live reads have no speed-up, however many: their misses and hits are not interleaved', () => {
	const lines = panel({samples: reads(440)}, 64);
	expect(lines[5]).toMatch(/miss +4\.\d\d +4\.\d\d +4\.\d\d +40 +b measures +│/);
	expect(lines[6]).toMatch(/hit +0\.240 +0\.280 +0\.280 +400 +the speed-up +│/);
	expect(lines[4]).toContain('live reads');
	expect(panel({samples: reads(440)}, 98)[4]).toContain('1 viewer, every 1.2 s');
});

test('while a benchmark runs its own reads are counted, and no key is offered that cannot act', () => {
	expect(panel({samples: reads(440), measuring: reads(240)}, 54, 9).slice(5)).toEqual([
		'│ ms      p50    p95    p99     n  benchmark, running│',
		'│ miss   4.12   4.22   4.23    22  the speed-up      │',
		'│ hit   0.240  0.280  0.280   218  comes at its end  │',
		'╰────────────────────────────────────────────────────╯',
	]);
});

test('a measurement stands until the next, whatever is read meanwhile', () => {
	const measurement = {mode: 'paced' as const, addedFillMs: 0, samples: [], ...summariseSamples(reads(440))};
	const {ratio, low, high} = measurement.speedup!;
	const speedup = `${ratio.toFixed(0)} × (${low.toFixed(0)} to ${high.toFixed(0)})`;
	expect(panel({samples: reads(1000), measurement}, 64, 9).slice(5)).toEqual([
		'│ ms      p50    p95    p99     n  benchmark, paced            │',
		`│ miss   4.21   4.41   4.42    40  ${speedup.padEnd(28)}│`,
		'│ hit   0.240  0.280  0.280   400  a hit to a miss             │',
		'╰──────────────────────────────────────────────────────────────╯',
	]);
	// t_g = t_s = 0.24, t_o = 4.21 − 0.48: 3.73 / (0.24 + 0.1 · 3.97) and 0.48 / 3.97.
	expect(panel({samples: [], measurement, hitRate: 0.9}, 64, 9)[7]).toContain('5.9 × at 90.0 % hits');
	expect(panel({samples: [], measurement: {...measurement, addedFillMs: 400}}, 64, 9)[5]).toContain('benchmark, paced +400 ms');
	const wide = panel({samples: [], measurement, hitRate: 0.9}, 98, 9);
	expect(wide[6]).toContain(`a hit is ${ratio.toFixed(0)} × faster (${low.toFixed(0)} to ${high.toFixed(0)})`);
	expect(wide[7]).toContain('5.9 × at 90.0 % hits; pays above 12.1 %');
});

test('every line has the panel\'s width at any size', () => {
	for (const [width, height] of [[54, 7], [54, 8], [64, 13], [98, 33]] as const) {
		const lines = panel({samples: reads(900)}, width, height);
		expect(lines.map(line => line.length)).toEqual(Array.from({length: height}, () => width));
	}
});
