import {drawBy, type Popularity, zipf} from '../../chance/popularity.ts';
import {lazily} from '../lazily.ts';
import {idFraction} from '../shop/order-id.ts';
import {merchantName} from './merchant-names.ts';

/** The merchants: who sells, the one that sells most first, and how much of all sales each has. */
export type Market = {
	readonly count: number;
	/** The most popular first. */
	readonly names: () => readonly [string, ...string[]];
	/** Of sales, and of questions: who sells much is asked about much. */
	readonly popularity: () => Popularity;
	/** Who a number in [0, 1) draws. */
	draw(uniform: number): string;
	/** The place of a merchant, from 1; undefined for a name that is none. */
	rank(name: string): number | undefined;
	/** Who has an order, by the part of its id that chance made: so the shop's orders stay what they are. */
	merchantOf(orderId: string): string;
};

/** So many merchants, whose sales follow Zipf's law: the second sells half of what the first does, the third a third. */
export function openMarket(count: number): Market {
	const popularity = lazily(() => zipf(count));
	const names = lazily(() => Array.from({length: count}, (_, rank) => merchantName(rank)) as [string, ...string[]]);
	const ranks = lazily(() => new Map(names().map((name, i) => [name, i + 1])));
	const place = lazily(() => drawBy(popularity()));
	const draw = (uniform: number) => merchantName(place()(uniform));
	return {count, names, popularity, draw, rank: name => ranks().get(name), merchantOf: orderId => draw(idFraction(orderId))};
}
