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
	const node = <LatencyPanel samples={[]} measurement={undefined} measuring={undefined} refreshSeconds={1.2} ascii={false} width={width} height={height} {...props}/>;
	return render(node).lastFrame()!.split('\n');
};

test('before the first read there is no figure', () => {
	expect(panel({})).toEqual([
		'╭ Read latency ────────── logarithmic, newest right ─╮',
		'│         │                                          │',
		'│   10 ms ┤                                          │',
		'│  0.1 ms ┤                                          │',
		'│ ms      p50    p95    p99     n  reads every 1.2 s │',
		'│ miss      –      –      –     0  b measures        │',
		'│ hit       –      –      –     0  from 20 of each   │',
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
		'│ ms      p50    p95    p99     n  reads every 1.2 s │',
		'│ miss      –      –      –     6  b measures        │',
		'│ hit   0.240  0.280  0.280    54  from 20 of each   │',
		'╰────────────────────────────────────────────────────╯',
	]);
});

test('enough live reads of both kinds give the speed-up with its interval', () => {
	const lines = panel({samples: reads(440)});
	expect(lines[5]).toMatch(/miss +4\.\d\d +4\.\d\d +4\.\d\d +40 +1\d\.\d × faster/);
	expect(lines[6]).toMatch(/hit +0\.240 +0\.280 +0\.280 +400 +1\d\.\d to 1\d\.\d/);
	expect(lines[4]).toContain('reads every 1.2 s');
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
	const measurement = {mode: 'paced' as const, samples: [], ...summariseSamples(reads(440))};
	const {ratio, low, high} = measurement.speedup!;
	expect(panel({samples: reads(1000), measurement}, 64, 9).slice(5)).toEqual([
		'│ ms      p50    p95    p99     n  benchmark, paced            │',
		`│ miss   4.21   4.41   4.42    40  ${`${ratio.toFixed(1)} × faster`.padEnd(28)}│`,
		`│ hit   0.240  0.280  0.280   400  ${`${low.toFixed(1)} to ${high.toFixed(1)}`.padEnd(28)}│`,
		'╰──────────────────────────────────────────────────────────────╯',
	]);
});

test('every line has the panel\'s width at any size', () => {
	for (const [width, height] of [[54, 7], [54, 8], [64, 13], [98, 33]] as const) {
		const lines = panel({samples: reads(900)}, width, height);
		expect(lines.map(line => line.length)).toEqual(Array.from({length: height}, () => width));
	}
});
