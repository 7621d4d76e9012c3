import type {Config} from '../command-line/config.ts';
import {isSameLifecycle, type Lifecycle, lifecycleOf, setLifecycle} from '../flows/archive-lifecycle.ts';
import {readCatalogue} from '../flows/read-catalogue.ts';
import {type ClassAge, type Keeper, type KeepingCosts, keepingCosts} from '../lab/keeping-costs.ts';
import {history} from '../layers/history.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import {archivingOf} from '../scenarios/archiving-of.ts';
import type {Keeping} from '../scenarios/keeping.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {askYes} from './ask-yes.ts';
import type {Opened} from './opened.ts';
import type {Voice} from './voice.ts';

/** Of fewer facts what one takes is not told. */
const fewestMeasured = 1000;

/** What keeping costs, where a scenario says how much it keeps. */
type Costs = Omit<KeepingCosts, 'scanCents'> & {
	/** Undefined for a scenario that has no warehouse. */
	readonly scanCents: number | undefined;
	readonly keeping: Keeping;
	readonly measured: ReadonlySet<Keeper>;
};

export type LifecycleResult = {
	readonly scenario: Scenario;
	readonly bucket: string;
	readonly lifecycle: Lifecycle;
	/** The rules that were set; undefined: they were only looked at. */
	readonly wanted: readonly ClassAge[] | undefined;
	/** Whether the bucket has what was wanted. */
	readonly isKept: boolean;
	/** Undefined for a scenario that does not say how much it keeps. */
	readonly costs: Costs | undefined;
	readonly backends: Backends;
};

/** Shows a bucket's rules, or sets them, after a question where it is somebody's; and what keeping everything costs under them. */
export async function runLifecycle(services: Opened, config: Config<'archive lifecycle'>, signal: AbortSignal, voice: Voice): Promise<LifecycleResult> {
	const {scenario, archive} = services;
	archivingOf(scenario);
	const {lifecycle: wanted} = config;
	const present = lifecycleOf(await archive.lifecycle(signal), scenario);
	let lifecycle = present;
	if (wanted && !isSameLifecycle(wanted, present.own)) {
		await askBeforeChanging(services, config, present, voice);
		lifecycle = await setLifecycle(archive, scenario, wanted, signal);
	}

	const isKept = !wanted || isSameLifecycle(wanted, lifecycle.own);
	return {scenario, bucket: archive.bucket, lifecycle, wanted, isKept, costs: await costsOf(services, lifecycle.own, signal), backends: backendsOf(services)};
}

/** @throws Problem unless it is agreed to */
async function askBeforeChanging(
	{archive, scenario}: Opened,
	{yes}: Config<'archive lifecycle'>,
	{own, others}: Lifecycle,
	voice: Pick<Voice, 'ask'>,
): Promise<void> {
	if (yes || archive.backend.kind === 'embedded') {
		return;
	}

	const what = `The bucket ${archive.bucket} has ${own.length === 0 ? 'no rules' : 'other rules'} for ${scenario.facts.many}${others.length === 0 ? '' : `, and ${others.length} of others, which stay`}`;
	await askYes(voice, `${what}. Set ${scenario.facts.many}' rules`, {flagged: `${what}: add --yes to set them`, refused: 'Nothing was changed'});
}

/** By what a fact takes here, where a layer holds enough of them, else by what was measured once. */
async function costsOf({scenario, archive, window, later}: Opened, own: readonly ClassAge[], signal: AbortSignal): Promise<Costs | undefined> {
	const {keeping} = scenario;
	if (!keeping) {
		return undefined;
	}

	const days = [...(await readCatalogue(archive, scenario, signal)).days.values()];
	const rows = days.reduce((sum, day) => sum + day.rows, 0);
	const archived = days.reduce((sum, {parts}) => sum + parts.reduce((bytes, {sizeBytes}) => bytes + sizeBytes, 0), 0);
	const [inWindow, inLedger] = await Promise.all([window.holdings(signal), later.ledger?.holdings(signal)]);
	const measured = new Map<Keeper, number>();
	const measure = (keeper: Keeper, bytes: number | undefined, facts: number | undefined) => {
		if (bytes !== undefined && facts !== undefined && facts >= fewestMeasured) {
			measured.set(keeper, bytes / facts);
		}
	};

	measure('gcs', archived, rows);
	measure('mongo', inWindow.bytes, inWindow.count);
	measure('postgres', inLedger?.bytes, inLedger?.count);
	const bytesPerFact = {...keeping.bytesPerFact, ...Object.fromEntries(measured)};
	const {layers, scanCents, ...costs} = keepingCosts(keeping, bytesPerFact, own);
	const hasWarehouse = history.suits(scenario);
	return {
		...costs,
		layers: layers.filter(({keeper}) => keeper !== 'history' || hasWarehouse),
		scanCents: hasWarehouse ? scanCents : undefined,
		keeping,
		measured: new Set(measured.keys()),
	};
}
