import {askQuestion} from '../../../source/flows/ask-question.ts';
import type {StoredOrder} from '../../../source/scenarios/shop/order.ts';
import {orderValuesAnswerSchema, orderValuesPipeline} from '../../../source/scenarios/shop/revenue-pipeline.ts';
import type {OrderValues, RevenueReport} from '../../../source/scenarios/shop/revenue.ts';
import {shop} from '../../../source/scenarios/shop/shop.ts';
import {type MongoWindow, openMongoWindow} from '../../../source/stores/mongo-window.ts';
import {openRedisCache, type RedisCache} from '../../../source/stores/redis-cache.ts';

/** What the shop's question is asked with. */
export const ofShop = {scenario: shop, timeZone: 'UTC'} as const;

/** Revenue by category, as MongoDB says it. */
export async function revenueOf(window: Pick<MongoWindow, 'ask'>, asOfMs: number, signal?: AbortSignal): Promise<RevenueReport> {
	return (await askQuestion({...ofShop, window}, {about: '', asOfMs}, signal)) as RevenueReport;
}

/** What MongoDB says of the orders' values. */
export async function valuesOf(window: Pick<MongoWindow, 'ask'>, asOfMs: number): Promise<OrderValues | undefined> {
	return orderValuesAnswerSchema().parse(await window.ask(orderValuesPipeline(asOfMs)))[0];
}

/** A cache of the shop's answers. */
export async function openShopCache(url: string, options?: {embeddedVersion?: string}): Promise<RedisCache> {
	return openRedisCache(url, shop.question.codec, options);
}

/** A window of the shop's orders. */
export async function openShopWindow(url: string, options?: {embeddedVersion?: string}): Promise<MongoWindow> {
	return openMongoWindow(url, shop.facts, options);
}

/** The orders that a window streams. */
export function ordersOf(window: Pick<MongoWindow, 'stream'>, fromMs: number, toMs: number, signal?: AbortSignal): AsyncGenerator<StoredOrder, void> {
	return window.stream(fromMs, toMs, signal) as AsyncGenerator<StoredOrder, void>;
}

/** A Redis that is told nothing: the shop keeps nothing there but answers. */
export const noLive: Pick<RedisCache, 'run'> = {run: async () => Promise.reject(new Error('nothing is to be run'))};
