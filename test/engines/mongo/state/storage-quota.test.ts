import {serialize} from 'bson';
import {expect, test} from 'vitest';
import {Databases} from '../../../../source/engines/mongo/state/databases.ts';
import {heapBytesOf} from '../../../../source/engines/mongo/state/stored.ts';
import {StorageQuota} from '../../../../source/engines/mongo/state/storage-quota.ts';

const put = (databases: Databases, id: number, text: string) => {
	const document = {_id: id, text};
	databases.ensure('db', 'c').insert(document, serialize(document));
};

test.each([
	['bytes', {bytes: 1000, heapBytes: 1e9}],
	['memory', {bytes: 1e9, heapBytes: 2500}],
])('what does not fit in %s is refused, and room made by a removal is used', (_, limit) => {
	const databases = new Databases(undefined, new StorageQuota(limit));
	const full = expect.objectContaining({codeName: 'ExceededMemoryLimit', code: 146}) as Error;
	const text = 'x'.repeat(400);
	put(databases, 1, text);
	put(databases, 2, text);
	let count = 2;
	expect(() => {
		for (; count < 10; count++) {
			put(databases, count + 1, text);
		}
	}).toThrow(full);
	expect(databases.get('db', 'c')!.size).toBe(count);
	databases.get('db', 'c')!.remove(1);
	put(databases, 11, text);
	expect(() => {
		put(databases, 12, text);
	}).toThrow(full);
	databases.drop('db', 'c');
	put(databases, 1, text);
	expect(databases.get('db', 'c')!.size).toBe(1);
});

test('the estimate of memory follows the shape and not the bytes alone', () => {
	const bytes = (document: Record<string, unknown>) => heapBytesOf(document) / serialize(document).length;
	expect(Math.round(bytes({_id: 1, text: 'x'.repeat(10_000)}))).toBe(1);
	expect(Math.round(bytes({_id: 1, list: Array.from({length: 1000}, () => ({}))}))).toBeGreaterThanOrEqual(7);
});
