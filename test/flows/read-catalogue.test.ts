import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {formOf, readCatalogue, readRevisions} from '../../source/flows/read-catalogue.ts';
import {runManifestBytes, runManifestName} from '../../source/stores/archive-manifest.ts';
import {crc32cOf} from '../../source/stores/gcs-archive.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';
import {openMemoryBucket, storeDay} from './memory-bucket.ts';
import {shopOrder} from './shop-order.ts';

const {scenario} = ofShop;
const at = (day: string, hour = 12) => Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);

test('of each day the greatest revision counts, and all of them can be read', async () => {
	const {archive} = openMemoryBucket();
	const [one, two] = [shopOrder('a', at('2026-11-02')), shopOrder('b', at('2026-11-02', 13))];
	const second = await storeDay(archive, '2026-11-03', [shopOrder('c', at('2026-11-03'))], {timeZone: 'Europe/Berlin'});
	const first = await storeDay(archive, '2026-11-02', [one], {timeZone: 'Europe/Berlin'});
	const again = await storeDay(archive, '2026-11-02', [one, two], {timeZone: 'Europe/Berlin', revision: 2, firstPart: 2});
	const catalogue = await readCatalogue(archive, scenario);
	expect([...catalogue.days]).toEqual([
		['2026-11-02', again],
		['2026-11-03', second],
	]);
	expect(catalogue.timeZone).toBe('Europe/Berlin');
	expect(catalogue.oddities).toEqual([]);
	expect([...catalogue.standing.keys()]).toEqual([...first.parts, ...again.parts, ...second.parts].map(({name}) => name));
	expect(await readRevisions(archive, scenario, catalogue, '2026-11-02')).toEqual([first, again]);
	expect(await readRevisions(archive, scenario, catalogue, '2026-11-09')).toEqual([]);
});

test('a manifest that is none is passed over and said, the revision before it counts; what is foreign is said', async () => {
	const {bucket, archive} = openMemoryBucket();
	const day = '2026-11-02';
	const first = await storeDay(archive, day, [shopOrder('a', at(day))]);
	const text = bucket.get(first.name)!.toString();
	const put = (name: string, content: string) => void bucket.set(name, Buffer.from(content));
	put('manifests/orders/dt=2026-11-02/r000002.json', text.replace('"revision":1', '"revision":2').replace('"revenueCents":', '"revenueCents":0.'));
	put('manifests/orders/dt=2026-11-02/r000003.json', text.replace('day-manifest/1', 'day-manifest/9').replace('"revision":1', '"revision":3'));
	put('manifests/orders/dt=2026-11-02/r000004.json', text.slice(0, 40));
	put('manifests/orders/dt=2026-11-02/r000005.json', text);
	put('manifests/orders/dt=2026-11-02/notes.txt', 'x');
	put('orders/dt=2026-11-02/notes.txt', 'x');
	put('manifests/others/dt=2026-11-02/r000001.json', 'x');
	const {days, oddities, revisions} = await readCatalogue(archive, scenario);
	expect([...days.values()]).toEqual([first]);
	expect(revisions.get(day)).toHaveLength(5);
	expect(oddities).toEqual([
		"manifests/orders/dt=2026-11-02/notes.txt is no manifest of this program's and was passed over.",
		"orders/dt=2026-11-02/notes.txt is no archived part of this program's and was passed over.",
		'The manifest manifests/orders/dt=2026-11-02/r000005.json is not as this program writes it and was passed over.',
		'The manifest manifests/orders/dt=2026-11-02/r000004.json is no JSON document and was passed over.',
		'The manifest manifests/orders/dt=2026-11-02/r000003.json is of another schema ("shopstream.day-manifest/9", not shopstream.day-manifest/1) and was passed over.',
		'The manifest manifests/orders/dt=2026-11-02/r000002.json is not as this program writes it and was passed over.',
	]);
});

test('what a run lists of a manifest is taken where that stands byte for byte, else it is read', async () => {
	const {bucket, reads, archive} = openMemoryBucket();
	const form = formOf(scenario);
	const listed = await storeDay(archive, '2026-11-02', [shopOrder('a', at('2026-11-02'))]);
	const run = {name: runManifestName(form, 1), revision: 1, manifests: [{crc32c: crc32cOf(bucket.get(listed.name)!), manifest: listed}]};
	bucket.set(run.name, runManifestBytes(run, {asOfMs: at('2026-11-03'), timeZone: 'UTC', origin: undefined}, form));
	reads.length = 0;
	expect((await readCatalogue(archive, scenario)).days.get('2026-11-02')).toEqual(listed);
	expect(reads).toEqual([run.name]);
	bucket.delete(listed.name);
	const other = await storeDay(archive, '2026-11-02', [shopOrder('b', at('2026-11-02'))], {firstPart: 2});
	expect((await readCatalogue(archive, scenario)).days.get('2026-11-02')).toEqual(other);
});

test('archives of before count, day by day, where there is no manifest of the day', async () => {
	const {bucket, archive} = openMemoryBucket();
	const lines = Buffer.from(gzipSync('{"order_id":"a"}\n'));
	const name = (day: string) => `orders/dt=${day}/orders-0a1b2c3d.jsonl.gz`;
	const listed = (day: string) => ({
		name: name(day),
		day,
		rows: 1,
		revenueCents: 5,
		sizeBytes: lines.length,
		crc32c: crc32cOf(lines),
		generation: '1',
		leastId: 'a',
		greatestId: 'a',
	});
	const run = (asOf: string, more: object, ...days: string[]) =>
		Buffer.from(JSON.stringify({schema: 'shopstream.manifest/1', asOf, ...more, origin: 'one', objects: days.map(listed)}));
	for (const day of ['2026-11-01', '2026-11-02', '2026-11-03']) {
		bucket.set(name(day), lines);
	}

	bucket.set('manifests/orders-2026-11-02T10-00-00.000Z.json', run('2026-11-02T10:00:00.000Z', {}, '2026-11-01'));
	bucket.set('manifests/orders-r000001.json', run('2026-11-03T10:00:00.000Z', {revision: 1}, '2026-11-01', '2026-11-02'));
	bucket.set('manifests/orders-r000002.json', run('2026-11-03T12:00:00.000Z', {revision: 2}, '2026-11-01', '2026-11-02', '2026-11-03'));
	bucket.set('manifests/orders-r000003.json', Buffer.from('{}'));
	const fresh = await storeDay(archive, '2026-11-02', [shopOrder('b', at('2026-11-02'))]);
	const {days, oddities, timeZone} = await readCatalogue(archive, scenario);
	expect([...days.keys()]).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
	expect(days.get('2026-11-02')).toEqual(fresh);
	const {day: _, ...part} = listed('2026-11-03');
	expect(days.get('2026-11-03')).toEqual({
		name: 'manifests/orders-r000002.json',
		day: '2026-11-03',
		timeZone: 'UTC',
		fromMs: at('2026-11-03', 0),
		toMs: at('2026-11-04', 0),
		isWhole: false,
		revision: 2,
		asOfMs: at('2026-11-03'),
		lineSchema: 1,
		rows: 1,
		worth: 5,
		leastId: 'a',
		greatestId: 'a',
		origin: 'one',
		parts: [{...part, worth: 5, revenueCents: undefined}],
	});
	expect(days.get('2026-11-01')).toMatchObject({isWhole: true, revision: 2});
	expect(oddities).toEqual(["The manifest manifests/orders-r000003.json is not one of this program's and was passed over."]);
	expect(timeZone).toBe('UTC');
});
