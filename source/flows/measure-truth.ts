import type {OrderValues, RevenueReport} from '../scenarios/shop/revenue.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';

/** What MongoDB says now, asked off the read path. */
export type Truth = {
	readonly report: RevenueReport;
	readonly values: OrderValues;
	/** How long MongoDB worked on it, in milliseconds. */
	readonly tookMs: number;
};

/** Asks MongoDB for the truth as of now: a shadow query, which no read waits for and no count of the lesson holds. */
export async function measureTruth(window: Pick<MongoWindow, 'revenueByCategory' | 'orderValues'>, asOfMs: number, signal?: AbortSignal): Promise<Truth> {
	const startedAt = performance.now();
	const report = await window.revenueByCategory(asOfMs, signal);
	const values = await window.orderValues(asOfMs, signal);
	return {report, values, tookMs: performance.now() - startedAt};
}
