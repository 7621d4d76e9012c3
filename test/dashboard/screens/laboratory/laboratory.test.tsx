import {expect, test} from 'vitest';
import {toAscii} from '../../../../source/words/ascii.ts';
import type {LaboratoryView} from '../../../../source/dashboard/screens/laboratory/view.ts';
import {frame, large, small} from './frame.tsx';
import {emptyView, fewReadsView, fullView, noFormulaView, placingView, pollingFigures, runningView} from './views.ts';

const sizes = [small, {width: 80, height: 42}, {width: 100, height: 27}, {width: 120, height: 28}, large, {width: 160, height: 48}];
const views = {emptyView, runningView, fullView, placingView};

test.each(sizes.flatMap(size => Object.entries(views).map(([name, view]) => [name, size.width, size.height, view] as const)))(
	'%s fills %i × %i exactly',
	(_name, width, height, view) => {
		const lines = frame(view, {width, height});
		expect(lines).toHaveLength(height);
		const framed = lines.slice(0, -1);
		expect(framed.every(line => line.length === width && /^[╭│╰].*[╮│╯]$/.test(line))).toBe(true);
	},
);

test('placing a guess hides whatever would tell the answer', () => {
	for (const size of [small, large]) {
		const text = frame({...placingView, chartPair: 1}, size).join('\n');
		expect(text).toContain('Buys: hit rate');
		expect(text).not.toMatch(/96\.8|92\.0|1,108|SIMULATED|@/);
	}
});

test('few reads: a count and no figure', () => {
	const lines = frame(fewReadsView);
	expect(lines.join('\n')).not.toMatch(/66\.3|@|inside/);
	expect(lines.join('\n')).toContain('7/20 reads, then figures');
});

test('the other two charts', () => {
	const lines = frame({...runningView, chartPair: 1});
	expect(lines[0]).toContain('Buys: fewer queries');
	expect(lines[10]).toContain('Costs: today is off');
	// A band and a guess stand on the chart of the hit rate alone.
	expect(lines.at(-1)).toContain('theory');
	expect(lines.at(-1)).not.toContain('chance');
});

test('the verdict on the band, and the difference of the guess, in words', () => {
	const said = (changes: Partial<LaboratoryView>) => frame({...fullView, ...changes}).join('\n');
	expect(said({})).toContain('5-95 %: 95.1 to 98.2 %  OUTSIDE');
	expect(said({})).toContain('your guess 60 %: 32 points low');
	expect(said({verdict: {band: {low: 0.9, high: 0.95}, reads: 1000, hitRate: 0.92}})).toContain('90.0 to 95.0 %  inside');
	// A run shorter than a life of the key is not judged.
	expect(said({settlesInSeconds: 61})).toContain('comparable in 1:01');
	expect(said({settlesInSeconds: 61})).not.toContain('OUTSIDE');
	expect(said({guess: {hitRate: 0.93, ttlSeconds: 5, isPlacing: false}})).toContain('your guess 93 %: 1 point high');
	expect(said({guess: {hitRate: 0.92, ttlSeconds: 5, isPlacing: false}})).toContain('your guess 92 %: spot on');
	// Nothing is held against it before a life of the key and reads enough were seen; theory stands in the table.
	expect(said({settlesInSeconds: 294})).toContain('your guess 60 %: judged in 4:54');
	expect(said({reads: 3})).toMatch(/your guess 60 %: judged after .*\n.* 20 reads/);
	expect(said({reads: 3, settlesInSeconds: 294})).not.toContain('points');
	// A guess about another TTL stays on the chart, and out of the table.
	expect(said({ttlSeconds: 10})).not.toContain('your guess');
});

test('no formula: no theory, and what to do instead', () => {
	const lines = frame(noFormulaView);
	const text = lines.join('\n');
	expect(text).toContain('no formula: measure it');
	expect(text).toContain('measure it, or simulate it');
	expect(text).toMatch(/hit rate, % +– +– +66\.3/);
	expect(text).toContain('@');
	expect(lines.at(-1)).not.toContain('theory');
});

test('a simulation under way, its result and the error budget are said', () => {
	const text = frame({...runningView, simulating: 'TTL 1 h, 10,000 reads', whatIf: fullView.whatIf}).join('\n');
	expect(text).toContain('simulating TTL 1 h, 10,000');
	expect(text).toContain('s SIMULATED TTL 1 h');
	expect(frame({...runningView, budget: fullView.budget}).join('\n')).toContain('TTL 6 min 18 s');
});

test('a slow origin is labelled', () => {
	expect(frame({...runningView, addedFillSeconds: 0.4}).join('\n')).toContain('SLOW ORIGIN, 400 ms added');
});

test('a chart stands still while reads come in', () => {
	const chartsOf = (view: LaboratoryView) => frame(view, large).map(line => line.slice(0, 94));
	const later = {
		...runningView,
		reads: 243,
		seen: {...runningView.seen!, hitRate: 0.664, meanAgeSeconds: 4.92},
		outcomes: {...runningView.outcomes, hit: 161, miss: 82},
	};
	expect(chartsOf(later)).toEqual(chartsOf(runningView));
});

test('a step of the theory at the present TTL is drawn where it is', () => {
	const sparse = [1, 4, 30, 86_400].map(ttlSeconds => ({...pollingFigures(ttlSeconds), ttlSeconds, band: undefined}));
	const view = {...emptyView, ttlSeconds: 5, curve: sparse, theory: pollingFigures(5)};
	// Half of the reads are hits from 5 s on: the curve is there beside the label of 50 %.
	expect(frame(view).find(line => line.includes('50 %'))).toMatch(/50 % ┤ +[⠁-⣿]/);
});

test('long texts are wrapped, and what has no room is dropped whole', () => {
	const wordy = {
		...fullView,
		loadText: '200 viewers in 12 processes, 40.5 reads a second in all',
		protectionText: 'single-flight, lock, swr, xfetch, jitter, stale-on-error',
		outcomes: {hit: 123_456, miss: 12_345, coalesced: 1234, stale: 123, bypass: 12, error: 1},
		truth: 'off by 1,234,567.89 today, 12.6 %, and by 12,345.67 in 30 days',
		whatIf: [{...fullView.whatIf[0]!, ttlSeconds: 5445}],
		budget: {...fullView.budget!, reason: 'Today is 10 h old and 1 % of it comes in 6 min, so that an answer may be 6 min 40 s old at the end.'},
	};
	for (const size of sizes) {
		const lines = frame(wordy, size);
		expect(lines.join('\n')).not.toContain('…');
		expect(lines.join('\n')).toMatch(/today (is )?off( by)?, %/);
		expect(lines.every(line => line.length <= size.width)).toBe(true);
	}
});

test('ASCII alone', () => {
	for (const size of [small, large]) {
		const text = frame({...fullView, ascii: true}, size).join('\n');
		expect(text).not.toMatch(/[⠀-⣿]/);
		expect(toAscii(text)).not.toContain('~');
		expect(toAscii(text)).not.toContain('?????');
		expect(text).toContain('** theory');
	}
});
