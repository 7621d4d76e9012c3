import {expect, test} from 'vitest';
import {reportJson, seedJson} from '../../../source/reports/json-report.ts';
import {labJson} from '../../../source/reports/lab-json.ts';
import {labText} from '../../../source/reports/lab-text.ts';
import {reportText, seedText} from '../../../source/reports/text-report.ts';
import {tradingLab} from '../../reports/lab-results.ts';
import {backends, result} from '../../reports/results.ts';
import {birds, birdsInPicture, type Flock} from './birds.ts';

const ofShop = /\borders?\b|revenue|categor|\btoday\b|returns|Cents/i;
const flock: Flock = {
	asOfMs: Date.UTC(2026, 10, 24, 8),
	lake: 'Bled',
	kinds: [
		{kind: 'coot', birds: 7, sightings: 2},
		{kind: 'heron', birds: 2, sightings: 1},
	],
};
const seen = {...result, scenario: birds, read: {...result.read, answer: flock}};
const seeded = {stored: 3, wanted: 3, tookMs: 4, expiring: 1};
const {
	rows: [headline],
} = birds.error.compare(flock, flock);
const lab = {...tradingLab, scenario: birds, error: {...tradingLab.error!, off: [{...headline, mean: 1.5, most: 3, meanShare: 0.2}], expectedShare: undefined}};

test('the report as text: its table, or its picture', () => {
	expect(reportText(seen).split('\n').slice(0, 8)).toEqual([
		'Birds seen at Lake Bled, last 7 days',
		'',
		'kind   birds  sightings  at a time    share',
		'coot       7          2        3.5   77.8 %',
		'heron      2          1        2.0   22.2 %',
		'Total      9          3        3.0  100.0 %',
		'',
		'A bird that was seen twice counts twice.',
	]);
	expect(
		reportText({...seen, scenario: birdsInPicture})
			.split('\n')
			.slice(2, 4),
	).toEqual([' coot ᵥᵥᵥᵥᵥᵥᵥ', ' heron ᵥᵥ']);
	expect(reportText({...seen, scenario: birdsInPicture, ascii: true}).split('\n')[2]).toBe(' coot vvvvvvv');
});

test('the report as JSON: members of its own, under a name of its own', () => {
	expect(reportJson(seen)).toMatchObject({
		schema: 'shopstream.birds-report/1',
		asOf: '2026-11-24T08:00:00.000Z',
		lake: 'Bled',
		kinds: flock.kinds,
		read: {outcome: 'hit'},
	});
});

test('what is seeded, and how far off what was read was', () => {
	expect(seedText(birds, seeded, 6, backends)).toContain('Stored 3 sightings in 4.00 ms; the window now holds 6.\n1 of them are older than 7 days');
	expect(seedJson(birds, seeded, 6, backends)).toMatchObject({stored: 3, sightingsHeld: 6});
	expect(labText(lab)).toContain('the flock by 1.5 on average, 20.0 %, and by 3 at most. 118 sightings arrived.');
	expect(labText(lab)).toMatch(/^the flock off by +20\.0 % +–$/m);
	expect(labJson(lab)).toMatchObject({error: {sightings: 118, flockMean: 1.5, flockMost: 3, flockMeanPercent: 20, predictedFlockMeanPercent: null}});
});

test('no word of the shop is printed', () => {
	for (const text of [
		reportText(seen),
		seedText(birds, seeded, 6, backends),
		labText(lab),
		...[reportJson(seen), seedJson(birds, seeded, 6, backends), labJson(lab)].map(json => JSON.stringify(json).replaceAll(/"schema":"[^"]*"/g, '')),
	]) {
		expect(text.match(ofShop)?.[0]).toBeUndefined();
	}
});
