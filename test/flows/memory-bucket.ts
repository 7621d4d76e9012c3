import {gunzipSync, gzipSync} from 'node:zlib';
import {formOf} from '../../source/flows/read-catalogue.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';
import {archivingOf} from '../../source/scenarios/archiving-of.ts';
import {type ArchivedPart, type DayManifest, dayManifestBytes, dayManifestName, partName} from '../../source/stores/archive-manifest.ts';
import {crc32cOf, type GcsArchive, NameTaken, NoSuchObject} from '../../source/stores/gcs-archive.ts';
import {localDay} from '../../source/words/local-day.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';

/** A bucket in memory, whose objects can be damaged: `bucket` has their bytes, `reads` what was read. */
export function openMemoryBucket(): {bucket: Map<string, Buffer>; reads: string[]; archive: GcsArchive} {
	const bucket = new Map<string, Buffer>();
	const reads: string[] = [];
	const standing = (name: string) => ({name, sizeBytes: bucket.get(name)!.length, crc32c: crc32cOf(bucket.get(name)!), generation: '1'});
	const archive = {
		bucket: 'b',
		backend: {kind: 'embedded', label: 'memory', version: 'test', address: 'b'},
		checkBucket: async () => undefined,
		async createObject(name: string, bytes: Buffer) {
			const stands = bucket.get(name);
			if (stands && !stands.equals(bytes)) {
				throw new NameTaken('gcs', 'refuses', 'other bytes', 'other bytes');
			}

			bucket.set(name, bytes);
			return {...standing(name), created: !stands};
		},
		async readObject(name: string) {
			reads.push(name);
			const bytes = bucket.get(name);
			if (!bytes) {
				throw new NoSuchObject('gcs', 'refuses', 'no such object', `There is no object ${name}`);
			}

			return bytes;
		},
		listObjects: async (prefix: string) =>
			[...bucket.keys()]
				.filter(name => name.startsWith(prefix))
				.sort()
				.map(standing),
		close: async () => undefined,
	};
	return {bucket, reads, archive: archive as unknown as GcsArchive};
}

export const linesIn = (bytes: Buffer): string[] => gunzipSync(bytes).toString().split('\n').slice(0, -1);

type DayOptions = {
	readonly timeZone?: string;
	readonly revision?: number;
	readonly firstPart?: number;
	readonly rowsPerPart?: number;
	readonly fingerprint?: string | undefined;
};

/** Stores facts of one day as parts and the manifest that counts, plainly; the manifest. Not a day's facts in one day is the caller's fault. */
export async function storeDay(
	archive: Pick<GcsArchive, 'createObject'>,
	day: string,
	facts: readonly object[],
	{timeZone = 'UTC', revision = 1, firstPart = 1, rowsPerPart = 1000, fingerprint}: DayOptions = {},
	scenario: Scenario = ofShop.scenario,
): Promise<DayManifest> {
	const form = formOf(scenario);
	const archiving = archivingOf(scenario);
	const {startMs, nextMs} = localDay(Date.parse(`${day}T12:00:00Z`), timeZone);
	const figures = (of: readonly object[]) => {
		const ids = of.map(fact => scenario.facts.id(fact)).sort();
		return {rows: of.length, worth: of.reduce<number>((sum, fact) => sum + archiving.worth.of(fact), 0), leastId: ids[0] ?? '', greatestId: ids.at(-1) ?? ''};
	};
	const parts: ArchivedPart[] = [];
	for (let from = 0; from < facts.length; from += rowsPerPart) {
		const some = facts.slice(from, from + rowsPerPart);
		const name = partName(form, day, firstPart + parts.length);
		const {created: _, ...stands} = await archive.createObject(name, gzipSync(some.map(fact => archiving.line(fact)).join('')), {
			contentType: 'application/gzip',
		});
		parts.push({...stands, ...figures(some)});
	}

	const manifest: DayManifest = {
		name: dayManifestName(form, day, revision),
		day,
		timeZone,
		fromMs: startMs,
		toMs: nextMs,
		isWhole: true,
		revision,
		asOfMs: nextMs,
		lineSchema: archiving.lineSchema,
		...figures(facts),
		fingerprint,
		parts,
	};
	await archive.createObject(manifest.name, dayManifestBytes(manifest, form), {contentType: 'application/json'});
	return manifest;
}
