import {expect, test} from 'vitest';
import {askDays} from '../../../source/dashboard/commands/study-years.ts';
import {shop} from '../../../source/scenarios/shop/shop.ts';

test('a month between two others of which no day is archived has no days to show, and that is said', async () => {
	const day = {timeZone: 'UTC', fromMs: 0, toMs: 1, revision: 1, rows: 1, worth: 1, content: ''};
	const loaded = new Map(['2024-01-31', '2024-03-01'].map(name => [name, {...day, day: name}]));
	const open = {scenario: shop, later: {history: {loaded: async () => loaded}}} as unknown as Parameters<typeof askDays>[0];
	const billing = {agree: async () => undefined, answer: () => undefined};
	await expect(askDays(open, '2024-02', billing, new AbortController().signal)).rejects.toThrow('no day of 2024-02 is archived');
});
