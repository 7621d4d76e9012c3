import type {ArchiveResult} from '../flows/archive-facts.ts';
import {gcs} from '../layers/gcs.ts';
import type {Backends} from '../layers/layers.ts';
import {archivingOf} from '../scenarios/archiving-of.ts';
import {leftOutText} from '../scenarios/left-out.ts';
import type {DayManifest} from '../stores/archive-manifest.ts';
import {archivedDaysTable} from '../tables/archive-tables.ts';
import type {Sheet} from '../tables/sheet.ts';
import {formatAmount} from '../words/amount.ts';
import {formatBytes} from '../words/bytes.ts';
import {countedText, formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {backendLine} from './backend-lines.ts';
import {textTable} from './text-table.ts';

/** Days are shown one by one up to this number; of more the first and the last ones. */
const shownDays = 40;

export function archiveText(result: ArchiveResult, bucket: string, backends: Backends): string {
	const {scenario, source, timeZone, days, unchanged, totals, created, createdBytes, today, run, leftOut, warnings, tookMs} = result;
	const {many} = scenario.facts;
	const {title, unit} = archivingOf(scenario).worth;
	const written = writtenDays(result);
	const again = days.filter(({state}) => state === 'changed').length;
	const {
		shown: {columns, rows},
	} = archivedDaysTable(written, scenario);
	const half = shownDays / 2;
	const shown = rows.length > shownDays ? [...rows.slice(0, half), ['…', ...rows[0]!.slice(1).map(() => '')], ...rows.slice(-half)] : rows;
	return [
		...(written.length === 0 ? [] : [...textTable(columns, shown), '']),
		`${written.length === 0 ? 'Nothing to archive' : `Archived ${countedText(written.length, 'day')}`} from ${source}, days of ${timeZone}: ${countedText(written.length - again, 'new day')}, ${countedText(again, 'changed day')}, ${formatCount(unchanged + days.length - written.length)} as before.`,
		`${countedText(created, 'object')} created, ${formatBytes(createdBytes)}, in ${formatDuration(tookMs / 1000)}; the bucket computed their CRC32C as we did.`,
		...(today === undefined ? [] : [`Today (${today}) is not over and was left out: --today archives it all the same.`]),
		...[leftOutText(leftOut)].filter(text => text !== undefined).map(text => `${text}.`),
		...warnings.map(warning => `Warning: ${warning}`),
		`The archive has ${countedText(totals.days, 'day')} with ${formatCount(totals.rows)} ${many}, ${title} ${formatAmount(unit, totals.worth)}, in ${countedText(totals.parts, 'object')}.`,
		...(run ? [`Manifest: ${bucket}/${run.name}`] : []),
		'',
		backendLine(gcs, backends),
	].join('\n');
}

/** The days that it wrote. */
export function archiveTable(result: ArchiveResult): Sheet {
	return archivedDaysTable(writtenDays(result), result.scenario);
}

function writtenDays({days}: ArchiveResult): DayManifest[] {
	return days.flatMap(({state, manifest}) => (state !== 'same' && manifest ? [manifest] : []));
}
