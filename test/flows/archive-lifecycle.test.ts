import {describe, expect, test} from 'vitest';
import {lifecycleOf, setLifecycle} from '../../source/flows/archive-lifecycle.ts';
import type {ClassAge} from '../../source/lab/keeping-costs.ts';
import {gcsBackings} from '../open-stores.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';

const {scenario} = ofShop;
const wanted: readonly ClassAge[] = [
	{storageClass: 'NEARLINE', ageDays: 30},
	{storageClass: 'ARCHIVE', ageDays: 365},
];
const ofOthers = [
	{action: {type: 'Delete'}, condition: {age: 7, matchesPrefix: ['tmp/']}},
	// Of all objects, and so not ours to replace.
	{action: {type: 'SetStorageClass', storageClass: 'COLDLINE'}, condition: {age: 9, isLive: true}},
];

// Of the servers at hand only the embedded engine keeps rules.
describe.each(gcsBackings.slice(0, 1))('the rules of a bucket: $name', ({open}) => {
	test('are set, read back, replaced and taken out; those of others stay', async () => {
		const {store: archive, close} = await open();
		try {
			expect(lifecycleOf(await archive.lifecycle(), scenario)).toEqual({own: [], others: []});
			const {metageneration} = await archive.lifecycle();
			await archive.setLifecycle(ofOthers, metageneration);
			expect(await setLifecycle(archive, scenario, wanted)).toEqual({own: wanted, others: ofOthers});
			expect((await archive.lifecycle()).rules.at(-1)).toEqual({
				action: {type: 'SetStorageClass', storageClass: 'ARCHIVE'},
				condition: {age: 365, matchesPrefix: ['orders/']},
			});
			expect(await setLifecycle(archive, scenario, [{storageClass: 'COLDLINE', ageDays: 1}])).toEqual({
				own: [{storageClass: 'COLDLINE', ageDays: 1}],
				others: ofOthers,
			});
			expect(await setLifecycle(archive, scenario, [])).toEqual({own: [], others: ofOthers});
			await expect(archive.setLifecycle([], metageneration)).rejects.toThrow('changed the bucket');
			expect((await archive.lifecycle()).rules).toEqual(ofOthers);
		} finally {
			await close();
		}
	});
});
