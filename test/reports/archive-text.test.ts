import {expect, test} from 'vitest';
import {archiveText} from '../../source/reports/archive-text.ts';
import {gcs} from '../../source/layers/gcs.ts';
import {backendLine} from '../../source/reports/backend-lines.ts';
import {archived, backends} from './results.ts';

test('the archive', () => {
	expect(archiveText({...archived, warnings: ['This is odd.']}, 'shopstream-archive', backends)).toBe(`\
day         orders    revenue  parts    bytes  revision
2026-11-22   1,499  12,345.62      1  81.2 kB         1
2026-11-23       1       0.05      1  81.2 kB         2

Archived 2 days from PostgreSQL, days of Europe/Berlin: 1 new day, 1 changed day, 3 as before.
2 objects created, 162 kB, in 1.2 s; the bucket computed their CRC32C as we did.
Today (2026-11-24) is not over and was left out: --today archives it all the same.
Warning: This is odd.
The archive has 5 days with 1,600 orders, revenue 20,000.00, in 6 objects.
Manifest: shopstream-archive/manifests/orders/runs/r000007.json

${backendLine(gcs, backends)}`);
});

test('of many days the first and the last ones are shown', () => {
	const days = Array.from({length: 100}, (_, i) => {
		const day = new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
		return {...archived.days[0]!, manifest: {...archived.days[0]!.manifest!, day}};
	});
	const shown = archiveText({...archived, days}, 'b', backends)
		.split('\n')
		.filter(line => /^(2026|…)/.test(line));
	expect(shown).toHaveLength(41);
	expect(shown[20]).toBe('…');
});

test('nothing to archive', () => {
	const text = archiveText({...archived, days: [], created: 0, createdBytes: 0, unchanged: 0, today: undefined, run: undefined}, 'b', backends);
	expect(text.split('\n', 1)).toEqual(['Nothing to archive from PostgreSQL, days of Europe/Berlin: 0 new days, 0 changed days, 0 as before.']);
});
