import {formOf} from '../flows/read-catalogue.ts';
import type {ClassAge} from '../lab/keeping-costs.ts';
import {type ListPrice, listPrices} from '../lab/list-prices.ts';
import {gcs} from '../layers/gcs.ts';
import type {LifecycleRule} from '../stores/lifecycle-rules.ts';
import {classesTable, costsTable} from '../tables/costs-table.ts';
import {recordsOf, type Sheet} from '../tables/sheet.ts';
import {Problem} from '../words/problem.ts';
import {countedText, formatCount} from '../words/count.ts';
import {listed} from '../words/listed.ts';
import {formatCents} from '../words/money.ts';
import {backendLine} from './backend-lines.ts';
import {shownBackends} from './json-report.ts';
import type {LifecycleResult} from './run-lifecycle.ts';
import {sheetText} from './text-table.ts';

/** `archive lifecycle` as text: the rules, and what keeping all costs under them. */
export function lifecycleText(result: LifecycleResult): string {
	const {scenario, bucket, lifecycle, wanted, isKept, backends} = result;
	const {own, others} = lifecycle;
	const {collection} = formOf(scenario);
	return [
		own.length === 0
			? `The bucket ${bucket} has no rules for ${collection}/: what is archived stays STANDARD.`
			: `Objects of ${bucket} under ${collection}/ go to ${listed(own.map(({storageClass, ageDays}) => `${storageClass} after ${countedText(ageDays, 'day')}`))}; manifests stay STANDARD.`,
		...(wanted
			? [isKept ? 'These rules are set now.' : 'The bucket now says this, which is not what was wanted.']
			: ['Nothing was changed: --lifecycle nearline:30,coldline:90,archive:365 sets rules.']),
		...(others.length === 0 ? [] : [`Rules of others, left as they are: ${others.map(ruleText).join('; ')}.`]),
		...(backends.gcs.kind === 'embedded' ? ['The embedded engine keeps rules, and moves nothing by them.'] : []),
		...costLines(result),
		'',
		backendLine(gcs, backends),
	].join('\n');
}

function ruleText({action: {type, storageClass}, condition}: LifecycleRule): string {
	return `${type}${storageClass === undefined ? '' : ` ${storageClass}`} where ${JSON.stringify(condition)}`;
}

function costLines({scenario: {facts}, costs, lifecycle: {own}}: LifecycleResult): string[] {
	if (!costs) {
		return [];
	}

	const {keeping, measured, standardCents, retrievalCents, scanCents} = costs;
	const cents = (value: number) => `$${formatCents(Math.round(value))}`;
	return [
		'',
		`ESTIMATE: ${formatCount(keeping.facts)} ${facts.many} of ${keeping.years} years, all kept, at list prices.`,
		'',
		...sheetText(costsTable(costs, measured)),
		'',
		...sheetText(classesTable(costs)),
		'',
		`* measured in what stands here${measured.size === 0 ? ': nothing, there is too little' : ''}; the others once, on ${facts.many} of this program, which compress more than real ones.`,
		`Storage alone: no requests, network, backups or second copies. A server holds other things too, and Redis is paid by its memory.`,
		...(own.length === 0
			? []
			: [
					`Left in STANDARD the archive would cost ${cents(standardCents)} a year. To read all of it back once costs ${cents(retrievalCents)} for the retrieval; an object that is deleted before its class's least days is charged for the rest of them.`,
				]),
		...(scanCents === undefined ? [] : [`To scan all of the warehouse once costs ${cents(scanCents)}, by bytes scanned.`]),
		`Prices of ${priceDates()}, in US dollars, without tax; --json names the page, the region and the day of each. They change.`,
	];
}

function allPrices(): ListPrice[] {
	const {gcs, gcsRetrieval, memorystore, ...single} = listPrices;
	return [...Object.values(gcs), ...Object.values(gcsRetrieval), ...memorystore.map(({price}) => price), ...Object.values(single)];
}

function priceDates(): string {
	const dates = allPrices()
		.map(({asOf}) => asOf)
		.sort();
	return `${dates[0]} to ${dates.at(-1)}`;
}

/** Its table: what keeping all costs. @throws Problem for a scenario that does not say how much it keeps */
export function lifecycleTable({scenario, costs}: LifecycleResult): Sheet {
	if (!costs) {
		throw new Problem(`The cost of keeping ${scenario.facts.many} is unknown: there is no table for --csv`, 2);
	}

	return costsTable(costs, costs.measured);
}

// The JSON contract: a member is never renamed or given another meaning under the same schema version.

/** `shopstream.lifecycle/1`. */
export function lifecycleJson({scenario, bucket, lifecycle: {own, others}, wanted, isKept, costs, backends}: LifecycleResult): object {
	const json = (ages: readonly ClassAge[]) => ages.map(({storageClass, ageDays}) => ({storageClass, ageDays}));
	return {
		schema: 'shopstream.lifecycle/1',
		bucket,
		prefix: `${formOf(scenario).collection}/`,
		rules: json(own),
		othersRules: others,
		wanted: wanted ? json(wanted) : null,
		isKept,
		estimate: costs
			? {
					[scenario.facts.many]: costs.keeping.facts,
					years: costs.keeping.years,
					currency: 'USD',
					layers: recordsOf(costsTable(costs, costs.measured)),
					classes: recordsOf(classesTable(costs)),
					standardCentsPerYear: costs.standardCents,
					retrievalOfAllCents: costs.retrievalCents,
					scanOfAllCents: costs.scanCents ?? null,
					prices: listPrices,
				}
			: null,
		backends: shownBackends(backends),
	};
}
