import type {Difference} from '../flows/verify-day.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {archivingOf} from '../scenarios/archiving-of.ts';
import type {DayManifest} from '../stores/archive-manifest.ts';
import {formatAmount} from '../words/amount.ts';
import {formatBytes} from '../words/bytes.ts';
import {formatCount} from '../words/count.ts';
import {type Sheet, sheetOf} from './sheet.ts';

/** Archived days, each as its manifest has it. */
export function archivedDaysTable(days: readonly DayManifest[], scenario: Scenario): Sheet {
	const {name, title, unit} = archivingOf(scenario).worth;
	const sizeBytes = ({parts}: DayManifest) => parts.reduce((sum, {sizeBytes}) => sum + sizeBytes, 0);
	return sheetOf<DayManifest>('archived-days', days, [
		{name: 'day', title: 'day', align: 'left', value: ({day}) => day, text: ({day}) => day},
		{name: 'rows', title: scenario.facts.many, value: ({rows}) => rows, text: ({rows}) => formatCount(rows)},
		{name, title, value: ({worth}) => worth, text: ({worth}) => formatAmount(unit, worth)},
		{name: 'parts', title: 'parts', value: ({parts}) => parts.length, text: ({parts}) => formatCount(parts.length)},
		{name: 'sizeBytes', title: 'bytes', value: sizeBytes, text: day => formatBytes(sizeBytes(day))},
		{
			name: 'revision',
			title: 'revision',
			value: ({revision}) => revision,
			text: ({revision, isWhole}) => `${formatCount(revision)}${isWhole ? '' : ' (not over)'}`,
		},
		{name: 'isWhole', value: ({isWhole}) => isWhole},
		{name: 'manifest', value: ({name}) => name},
	]);
}

/** Archived days of a month together. */
export type ArchivedMonth = {
	readonly month: string;
	readonly days: number;
	readonly rows: number;
	readonly worth: number;
	readonly parts: number;
	readonly sizeBytes: number;
	readonly revisions: number;
};

/** What is archived, by month. @param all all of them together: a file has no such line */
export function archivedMonthsTable(months: readonly ArchivedMonth[], all: Omit<ArchivedMonth, 'month'>, scenario: Scenario): Sheet {
	const {name, title, unit} = archivingOf(scenario).worth;
	const sheet = sheetOf<ArchivedMonth>(
		'archived-months',
		[...months, {month: 'all', ...all}],
		[
			{name: 'month', title: 'month', align: 'left', value: ({month}) => month, text: ({month}) => month},
			{name: 'days', title: 'days', value: ({days}) => days, text: ({days}) => formatCount(days)},
			{name: 'rows', title: scenario.facts.many, value: ({rows}) => rows, text: ({rows}) => formatCount(rows)},
			{name, title, value: ({worth}) => worth, text: ({worth}) => formatAmount(unit, worth)},
			{name: 'parts', title: 'parts', value: ({parts}) => parts, text: ({parts}) => formatCount(parts)},
			{name: 'sizeBytes', title: 'bytes', value: ({sizeBytes}) => sizeBytes, text: ({sizeBytes}) => formatBytes(sizeBytes)},
			{name: 'revisions', title: 'revisions', value: ({revisions}) => revisions, text: ({revisions}) => formatCount(revisions)},
		],
	);
	return {...sheet, data: {...sheet.data, rows: sheet.data.rows.slice(0, -1)}};
}

/** Where the archive is not as it should be; for a file alone. */
export function differencesTable(differences: readonly Difference[]): Sheet {
	return sheetOf('differences', differences, [
		{name: 'day', value: ({day}) => day},
		{name: 'kind', value: ({kind}) => kind},
		{name: 'id', value: ({id}) => id},
		{name: 'object', value: ({object}) => object},
		{name: 'line', value: ({line}) => line},
		{name: 'text', value: ({text}) => text},
	]);
}
