import {expect, test} from 'vitest';
import {lineWidth} from '../../../../source/dashboard/panels/lines.tsx';
import type {LayersView} from '../../../../source/dashboard/screens/layers/view.ts';
import {wayLines} from '../../../../source/dashboard/screens/layers/way-lines.ts';
import {fullView} from './views.ts';

const text = (view: LayersView, width = 76, height = 13) =>
	wayLines(view, width, height).map(line =>
		line
			.map(({text}) => text)
			.join('')
			.trimEnd(),
	);
const one = (title: string) => fullView.stations.findIndex(station => station.title === title);
const withStation = (title: string, changes: Partial<LayersView['stations'][number]>): LayersView => ({
	...fullView,
	stations: fullView.stations.with(one(title), {...fullView.stations[one(title)]!, ...changes}),
});

test('the way at 80 × 24: what each layer holds, and what is on its way', () => {
	expect(text(fullView)).toEqual([
		'orders ──●────────────────────────›  orders arrive, 2 a second',
		'PostgreSQL about 10,000,000 orders   26 Nov 2021 to 12:04:31     2.10 GB',
		'│          the source of truth: every order, for good     up, embedded 0.1.0',
		'╰─●───────────────●───────────────›  12 ms behind, 95 % within 48 ms',
		'  MongoDB           191,780 orders        22 Oct to 12:04:31     96.2 MB',
		'  │        the last 35 days, to be asked often            up, embedded 0.1.0',
		'  ├───────────────────────────────›  1:12 old, ends in 3:48',
		'  │ Redis                 1 key                  of 12:03:19     1.16 kB',
		'  │ │      one answer for all readers, for one TTL        up, embedded 0.1.0',
		'  │ ╰────────────────────────────●›  to the screen: HIT in 0.214 ms',
		'  ╰───────────────────────────────›  35 days archived, 4:12 ago',
		'    GCS                  35 objects       22 Oct to 26 Nov        412 kB',
		'           each day as a file, for audit and restore      up, embedded 0.1.0',
	]);
});

test('figures that grow move nothing, and nothing is wider than its room', () => {
	const small = text(withStation('MongoDB', {count: '7', word: 'orders', oldest: '', newest: '', size: '9 B'}));
	const large = text(fullView);
	expect(small.toSpliced(4, 1)).toEqual(large.toSpliced(4, 1));
	for (const [width, height] of [
		[76, 13],
		[96, 22],
		[156, 40],
	] as const) {
		expect(wayLines(fullView, width, height).filter(line => lineWidth(line) > width)).toEqual([]);
	}
});

test('where there is more room, addresses and space come; where there is less, what each is for goes', () => {
	expect(text(fullView, 96, 20)).toContain('  ╰───────────────────────────────›         35 days archived, 4:12 ago');
	expect(text(fullView, 96, 20).join('\n')).toContain('mongosh mongodb://127.0.0.1:27017');
	expect(text(fullView, 96, 16).join('\n')).not.toContain('mongosh');
	expect(text(fullView, 76, 10)).toHaveLength(9);
	expect(text(fullView, 76, 10).join('\n')).not.toContain('truth');
	expect(text(fullView, 76, 4)).toHaveLength(4);
});

test('a wide screen is filled: the longest line ends near its right border', () => {
	const widths = wayLines(fullView, 156, 40).map(line => lineWidth(line));
	expect(Math.max(...widths)).toBeGreaterThan(156 * 0.9);
	const figures = text(fullView, 156, 40).filter(line => / orders | key | objects /.test(line) && line.includes('B'));
	expect(Math.min(...figures.map(line => line.length))).toBeGreaterThan(156 * 0.65);
});

test('a layer that is not up says why, in the place of its figures', () => {
	const out = text(
		withStation('PostgreSQL', {trouble: {text: 'stays out: 0.6 GB of memory are free, its engine wants 1 GB; --postgres-url names a server', isBad: false}}),
	);
	expect(out.slice(0, 4)).toEqual([
		'orders ──●────────────────────────›  orders arrive, 2 a second',
		'PostgreSQL stays out: 0.6 GB of memory are free, its engine wants 1 GB;',
		'│          --postgres-url names a server',
		'╰─●───────────────●───────────────›  12 ms behind, 95 % within 48 ms',
	]);
	expect(text(withStation('Redis', {trouble: {text: 'does not answer', isBad: true}}))[7]).toBe('  │ Redis  does not answer');
});

test('what holds a way back is said whole, and the way is the shorter for it', () => {
	const heldBack = 'held back: psql (process 51630) has not committed';
	expect(text(withStation('MongoDB', {into: {moves: [0], texts: [`3 in the outbox, ${heldBack}`, heldBack], isTrouble: true}}))[3]).toBe(
		`╰─●─────────────────────›  ${heldBack}`,
	);
});

test('where facts go past the first layer, the way begins where they do', () => {
	const [postgres, mongo, redis, gcs] = fullView.stations;
	const past = {
		...fullView,
		stations: [
			{...postgres!, into: undefined},
			{...mongo!, depth: 0},
			{...redis!, depth: 1},
			{...gcs!, depth: 1},
		],
	};
	expect(
		text(past)
			.filter(line => /^\S/.test(line))
			.map(line => line.slice(0, 12)),
	).toEqual(['PostgreSQL a', 'orders ●────', 'MongoDB     ', '│          t', '├───────────', '│ Redis     ', '│ │        o', '│ ╰─────────', '╰───────────']);
});

test('a further layer shows by itself, at the end of its own way', () => {
	const further = {...fullView, stations: [...fullView.stations, {...fullView.stations[3]!, title: 'BigQuery', depth: 3}]};
	expect(
		text(further, 76, 16)
			.slice(-5)
			.map(line => line.slice(0, 20).trimEnd()),
	).toEqual(['    GCS', '    │          each', '    ╰───────────────', '      BigQuery', '               each']);
});
