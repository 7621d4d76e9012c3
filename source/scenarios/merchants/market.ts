import {drawBy, type Popularity, zipf} from '../../chance/popularity.ts';
import {lazily} from '../lazily.ts';
import {idFraction} from '../shop/order-id.ts';
import {merchantName} from './merchant-names.ts';

/** The merchants, the one that sells most first, and their shares of all sales. */
export type Market = {
	readonly count: number;
	/** The most popular first. */
	readonly names: () => readonly [string, ...string[]];
	/** The shares of sales. Questions have the same shares: a merchant who sells much is asked about often. */
	readonly popularity: () => Popularity;
	/** The merchant for a random number in [0, 1). */
	draw(uniform: number): string;
	/** The rank of a merchant, from 1. Undefined for an unknown name. */
	rank(name: string): number | undefined;
	/** The merchant of an order, drawn by the random part of its id, so that the shop's orders stay as they are. */
	merchantOf(orderId: string): string;
};

/** This many merchants, whose sales follow Zipf's law: the second sells half as much as the first, the third a third. */
export function openMarket(count: number): Market {
	const popularity = lazily(() => zipf(count));
	const names = lazily(() => Array.from({length: count}, (_, rank) => merchantName(rank)) as [string, ...string[]]);
	const ranks = lazily(() => new Map(names().map((name, i) => [name, i + 1])));
	const place = lazily(() => drawBy(popularity()));
	const draw = (uniform: number) => merchantName(place()(uniform));
	return {count, names, popularity, draw, rank: name => ranks().get(name), merchantOf: orderId => draw(idFraction(orderId))};
}
