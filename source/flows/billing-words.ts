import {listPrices} from '../lab/list-prices.ts';
import type {Billed} from '../stores/history.ts';
import {formatBytes} from '../words/bytes.ts';

/** What is billed for: the answer to a question, or what a load puts in its place. */
export type BilledWork = 'ask' | 'load';

const works: Readonly<Record<BilledWork, string>> = {ask: 'The question', load: 'Putting in place what was loaded'};

/** What a piece of work reads and costs, before it is run, in a sentence without its full stop. */
export function billingWords(work: BilledWork, {bytes, billedBytes}: Billed): string {
	return `${works[work]} reads ${formatBytes(bytes)} in BigQuery, and ${formatBytes(billedBytes)} are billed at most: ${priceOf(billedBytes)} at $${listPrices.bigQueryScan.usd} a TiB, of which a month's first is free`;
}

/** The same in a line of at most 80 signs. */
export function shortBillingWords(work: BilledWork, {bytes, billedBytes}: Billed): string {
	return `The ${work === 'load' ? 'load' : 'question'} reads ${formatBytes(bytes)} in BigQuery; ${formatBytes(billedBytes)} are billed at most: ${priceOf(billedBytes)}.`;
}

/** On demand, in US and EU; elsewhere it is dearer. */
function priceOf(bytes: number): string {
	const usd = (bytes / 2 ** 40) * listPrices.bigQueryScan.usd;
	return usd < 0.01 ? 'less than 1 cent' : `$${usd.toFixed(2)}`;
}
