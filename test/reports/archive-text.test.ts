import {expect, test} from 'vitest';
import {archiveText} from '../../source/reports/archive-text.ts';
import {gcs} from '../../source/layers/gcs.ts';
import {backendLine} from '../../source/reports/backend-lines.ts';
import {archived, backends} from './results.ts';

test('the archive', () => {
	expect(archiveText(archived, 'shopstream-archive', backends)).toBe(`\
object                                          rows    revenue   bytes
orders/dt=2026-11-23/orders-e3069283.jsonl.gz  1,499  12,345.62  81,234
orders/dt=2026-11-24/orders-00000000.jsonl.gz      1       0.05     321

1,500 orders in 2 objects, 1 new. An object's name has its UTC day and its CRC32C, which the bucket computed as we did.
The last 30 days, without returns: 1,300 orders, revenue 12,000.00.
Manifest: shopstream-archive/manifests/orders-r000007.json

${backendLine(gcs, backends)}`);
});

test('days that keep what an earlier archive gave them, and what is odd', () => {
	const [first, last] = archived.objects as [(typeof archived.objects)[0], (typeof archived.objects)[0]];
	const result = {
		...archived,
		objects: [
			{...first, day: '2026-10-19', keptFrom: 'manifests/orders-r000001.json'},
			{...first, day: '2026-10-20', keptFrom: 'manifests/orders-r000001.json'},
			last,
		],
		keptDays: [
			{day: '2026-10-19', rows: 1499, rowsInWindow: 0},
			{day: '2026-10-20', rows: 1499, rowsInWindow: 137},
		],
		warnings: [
			"This archive is as of 2026-11-24T08:00:00.000Z, before an earlier one as of 2026-11-26T08:00:00.000Z (manifests/orders-r000006.json): a clock is or was wrong, check this machine's.",
		],
	};
	const text = archiveText(result, 'shopstream-archive', backends);
	expect(text).toContain(`\

1,500 orders in 3 objects, 1 new. An object's name has its UTC day and its CRC32C, which the bucket computed as we did.
Kept from an earlier archive, which had more: 2026-10-20 1,499 orders (the window has 137 of that day now).
Kept from earlier archives and no longer in the window: 1,499 orders of 1 day to 2026-10-19, in 1 object not shown here.
Warning: This archive is as of 2026-11-24T08:00:00.000Z, before an earlier one as of 2026-11-26T08:00:00.000Z (manifests/orders-r000006.json): a clock is or was wrong, check this machine's.
The last 30`);
	const joined = {
		...result,
		objects: [...result.objects, {...last, day: '2026-10-20', rows: 20}],
		keptDays: [{day: '2026-10-20', rows: 1519, rowsInWindow: 160}],
	};
	expect(archiveText(joined, 'shopstream-archive', backends)).toContain(
		'\nKept from an earlier archive, and added what it lacked: 2026-10-20 1,519 orders (20 of them from the window, which has 160 of that day now).\n',
	);
	expect(text.split('\n').filter(line => line.startsWith('orders/'))).toHaveLength(2);
});
