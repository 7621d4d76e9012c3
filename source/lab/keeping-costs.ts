import {listPrices} from './list-prices.ts';

/** Google Cloud Storage's classes, the warmest first. */
export const storageClasses = ['STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE'] as const;

export type StorageClass = (typeof storageClasses)[number];

/** An object becomes of this class so many days after it was made. */
export type ClassAge = {readonly storageClass: Exclude<StorageClass, 'STANDARD'>; readonly ageDays: number};

/** The minimum storage duration of each class in days: deleting an object earlier costs as much. */
export const leastDays: Readonly<Record<StorageClass, number>> = {STANDARD: 0, NEARLINE: 30, COLDLINE: 90, ARCHIVE: 365};

/** The layers that keep facts. */
const keepers = ['postgres', 'mongo', 'redis', 'gcs', 'history'] as const;

export type Keeper = (typeof keepers)[number];

/** What keeping facts for years costs a year in one layer, once all of these years are there. */
export type KeepingCost = {
	readonly keeper: Keeper;
	readonly bytesPerFact: number;
	readonly bytes: number;
	/** In US cents. */
	readonly storageCents: number;
	/** The smallest server for it, which holds other data too. Undefined where none is paid for. */
	readonly serverCents: number | undefined;
};

/** A class's part of the time, and of the cost. */
type ClassShare = {readonly storageClass: StorageClass; readonly share: number; readonly cents: number};

export type KeepingCosts = {
	readonly layers: readonly KeepingCost[];
	readonly classes: readonly ClassShare[];
	/** The same archive left in STANDARD. */
	readonly standardCents: number;
	/** Reading all of the archive back once, for the retrieval alone. */
	readonly retrievalCents: number;
	/** Scanning all of the warehouse once. */
	readonly scanCents: number;
};

const gib = 1024 ** 3;
const daysPerYear = 365.25;
const hoursPerYear = 8760;
const monthsPerYear = 12;

/** The smallest Cloud SQL server with cores of its own. */
const sqlServer = {vcpus: 1, memoryGib: 3.75};

/** After this long without a change BigQuery charges the long-term price. */
const longTermDays = 90;

/**
 * What it costs a year, at list prices, to keep so many facts of so many years once as many expire as arrive. Facts arrive evenly, so a
 * storage class holds the share of the facts that is the share of their time in it.
 * @param bytesPerFact what a fact takes in each layer
 * @param rules the classes that objects go to, the youngest first
 */
export function keepingCosts(
	{facts, years}: {readonly facts: number; readonly years: number},
	bytesPerFact: Readonly<Record<Keeper, number>>,
	rules: readonly ClassAge[],
): KeepingCosts {
	const bytes = (keeper: Keeper) => facts * bytesPerFact[keeper];
	const layer = (keeper: Keeper, storageUsd: number, serverUsd?: number): KeepingCost => ({
		keeper,
		bytesPerFact: bytesPerFact[keeper],
		bytes: bytes(keeper),
		storageCents: storageUsd * 100,
		serverCents: serverUsd === undefined ? undefined : serverUsd * 100,
	});
	const archiveGib = bytes('gcs') / gib;
	const keptDays = years * daysPerYear;
	const classes = classShares(rules, keptDays).map(({storageClass, share}) => ({
		storageClass,
		share,
		cents: 100 * archiveGib * share * listPrices.gcs[storageClass].usd * hoursPerYear,
	}));
	const memoryGib = Math.max(1, Math.ceil(bytes('redis') / gib));
	const redis = listPrices.memorystore.find(({mostGib}) => memoryGib <= mostGib)!.price;
	const active = Math.min(1, longTermDays / keptDays);
	const warehouseGib = bytes('history') / gib;
	return {
		layers: [
			layer(
				'postgres',
				(bytes('postgres') / gib) * listPrices.cloudSqlSsd.usd * monthsPerYear,
				(sqlServer.vcpus * listPrices.cloudSqlVcpu.usd + sqlServer.memoryGib * listPrices.cloudSqlMemory.usd) * hoursPerYear,
			),
			layer('mongo', (bytes('mongo') / 1e9) * listPrices.atlasStorage.usd * monthsPerYear, listPrices.atlasM10.usd * hoursPerYear),
			layer('redis', memoryGib * redis.usd * hoursPerYear),
			layer('gcs', classes.reduce((sum, {cents}) => sum + cents, 0) / 100),
			layer('history', warehouseGib * (active * listPrices.bigQueryActive.usd + (1 - active) * listPrices.bigQueryLongTerm.usd) * monthsPerYear),
		],
		classes,
		standardCents: 100 * archiveGib * listPrices.gcs.STANDARD.usd * hoursPerYear,
		retrievalCents: classes.reduce((sum, {storageClass, share}) => sum + 100 * archiveGib * share * listPrices.gcsRetrieval[storageClass].usd, 0),
		scanCents: 100 * (bytes('history') / 1024 ** 4) * listPrices.bigQueryScan.usd,
	};
}

/** The share of its time that an object spends in each class, if it is kept for so many days. */
function classShares(rules: readonly ClassAge[], keptDays: number): ReadonlyArray<Omit<ClassShare, 'cents'>> {
	const steps = [{storageClass: 'STANDARD' as const, ageDays: 0}, ...rules];
	return steps.map(({storageClass, ageDays}, i) => {
		const from = Math.min(keptDays, ageDays);
		const to = Math.min(keptDays, steps[i + 1]?.ageDays ?? keptDays);
		return {storageClass, share: (to - from) / keptDays};
	});
}
