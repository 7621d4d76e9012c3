import type {Scenario} from '../scenario.ts';
import {orderArchive} from './order-archive.ts';
import {orderHistory} from './order-history.ts';
import {orderAudit} from './order-audit.ts';
import {orderKeeping} from './order-keeping.ts';
import {orders} from './orders.ts';
import type {StoredOrder} from './order.ts';
import {revenueError} from './revenue-error.ts';
import {revenueQuestion} from './revenue-question.ts';
import {revenueView} from './revenue-view.ts';
import type {RevenueReport} from './revenue.ts';

/** The shop: orders come in, and its people look at the revenue by category. */
export const shop: Scenario<StoredOrder, RevenueReport> = {
	name: 'shop',
	title: 'Revenue by category',
	teaches: [
		'Orders go to MongoDB; their sum is cached in Redis; you see the cached sum.',
		'A longer TTL gives more hits and older answers: today is further off.',
		'PostgreSQL and the archive keep what MongoDB drops after 35 days.',
	],
	glossary: [
		['orders', 'one of two categories counts in both, and once in the total'],
		['wide numbers', 'where they need room, units go first, then orders, then cents'],
	],
	facts: orders,
	question: revenueQuestion,
	error: revenueError,
	archive: orderArchive,
	audit: orderAudit,
	keeping: orderKeeping,
	warehouse: orderHistory,
	json: {schema: 'shopstream.report/1', members: ({asOfMs: _, ...report}) => report},
	view: revenueView,
};
