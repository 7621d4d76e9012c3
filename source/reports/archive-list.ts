import {type Catalogue, formOf, readCatalogue} from '../flows/read-catalogue.ts';
import {gcs} from '../layers/gcs.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {DayManifest} from '../stores/archive-manifest.ts';
import {formatCount} from '../words/count.ts';
import {backendLine} from './backend-lines.ts';
import {shownBackends} from './json-report.ts';
import type {Opened} from './opened.ts';
import {sheetText} from './text-table.ts';
import {type ArchivedMonth, archivedMonthsTable} from '../tables/archive-tables.ts';
import type {Sheet} from '../tables/sheet.ts';

/** What the archive has, by month. */
export type ArchiveList = {
	readonly scenario: Scenario;
	readonly bucket: string;
	readonly catalogue: Catalogue;
	readonly backends: Backends;
};

/** Some days together. */
type Figures = Omit<ArchivedMonth, 'month'>;

export async function runArchiveList(services: Opened, signal: AbortSignal): Promise<ArchiveList> {
	const {scenario, archive} = services;
	return {scenario, bucket: archive.bucket, catalogue: await readCatalogue(archive, scenario, signal), backends: backendsOf(services)};
}

export function archiveListText({scenario, bucket, catalogue, backends}: ArchiveList): string {
	const {
		facts: {many},
	} = scenario;
	const {days, timeZone, oddities} = catalogue;
	const partial = [...days.values()].filter(({isWhole}) => !isWhole).map(({day}) => day);
	const ofBefore = [...days.values()].filter(({lineSchema}) => lineSchema === 1);
	return [
		...(days.size === 0
			? [`${bucket} has no archived ${many}: shopstream-tui archive makes the archive.`]
			: [
					...sheetText(archiveListTable({scenario, catalogue})),
					'',
					`Days of ${timeZone ?? 'UTC'}, ${[...days.keys()][0]} to ${[...days.keys()].at(-1)}. Of a day that was archived again the greatest revision counts.`,
				]),
		...(partial.length > 0 ? [`Not over when it was archived: ${partial.join(', ')}.`] : []),
		...(ofBefore.length > 0 && timeZone !== undefined && timeZone !== 'UTC'
			? [`${formatCount(ofBefore.length)} of the days, to ${ofBefore.at(-1)!.day}, are of archives of before: days of UTC.`]
			: []),
		...oddities.map(oddity => `Warning: ${oddity}`),
		'',
		backendLine(gcs, backends),
	].join('\n');
}

/** What is archived, by month. */
export function archiveListTable({scenario, catalogue}: Pick<ArchiveList, 'scenario' | 'catalogue'>): Sheet {
	const months = monthsOf(catalogue).map(([month, figures]) => ({month, ...figures}));
	return archivedMonthsTable(months, figuresOf(catalogue, [...catalogue.days.values()]), scenario);
}

/** `shopstream.archive-list/1`. */
export function archiveListJson({scenario, bucket, catalogue, backends}: ArchiveList): object {
	const {worth: worthName} = formOf(scenario);
	const json = ({worth, ...figures}: Figures) => ({...figures, [worthName]: worth});
	return {
		schema: 'shopstream.archive-list/1',
		bucket,
		timeZone: catalogue.timeZone ?? null,
		...json(figuresOf(catalogue, [...catalogue.days.values()])),
		months: monthsOf(catalogue).map(([month, figures]) => ({month, ...json(figures)})),
		notWhole: [...catalogue.days.values()].filter(({isWhole}) => !isWhole).map(({day}) => day),
		warnings: catalogue.oddities,
		backends: shownBackends(backends),
	};
}

function monthsOf(catalogue: Catalogue): Array<[month: string, Figures]> {
	const months = new Map<string, DayManifest[]>();
	for (const manifest of catalogue.days.values()) {
		const month = manifest.day.slice(0, 7);
		months.set(month, [...(months.get(month) ?? []), manifest]);
	}

	return [...months].map(([month, days]) => [month, figuresOf(catalogue, days)]);
}

function figuresOf({revisions}: Catalogue, days: readonly DayManifest[]): Figures {
	const sum = (of: (day: DayManifest) => number) => days.reduce((total, day) => total + of(day), 0);
	return {
		days: days.length,
		rows: sum(({rows}) => rows),
		worth: sum(({worth}) => worth),
		parts: sum(({parts}) => parts.length),
		sizeBytes: sum(({parts}) => parts.reduce((bytes, {sizeBytes}) => bytes + sizeBytes, 0)),
		revisions: sum(({day}) => revisions.get(day)?.length ?? 1),
	};
}
