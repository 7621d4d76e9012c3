import {describe, expect, test} from 'vitest';
import {labText, stampedeText} from '../../source/reports/lab-text.ts';
import {emptyLab, lab, stampede, wordyLab} from './lab-results.ts';

const lines = (text: string) => text.split('\n');

test('lab: what was seen beside what theory says, and whether the two agree', () => {
	expect(lines(labText(lab)).slice(0, 10)).toEqual([
		'Live: TTL 2 s, 30 viewers, each polling every 5 s, in one process, with',
		'single-flight; 1 min from an empty cache.',
		'',
		'                           seen  theory  5-95 % of such runs',
		'hit rate                 91.9 %  92.3 %     91.7 % to 93.1 %',
		'mean age                 923 ms  925 ms',
		'origin queries a minute    27.0    27.6',
		'',
		'360 reads: hit 331, miss 27, coalesced 2.',
		'The hit rate lies where theory expects nine runs of ten.',
	]);
});

describe('the verdict', () => {
	const withRate = (hitRate: number) => labText({...lab, measured: {...lab.measured, hitRate}});

	test.each([0.9167, 0.92, 0.9306])('%d is inside', hitRate => {
		expect(withRate(hitRate)).toContain('lies where theory expects');
	});

	test.each([0.9166, 0.9307])('%d is outside, and one run in ten is', hitRate => {
		expect(withRate(hitRate)).toMatch(/lies outside of where theory expects nine runs of ten: run it\nagain, one in ten does\./);
	});

	test('without a band, or a formula, says which is lacking', () => {
		expect(labText({...lab, predicted: {...lab.predicted!, band: undefined}})).toContain('No band is known for such a run.');
		expect(labText({...lab, predicted: undefined})).toContain('No formula is known for this load.');
	});
});

test('nothing read: dashes, and no NaN', () => {
	const text = labText(emptyLab);
	expect(text).toMatch(/^hit rate +– +– +–$/m);
	expect(text).toMatch(/^mean age +– +–$/m);
	expect(text).not.toMatch(/NaN|undefined|Infinity/);
});

test('what went wrong is said with its count: sheds, and the reasons', () => {
	expect(labText(wordyLab).replaceAll('\n', ' ')).toContain('shed 1,234,567, more than could be under way');
	expect(labText(wordyLab)).toContain('12 of the reads did not go their way: MongoDB at');
	expect(labText(lab)).not.toMatch(/shed|their way/);
});

test('stampede: each firing, and their mean beside the prediction', () => {
	expect(lines(stampedeText(stampede)).slice(0, 9)).toEqual([
		'Live: the key expired 2 times under 100 viewers, each polling every 5 s, each a',
		'process of its own, unprotected; a fill took 406 ms.',
		'',
		'firing  origin queries  reads that waited  until a value stood',
		'     1               8                  8               406 ms',
		'     2              11                 10               410 ms',
		'',
		'Origin queries on average 9.50, predicted 9.12 (formula).',
		'',
	]);
	const once = stampedeText({...stampede, measured: {...stampede.measured, each: [{originQueries: 1, waited: 8, tookMs: 400}], shed: 12}, predicted: {originQueries: 1, by: 'simulation'}});
	expect(once).toContain('the key expired once under');
	expect(once.replaceAll('\n', ' ')).toContain('Origin queries 1.00, predicted 1.00 (simulation). Shed: 12 reads, more than could be under way.');
});

test('every line keeps within 80 columns, as long as texts get', () => {
	const crowded = {...stampede, load: wordyLab.load, measured: {each: Array.from({length: 100}, () => ({originQueries: 123_456, waited: 1_234_567, tookMs: 72_000_000})), fillSeconds: 4.2, shed: 1_234_567}, predicted: {originQueries: 123_456.7, by: 'simulation' as const}};
	for (const text of [labText(lab), labText(emptyLab), labText(wordyLab), stampedeText(stampede), stampedeText(crowded)]) {
		expect(lines(text).filter(line => line.length > 80 && !line.includes('mongodb://'))).toEqual([]);
		expect(text).not.toMatch(/ $/m);
	}
});
