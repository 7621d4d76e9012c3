import type {ArchiveResult} from '../flows/archive-facts.ts';
import {leftOutText} from '../scenarios/left-out.ts';
import {formatCount} from '../words/count.ts';
import {formatAmount} from '../words/amount.ts';
import {gcs} from '../layers/gcs.ts';
import type {Backends} from '../layers/layers.ts';
import {backendLine} from './backend-lines.ts';
import {textTable} from './text-table.ts';

/** Days that still have facts in the window and keep more are named, as many as these. */
const namedDays = 5;

export function archiveText(result: ArchiveResult, bucket: string, backends: Backends): string {
	const {
		facts: {many},
		lines: {
			worth: {title, unit},
			answered: {note},
		},
		answered,
	} = result;
	const gone = new Set(result.keptDays.filter(({rowsInWindow}) => rowsInWindow === 0).map(({day}) => day));
	return [
		...textTable(
			[{title: 'object', align: 'left'}, {title: 'rows'}, {title}, {title: 'bytes'}],
			result.objects
				.filter(({day}) => !gone.has(day))
				.map(object => [object.name, formatCount(object.rows), formatAmount(unit, object.worth), formatCount(object.sizeBytes)]),
		),
		'',
		`${formatCount(result.rows)} ${many} in ${countOf(result.objects.length, 'object')}, ${formatCount(result.created)} new. An object's name has its UTC day and its CRC32C, which the bucket computed as we did.`,
		...keptSentences(result),
		...[leftOutText(result.leftOut)].filter(text => text !== undefined).map(text => `${text}.`),
		...result.warnings.map(warning => `Warning: ${warning}`),
		`The last ${answered.days} days, ${note}: ${formatCount(answered.facts)} ${many}, ${title} ${formatAmount(unit, answered.worth)}.`,
		`Manifest: ${bucket}/${result.manifest}`,
		'',
		backendLine(gcs, backends),
	].join('\n');
}

/** Which days keep what an earlier archive gave them. */
function keptSentences({facts: {many}, keptDays, objects}: ArchiveResult): string[] {
	const inWindow = keptDays.filter(({rowsInWindow}) => rowsInWindow > 0).map(kept => ({...kept, added: addedTo(kept.day, objects)}));
	const fewer = inWindow.filter(({added}) => added === 0);
	const joined = inWindow.filter(({added}) => added > 0);
	const gone = keptDays.filter(({rowsInWindow}) => rowsInWindow === 0);
	const sentences: string[] = [];
	const named = (days: typeof inWindow) => {
		const names = days
			.slice(0, namedDays)
			.map(
				({day, rows, rowsInWindow, added}) =>
					`${day} ${formatCount(rows)} ${many} (${added > 0 ? `${formatCount(added)} of them from the window, which` : 'the window'} has ${formatCount(rowsInWindow)} of that day now)`,
			);
		return `${names.join(', ')}${days.length > namedDays ? `, and ${countOf(days.length - namedDays, 'more day')}` : ''}`;
	};
	if (fewer.length > 0) {
		sentences.push(`Kept from an earlier archive, which had more: ${named(fewer)}.`);
	}

	if (joined.length > 0) {
		sentences.push(`Kept from an earlier archive, and added what it lacked: ${named(joined)}.`);
	}

	if (gone.length > 0) {
		const days = new Set(gone.map(({day}) => day));
		const rows = gone.reduce((sum, day) => sum + day.rows, 0);
		sentences.push(
			`Kept from earlier archives and no longer in the window: ${formatCount(rows)} ${many} of ${countOf(days.size, 'day')} to ${gone.at(-1)!.day}, in ${countOf(objects.filter(({day}) => days.has(day)).length, 'object')} not shown here.`,
		);
	}

	return sentences;
}

/** How many facts of a day are in objects that were not kept. */
function addedTo(day: string, objects: ArchiveResult['objects']): number {
	return objects.filter(object => object.day === day && object.keptFrom === undefined).reduce((sum, {rows}) => sum + rows, 0);
}

function countOf(count: number, thing: string): string {
	return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}
