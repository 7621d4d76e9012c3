import type {OrderValues, RevenueReport} from '../scenarios/shop/revenue.ts';
import {orderValuesAnswerSchema, orderValuesPipeline} from '../scenarios/shop/revenue-pipeline.ts';
import {askQuestion, type Origin} from './ask-question.ts';

/** What MongoDB says now, asked off the read path. */
export type Truth = {
	readonly report: RevenueReport;
	readonly values: OrderValues;
	/** How long MongoDB worked on it, in milliseconds. */
	readonly tookMs: number;
};

/** Asks MongoDB for the truth as of now: a shadow query, which no read waits for and no count of the lesson holds. */
export async function measureTruth(origin: Origin, asOfMs: number, signal?: AbortSignal): Promise<Truth> {
	const startedAt = performance.now();
	const report = await askQuestion(origin, {about: '', asOfMs}, signal) as RevenueReport;
	const values = orderValuesAnswerSchema.parse(await origin.window.ask(orderValuesPipeline(asOfMs), signal))[0] ?? {orders: 0, cents: 0, squareCents: 0};
	return {report, values, tookMs: performance.now() - startedAt};
}
