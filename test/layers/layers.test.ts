import {expect, test} from 'vitest';
import {layers, serverFlags} from '../../source/layers/layers.ts';
import {flagNames} from '../../source/command-line/flags.ts';
import {history} from '../../source/layers/history.ts';
import type {History} from '../../source/stores/history.ts';

test.each<[string, readonly string[]]>([
	['name', layers.map(({name}) => name)],
	['title', layers.map(({title}) => title)],
	['store', layers.map(({store}) => store)],
	['flag', flagNames],
	['variable', serverFlags.map(({variable}) => variable)],
	['server of --compose', serverFlags.flatMap(({compose = []}) => compose)],
])('no two layers have one %s', (_, all) => {
	expect(new Set(all).size).toBe(all.length);
});

test('the warehouse holds dates, as the archive does: an instant is in another one by the clocks of another zone', async () => {
	// Days of Berlin begin while it is the day before in UTC.
	const loaded = new Map(['2026-11-22', '2026-11-23'].map(day => [day, {day, fromMs: Date.parse(day) - 3_600_000}]));
	const warehouse = {loaded: async () => loaded, bytes: async () => 7} as unknown as History;
	expect(await history.holdings(warehouse, undefined as never, new AbortController().signal)).toEqual({
		count: 2,
		days: 2,
		oldestMs: Date.UTC(2026, 10, 22),
		newestMs: Date.UTC(2026, 10, 23),
		bytes: 7,
	});
});
