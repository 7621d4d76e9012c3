import type {Scenario} from '../scenario.ts';
import {buildCounters} from './build-counters.ts';
import {counterQuestion} from './counter-question.ts';
import {countOrders} from './count-orders.ts';
import {openMarket} from './market.ts';
import {merchantArchive} from './merchant-archive.ts';
import {merchantAudit} from './merchant-audit.ts';
import {merchantKeeping} from './merchant-keeping.ts';
import {mostMerchants} from './merchant-names.ts';
import type {MerchantOrder} from './merchant-order.ts';
import {merchantOrders} from './merchant-orders.ts';
import {type MerchantSales, salesDays} from './merchant-sales.ts';
import {reconcileCounters} from './reconcile-counters.ts';
import {salesError} from './sales-error.ts';
import {salesQuestion} from './sales-question.ts';
import {salesView} from './sales-view.ts';

const usualMerchants = 10_000;

/** The merchants: many sell on one marketplace, and each looks at its own sales today. */
export const merchants = marketOf(usualMerchants);

function marketOf(count: number): Scenario<MerchantOrder, MerchantSales> {
	const market = openMarket(count);
	return {
		name: 'merchants',
		title: 'Sales today',
		teaches: [
			'Orders go to MongoDB; Redis caches the sales, one key for each merchant.',
			'Popular keys hit, and the many rare ones miss, whatever the TTL.',
			'A counter updated with each write is never old, but must be reconciled.',
		],
		glossary: [
			['counter', "a merchant's sales of today, kept in Redis as orders arrive"],
			['reconcile', 'every 10 s counters are compared with MongoDB, and mended'],
			['rare', 'merchants beyond the first 1 %: half the reads, most misses'],
		],
		population: {one: 'merchant', many: 'merchants', flag: 'merchants', least: 1000, most: mostMerchants, usual: usualMerchants, sized: marketOf},
		facts: merchantOrders(market),
		question: salesQuestion(market),
		error: salesError(market),
		live: {holds: 'live counters', writes: countOrders, rewrites: countOrders, question: counterQuestion, keep: [buildCounters, reconcileCounters]},
		archive: merchantArchive,
		audit: merchantAudit,
		keeping: merchantKeeping,
		json: {schema: 'shopstream.merchants-report/1', members: ({asOfMs: _, ...sales}) => ({...sales, windowDays: salesDays})},
		view: salesView(market),
	};
}
