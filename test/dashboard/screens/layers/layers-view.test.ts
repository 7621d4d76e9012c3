import {wayLines} from '../../../../source/dashboard/screens/layers/way-lines.ts';
import type {ArchiveResult} from '../../../../source/flows/archive-facts.ts';
import {describe, expect, test} from 'vitest';
import {layersView} from '../../../../source/dashboard/screens/layers/layers-view.ts';
import type {Station} from '../../../../source/dashboard/screens/layers/view.ts';
import {initialState, type ShownRead, type State} from '../../../../source/dashboard/state/state.ts';
import {byLayer} from '../../../../source/layers/layers.ts';
import {shop} from '../../../../source/scenarios/shop/shop.ts';
import {birds} from '../../../scenarios/miniature/birds.ts';
import {nowMs, openState, report, stateAfter, statistics} from '../../desk.ts';

const dayMs = 86_400_000;
const embedded = (spoken: string) => ({kind: 'embedded', label: `embedded engine, ${spoken}`, version: '0.1.0', address: 'there:1'}) as const;
const shown: ShownRead = {
	about: '',
	outcome: 'hit',
	stores: {},
	stands: true,
	latencyMs: 0.214,
	servedAtMs: nowMs,
	expiresAtMs: nowMs + 228_000,
	ageMs: 72_000,
	answer: report({Books: 1}, nowMs - 72_000),
};
const looked: State = stateAfter(
	{
		...openState,
		layers: byLayer(({title}) => ({health: 'up', backend: embedded(`${title} protocol`)})),
		shown,
		lastRead: shown,
		keyExpiresAtMs: nowMs + 228_000,
	},
	{
		type: 'layer-looked-into',
		layer: 'postgres',
		holdings: {count: 10_000_000, isEstimate: true, oldestMs: nowMs - 1825 * dayMs, newestMs: nowMs - 2000, bytes: 2.1e9},
	},
	{type: 'layer-looked-into', layer: 'mongo', holdings: {count: 1412, oldestMs: nowMs - 34 * dayMs, newestMs: nowMs - 1000, bytes: 962_000}},
	{type: 'layer-looked-into', layer: 'redis', holdings: {count: 1, bytes: 1160}},
	{type: 'layer-looked-into', layer: 'gcs', holdings: {count: 36, days: 35, oldestMs: Date.UTC(2026, 9, 22), newestMs: Date.UTC(2026, 10, 23), bytes: 412_000}},
);
const stationOf = (state: State, title: string): Station => layersView(state).stations.find(station => station.title === title)!;
const textOf = (state: State, title: string) => stationOf(state, title).into?.texts[0];

test('what each layer told, in words', () => {
	const figures = layersView(looked).stations.map(({title, count, word, oldest, newest, size}) => [title, count, word, oldest, newest, size].join('|'));
	expect(figures).toEqual([
		'PostgreSQL|about 10,000,000|orders|25 Nov 2021|11:59:58|2.10 GB',
		'MongoDB|1,412|orders|21 Oct|11:59:59|962 kB',
		'Redis|1|key||11:58:48|1.16 kB',
		'GCS|36|objects|22 Oct|23 Nov|412 kB',
		'Warehouse|not counted yet||||',
	]);
	// An engine that is to take over has nothing, and Redis may not say: neither is a count.
	expect(stationOf({...looked, held: {}, placedIn: 'mongo'}, 'PostgreSQL')).toMatchObject({count: 'not in use yet', word: '', size: ''});
	expect(stationOf({...looked, held: {}, placedIn: 'postgres'}, 'PostgreSQL')).toMatchObject({count: 'not counted yet', word: ''});
	expect(stationOf({...looked, isKeyKnown: false}, 'Redis')).toMatchObject({count: '', word: ''});
	expect(looked.held).toMatchObject({postgres: 10_000_000, mongo: 1412, gcs: 36});
	expect(stationOf(looked, 'MongoDB')).toMatchObject({
		labels: ['up, embedded 0.1.0, MongoDB protocol', 'up, embedded 0.1.0', 'up'],
		attach: 'mongosh there:1/shopstream',
		trouble: undefined,
	});
	expect(layersView(looked).why!.answer.match(/[.] |[.]$/g)).toHaveLength(2);
});

describe('how far each is behind', () => {
	test('MongoDB: by the lag of what was brought over, what waits, and what holds it back', () => {
		const filled = (changes: Partial<NonNullable<State['fill']>>) =>
			stationOf(
				{
					...looked,
					placedIn: 'postgres',
					fill: {lag: undefined, queued: 3, heldBackBy: undefined, bound: 'at most one row an order of the last 36 days', ...changes},
				},
				'MongoDB',
			).into!;
		const lag = {p50Ms: 12.34, p95Ms: 48.1, samples: 200};
		expect(filled({lag}).texts).toEqual([
			'12.3 ms behind, 95 % within 48.1 ms; 3 in the outbox, at most one row an order of the last 36 days',
			'12.3 ms behind, 95 % within 48.1 ms; 3 in the outbox',
			'12.3 ms behind (p95 48.1 ms); outbox 3',
			'12.3 ms behind; outbox 3',
		]);
		expect(filled({}).texts[1]).toBe('nothing to measure yet; 3 in the outbox');
		expect(filled({lag, heldBackBy: 'psql (process 17) has not committed'})).toMatchObject({
			texts: ['3 in the outbox, held back: psql (process 17) has not committed', 'held back: psql (process 17) has not committed'],
			isTrouble: true,
		});
	});

	test('the cached answer: its age and its end', () => {
		expect(textOf(looked, 'Redis')).toBe('the answer is 1:12 old, of 5 min; it ends in 3:48');
		expect(textOf({...looked, keyExpiresAtMs: undefined}, 'Redis')).toBe('no answer is cached: the next read asks MongoDB');
		expect(textOf({...looked, isKeyKnown: false}, 'Redis')).toBe('Redis does not say whether there is a key');
		expect(stationOf({...looked, keyExpiresAtMs: undefined}, 'Redis')).toMatchObject({count: '0', word: 'keys', newest: '', size: ''});
	});

	test('the archive: its days, and those that MongoDB has more', () => {
		expect(textOf(looked, 'GCS')).toBe('35 days archived, all but today');
		const ofYesterday = {...looked, nowMs: nowMs + dayMs};
		expect(textOf(ofYesterday, 'GCS')).toBe('35 days archived, 1 day behind');
		const upToDate = {...looked, holdings: {...looked.holdings, gcs: {...looked.holdings.gcs!, newestMs: Date.UTC(2026, 10, 24)}}};
		expect(textOf(upToDate, 'GCS')).toBe('35 days archived, to the newest day');
		expect(textOf({...upToDate, session: {...looked.session, archived: {rows: 9, objects: 3, atMs: nowMs - 65_000}}}, 'GCS')).toBe(
			'35 days archived, 1:05 ago',
		);
		expect(textOf({...looked, holdings: {...looked.holdings, gcs: {count: 0, days: 0, bytes: 0}}}, 'GCS')).toBe('nothing is archived yet: a does that');
		// An order of the morning in Auckland, and of the evening in New York: in UTC it is another day.
		for (const [timeZone, newestMs, behind] of [
			['Pacific/Auckland', Date.UTC(2026, 10, 23, 20), '1 day behind'],
			['America/New_York', Date.UTC(2026, 10, 25, 1), 'all but today'],
		] as const) {
			const mongo = {...looked.holdings.mongo!, newestMs};
			expect(textOf({...looked, timeZone, holdings: {...looked.holdings, mongo}}, 'GCS')).toBe(`35 days archived, ${behind}`);
		}

		expect(textOf({...looked, holdings: {}}, 'GCS')).toBe('');
	});

	test('a layer that held nothing when it was looked into, and does now, has no size yet', () => {
		const before = stateAfter(looked, {type: 'layer-looked-into', layer: 'redis', holdings: {count: 0, bytes: 0}});
		expect(stationOf(before, 'Redis')).toMatchObject({count: '1', size: ''});
	});

	test('the archive, between the end of an archive and the next look: what the archive said', () => {
		const nothing = {count: 0, days: 0, bytes: 0};
		const empty: State = {...looked, held: {...looked.held, gcs: 0}, holdings: {...looked.holdings, gcs: nothing}};
		const result = {scenario: shop, days: [], totals: {days: 35, rows: 500, worth: 1, parts: 36}, warnings: []};
		const archived = (created: number, before: State) => stateAfter(before, {type: 'facts-archived', result: {...result, created} as unknown as ArchiveResult});
		expect(textOf(archived(36, empty), 'GCS')).toBe('35 days archived');
		expect(stationOf(archived(36, empty), 'GCS')).toMatchObject({count: '36', oldest: '', newest: '', size: ''});
		// Nothing changed: what was seen still holds.
		expect(stationOf(archived(0, looked), 'GCS')).toMatchObject({count: '36', oldest: '22 Oct', newest: '23 Nov', size: '412 kB'});
	});

	test('the readers: what the last of them got, and how many got it at once', () => {
		const readers = (state: State) => stationOf(state, 'Redis').readers;
		expect(readers(looked)).toMatchObject({texts: ['to the screen: HIT in 0.214 ms', 'HIT in 0.214 ms'], isTrouble: false});
		expect(readers({...looked, statistics: statistics(40, 30)})!.texts[0]).toBe('to the screen: HIT in 0.214 ms; 75.0 % hits');
	});
});

describe('a layer that is not up says why, and what it would take', () => {
	const config = {scenario: shop, ascii: false, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 300};
	const troubleOf = (state: State, title = 'PostgreSQL') => stationOf(state, title).trouble;

	test('left out, not yet begun, nothing to keep there, no memory', () => {
		expect(troubleOf(initialState({...config, without: 'postgres'}, 80, 24, nowMs))).toEqual({
			text: 'left out by --without postgres',
			isBad: false,
		});
		expect(troubleOf(initialState(config, 80, 24, nowMs))?.text).toBe('opens after the first answer');
		expect(troubleOf(initialState({...config, scenario: birds}, 80, 24, nowMs))?.text).toBe('not part of this scenario');
		const out = stateAfter(looked, {
			type: 'layer-not-opened',
			layer: 'postgres',
			reason: 'PostgreSQL stays out: 0.6 GB of memory are free, its engine wants 1',
			health: undefined,
		});
		expect(troubleOf(out)).toEqual({text: 'stays out: 0.6 GB of memory are free, its engine wants 1', isBad: false});
	});

	test('silent, or refusing', () => {
		expect(
			troubleOf(
				{...looked, layers: {...looked.layers, redis: {...looked.layers.redis, health: 'refuses', reason: 'out of memory', isReadOnly: true}}},
				'Redis',
			),
		).toEqual({text: 'refuses to store: out of memory (there:1)', isBad: true});
		expect(troubleOf({...looked, layers: {...looked.layers, postgres: {health: 'silent', backend: undefined}}})).toEqual({
			text: 'does not answer: it is named by --postgres-url',
			isBad: true,
		});
	});
});

test("no letter has the tone of a frame, whose contrast is a frame's", () => {
	const lines = wayLines(layersView(looked), 96, 40).flat();
	expect(lines.filter(({tone}) => tone === 'border').length).toBeGreaterThan(0);
	expect(lines.filter(({text, tone}) => tone === 'border' && /\p{L}/u.test(text))).toEqual([]);
});
