import {expect, test} from 'vitest';
import {onPaper} from '../../source/reports/on-paper.ts';
import {stampedeText} from '../../source/reports/stampede-text.ts';
import {comparedStampede, stampede, wordyLab} from './lab-results.ts';

const lines = (text: string) => text.split('\n');
const {first} = stampede;

test('each firing, and their mean beside the prediction', () => {
	expect(lines(stampedeText(stampede)).slice(0, 8)).toEqual([
		'Live: the key expired 2 times under 100 viewers, each polling every 5 s, each a process of its own, unprotected; a fill took 406 ms.',
		'',
		'firing  origin queries  reads that waited  until it is cached',
		'     1               8                  8              406 ms',
		'     2              11                 10              410 ms',
		'',
		'Origin queries on average 9.50, predicted 9.12 (formula).',
		'',
	]);
	const once = stampedeText({
		...stampede,
		first: {
			...first,
			measured: {...first.measured, each: [{originQueries: 1, waited: 8, tookMs: 400, fillMs: 400}], shed: 12},
			predicted: {originQueries: 1, by: 'simulation'},
		},
	});
	expect(once).toContain('the key expired once under');
	expect(once).toContain(
		'Origin queries 1, predicted 1 (simulation).\nShed unprotected: 12 reads, because too many were under way; the prediction counts them.',
	);
});

test('nothing asked for: without protection and with the lock in one table, and what that shows', () => {
	expect(lines(stampedeText(comparedStampede)).slice(0, 12)).toEqual([
		'Live: the key expired 2 times under 100 viewers, each polling every 5 s, each a process of its own, without protection and then with the lock in Redis; a fill took 406 ms and 406 ms.',
		'The lesson has 1 viewer who reads every 1.2 s; here are 100, since one reader makes no stampede, nor does a query that is over at once.',
		'',
		'               firing  origin queries  reads that waited  until it is cached',
		'unprotected         1               8                  8              406 ms',
		'                    2              11                 10              410 ms',
		'with the lock       1               1                  9              406 ms',
		'                    2               1                 11              408 ms',
		'',
		'Unprotected, 9.50 queries reached the origin on average, predicted 9.12 (formula); with the lock in Redis 1, predicted 1 (formula).',
		'Every reader that found the key gone asked, until the first answer was cached; with the lock one asks and the others wait for its answer.',
		'',
	]);
});

test('a load too small for a stampede says so', () => {
	const small = {...comparedStampede, first: {...first, measured: {...first.measured, each: [{originQueries: 1, waited: 1, tookMs: 4, fillMs: 4}]}}};
	expect(stampedeText(small)).toContain('That is no stampede: too few reads come while a query runs');
});

test('every line keeps within 80 columns on paper, as long as texts get', () => {
	const crowded = {
		load: wordyLab.load,
		protection: wordyLab.protection,
		measured: {
			each: Array.from({length: 100}, () => ({originQueries: 123_456, waited: 1_234_567, tookMs: 72_000_000, fillMs: 72_000_000})),
			fillSeconds: 4.2,
			shed: 1_234_567,
		},
		predicted: {originQueries: 123_456.7, by: 'simulation' as const},
	};
	for (const result of [stampede, comparedStampede, {...stampede, first: crowded}, {...comparedStampede, first: crowded, withLock: crowded}]) {
		const text = onPaper(stampedeText(result), {ascii: false});
		expect(lines(text).filter(line => line.length > 80)).toEqual([]);
		expect(text).not.toMatch(/ $/m);
	}
});
