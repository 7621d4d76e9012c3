import {expect, test} from 'vitest';
import {Header} from '../../../source/dashboard/panels/header.tsx';
import type {ShownLayer} from '../../../source/dashboard/selectors/shown-layers.ts';
import {renderAt} from '../render-at.ts';

const embedded = {kind: 'embedded', label: 'embedded engine, some protocol', version: '0.1.0', address: ''} as const;
const server = (label: string) => ({kind: 'server', label, version: '', address: ''}) as const;
const layer = (title: string, held: number | undefined, word: string, more: Partial<ShownLayer> = {}): ShownLayer => ({
	title,
	fullTitle: title,
	health: 'up',
	backend: embedded,
	held,
	counts: {one: word, many: `${word}s`},
	...more,
});

const redis = layer('Redis', 1, 'key', {counts: {one: 'key', many: 'keys', isAlwaysSaid: true}});
const three = [layer('MongoDB', 1412, 'order'), redis, layer('GCS', 35, 'object', {fullTitle: 'Google Cloud Storage'})];
const six = [layer('PostgreSQL', 10_000_000, 'order'), ...three, layer('BigQuery', 10_000_000, 'order'), layer('DuckDB', 61, 'month')];

const header = (layers: readonly ShownLayer[], columns: number, isClockOff = false) =>
	renderAt(<Header layers={layers} clock="12:04:31" zone="UTC" isClockOff={isClockOff} columns={columns} />, columns, 1).trimEnd();

/** Without the room between. */
const squeezed = (line: string) => line.replace(/ {3,}/, ' | ');

test.each([
	[130, ' shopstream  MongoDB embedded 0.1.0 1,412 orders › Redis embedded 0.1.0 1 key › GCS embedded 0.1.0 35 objects | 12:04:31 UTC'],
	[100, ' shopstream  MongoDB 1,412 › Redis 1 key › GCS 35  embedded 0.1.0 | 12:04:31 UTC'],
	[80, ' shopstream  MongoDB 1,412 › Redis 1 key › GCS 35  embedded 0.1.0  12:04:31 UTC'],
])('three layers, %i wide', (columns, line) => {
	expect(squeezed(header(three, columns))).toBe(line);
});

test.each([
	[1500, ' PostgreSQL 1,500 › MongoDB 1,412 › Redis 1 key › GCS 35  embedded 12:04:31 UTC'],
	[10_000_000, ' PostgreSQL 10.0M › MongoDB 1,412 › Redis 1 key › GCS 35  embedded 12:04:31 UTC'],
])('four layers, 80 wide, however many orders there are: %i', (held, line) => {
	expect(squeezed(header([{...six[0]!, held}, ...three], 80))).toBe(line);
});

test.each([
	[532, ' PostgreSQL 532 › MongoDB 530 › Redis 1 › GCS 35 › Warehouse 35 | 12:04:31 UTC'],
	[102_310, ' PostgreSQL 102k › MongoDB 530 › Redis 1 › GCS 35 › Warehouse 35 | 12:04:31 UTC'],
])('with a history, 80 wide, the counts of PostgreSQL and MongoDB stay: %i', (held, line) => {
	const five = [{...six[0]!, held}, {...three[0]!, held: 530}, redis, three[2]!, layer('Warehouse', 35, 'day')];
	expect(squeezed(header(five, 80))).toBe(line);
});

test('five years at 80 columns: the zone goes before a count does, and then the last count', () => {
	const years = (orders: number) => [
		{...six[0]!, held: 102_310},
		{...three[0]!, held: orders},
		redis,
		layer('GCS', 1825, 'object'),
		layer('Warehouse', 1825, 'day'),
	];
	expect(header(years(530), 80)).toBe(' PostgreSQL 102k › MongoDB 530 › Redis 1 › GCS 1,825 › Warehouse 1,825 12:04:31');
	expect(squeezed(header(years(11_700), 80))).toBe(' PostgreSQL 102k › MongoDB 11.7k › Redis 1 › GCS 1,825 › Warehouse 12:04:31 UTC');
});

test('the word for keys goes before their number does', () => {
	const many = [{...six[0]!, held: 11_727}, {...three[0]!, held: 11_722}, {...redis, held: 286}, three[2]!];
	expect(squeezed(header(many, 80))).toBe(' PostgreSQL 11.7k › MongoDB 11.7k › Redis 286 › GCS 35  embedded | 12:04:31 UTC');
});

test('beside servers the version of what is embedded goes before what stands behind a layer does', () => {
	const mixed = [{...six[0]!, held: 1019, backend: server('PostgreSQL 15.18')}, three[0]!, {...redis, backend: server('Redis 7.0.15')}, three[2]!];
	expect(squeezed(header(mixed, 100))).toBe(' PostgreSQL 15.18 1,019 › MongoDB embedded 1,412 › Redis 7.0.15 1 › GCS embedded 35 | 12:04:31 UTC');
});

test('an estimate is said to be one', () => {
	const large = [{...six[0]!, held: 300_173, isEstimate: true}, ...three];
	expect(squeezed(header(large, 80))).toBe(' PostgreSQL ~300k › MongoDB 1,412 › Redis 1 key › GCS 35  embedded 12:04:31 UTC');
	expect(header(large, 120)).toContain('PostgreSQL ~300,000 ›');
});

test('servers are named with their versions, and not named twice', () => {
	const servers = [
		{...three[0]!, backend: server('MongoDB 8.0.4')},
		{...redis, backend: server('Redis 8.0.2')},
		{...three[2]!, backend: server('Google Cloud Storage')},
	];
	expect(squeezed(header(servers, 120))).toBe(' shopstream  MongoDB 8.0.4 1,412 orders › Redis 8.0.2 1 key › GCS 35 objects | 12:04:31 UTC');
	expect(squeezed(header(servers.with(2, {...three[2]!, backend: server('GCS emulator')}), 120))).toBe(
		' shopstream  MongoDB 8.0.4 1,412 orders › Redis 8.0.2 1 key › GCS emulator 35 objects | 12:04:31 UTC',
	);
});

test('what is wrong with a layer stays, however narrow it gets', () => {
	const troubled = [three[0]!, {...redis, health: 'silent', held: undefined}, {...three[2]!, health: 'refuses'}] as const;
	expect(squeezed(header(troubled, 100))).toBe(' shopstream  MongoDB 1,412 › Redis DOWN › GCS REFUSES 35  embedded 0.1.0 | 12:04:31 UTC');
	expect(squeezed(header(troubled, 80))).toBe(' MongoDB 1,412 › Redis DOWN › GCS REFUSES 35  embedded 0.1.0 | 12:04:31 UTC');
	expect(
		header(
			troubled.map(one => ({...one, health: 'refuses'})),
			80,
			true,
		),
	).toMatch(/^ MongoDB REFUSES › Redis REFUSES › GCS REFUSES +clocks differ {2}12:04:31 UTC$/);
	expect(
		header(
			six.map(one => ({...one, health: 'silent'})),
			80,
		),
	).toBe(' PostgreSQL DOWN › MongoDB DOWN › Redis DOWN › GCS DOWN › BigQuery DOWN › DuckD…');
});

test.each([
	[160, ' shopstream  PostgreSQL 10,000,000 › MongoDB 1,412 › Redis 1 key › GCS 35 › BigQuery 10,000,000 › DuckDB 61  embedded 0.1.0 | 12:04:31 UTC'],
	[120, ' PostgreSQL 10,000,000 › MongoDB 1,412 › Redis 1 key › GCS 35 › BigQuery 10,000,000 › DuckDB 61  embedded  12:04:31 UTC'],
	[100, ' PostgreSQL 10.0M › MongoDB 1,412 › Redis 1 key › GCS 35 › BigQuery 10.0M › DuckDB 61  12:04:31 UTC'],
	[80, ' PostgreSQL 10.0M › MongoDB › Redis › GCS › BigQuery › DuckDB | 12:04:31 UTC'],
])('six layers, %i wide', (columns, line) => {
	expect(squeezed(header(six, columns))).toBe(line);
});

test('before anything is open', () => {
	expect(
		squeezed(
			header(
				three.map(one => ({...one, health: 'opening', backend: undefined, held: undefined})),
				80,
			),
		),
	).toBe(' shopstream  MongoDB … › Redis … › GCS … | 12:04:31 UTC');
});
