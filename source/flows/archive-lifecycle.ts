import {type ClassAge, storageClasses} from '../lab/keeping-costs.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {BucketRules, LifecycleRule} from '../stores/lifecycle-rules.ts';

/** A bucket's rules: those for a scenario's archived facts, and those that others set. */
export type Lifecycle = {
	/** When archived facts go to which class, the youngest first. */
	readonly own: readonly ClassAge[];
	readonly others: readonly LifecycleRule[];
};

/** Sorts a bucket's rules. Ours move objects of the facts' folder alone, by their age: manifests are read often, and stay. */
export function lifecycleOf({rules}: BucketRules, {facts: {collection}}: Pick<Scenario, 'facts'>): Lifecycle {
	const read = rules.map(rule => ({rule, age: ownRule(rule, collection)}));
	return {
		own: read.flatMap(({age}) => age ?? []).sort((a, b) => a.ageDays - b.ageDays),
		others: read.flatMap(({rule, age}) => (age ? [] : [rule])),
	};
}

/** Sets when archived facts go to which class; the rules of others stay. @returns what the bucket then says it has */
export async function setLifecycle(
	archive: Pick<GcsArchive, 'lifecycle' | 'setLifecycle'>,
	scenario: Pick<Scenario, 'facts'>,
	ages: readonly ClassAge[],
	signal?: AbortSignal,
): Promise<Lifecycle> {
	const present = await archive.lifecycle(signal);
	const {others} = lifecycleOf(present, scenario);
	const own = ages.map(({storageClass, ageDays}): LifecycleRule => ({
		action: {type: 'SetStorageClass', storageClass},
		condition: {age: ageDays, matchesPrefix: [prefixOf(scenario.facts.collection)]},
	}));
	return lifecycleOf(await archive.setLifecycle([...others, ...own], present.metageneration, signal), scenario);
}

/** Whether two lists of classes and ages are the same. */
export function isSameLifecycle(a: readonly ClassAge[], b: readonly ClassAge[]): boolean {
	return a.length === b.length && a.every(({storageClass, ageDays}, i) => storageClass === b[i]!.storageClass && ageDays === b[i]!.ageDays);
}

function prefixOf(collection: string): string {
	return `${collection}/`;
}

function ownRule({action: {type, storageClass}, condition}: LifecycleRule, collection: string): ClassAge | undefined {
	const {age, matchesPrefix, ...more} = condition;
	const [prefix, ...prefixes] = Array.isArray(matchesPrefix) ? (matchesPrefix as unknown[]) : [];
	const known = storageClasses.find(one => one === storageClass);
	return type === 'SetStorageClass' &&
		known !== undefined &&
		known !== 'STANDARD' &&
		Number.isInteger(age) &&
		prefix === prefixOf(collection) &&
		prefixes.length === 0 &&
		Object.keys(more).length === 0
		? {storageClass: known, ageDays: age as number}
		: undefined;
}
