import type {Billed} from '../stores/history.ts';
import {formatBytes} from '../words/bytes.ts';

/**
 * What BigQuery asks for what a query reads, on demand: of datasets in US and EU; others are dearer. The first TiB of a month is free.
 * Source: https://cloud.google.com/bigquery/pricing, seen in August 2026.
 */
const usdPerTebibyte = 6.25;

/** What is billed for: the answer to a question, or what a load puts in its place. */
export type BilledWork = 'ask' | 'load';

const works: Readonly<Record<BilledWork, string>> = {ask: 'The question', load: 'Putting in place what was loaded'};

/** What a piece of work reads and costs, before it is run, in a sentence without its full stop. */
export function billingWords(work: BilledWork, {bytes, billedBytes}: Billed): string {
	return `${works[work]} reads ${formatBytes(bytes)} in BigQuery, and ${formatBytes(billedBytes)} are billed at most: ${dollars((billedBytes / 2 ** 40) * usdPerTebibyte)} at $${usdPerTebibyte} a TiB, of which a month's first is free`;
}

function dollars(usd: number): string {
	return usd < 0.01 ? 'less than 1 cent' : `$${usd.toFixed(2)}`;
}
