import {type ArchiveSource, linesOf} from '../../source/flows/archive-source.ts';
import {orderArchive} from '../../source/scenarios/shop/order-archive.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';
import {localDay, type LocalDay} from '../../source/words/local-day.ts';

const hashOf = ({id, version}: StoredOrder) => BigInt([...`${id}:${version}`].reduce((hash, sign) => (hash * 31 + sign.charCodeAt(0)) % 1_000_000_007, 7));

type Options = {readonly identity?: string; readonly pageSize?: number; readonly onPage?: (fromMs: number) => Promise<void> | void};

/** A ledger in memory: what is in `orders` when it is asked. */
export function memorySource(orders: Map<string, StoredOrder>, {identity = 'one', pageSize = 3, onPage}: Options = {}): ArchiveSource {
	const within = (fromMs: number, toMs: number) =>
		[...orders.values()]
			.filter(({placedAt}) => placedAt.getTime() >= fromMs && placedAt.getTime() < toMs)
			.sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1));
	return {
		title: 'PostgreSQL',
		isWhole: true,
		identity: async () => identity,
		async days({asOfMs, timeZone, withFigures}) {
			const days = new Map<number, LocalDay>();
			for (const {placedAt} of orders.values()) {
				const day = localDay(placedAt.getTime(), timeZone);
				if (day.startMs <= asOfMs) {
					days.set(day.startMs, day);
				}
			}

			return [...days.values()]
				.sort((a, b) => a.startMs - b.startMs)
				.map(day => {
					const of = within(day.startMs, day.nextMs);
					return {
						...day,
						rows: of.length,
						worth: withFigures ? of.reduce((sum, order) => sum + orderArchive.worth.of(order), 0) : undefined,
						fingerprint: of.reduce((sum, order) => sum + hashOf(order), 0n).toString(),
					};
				});
		},
		newestMs: async () => Math.max(...[...orders.values()].map(({placedAt}) => placedAt.getTime())),
		async *pages(days) {
			for (const [stretch, {startMs, nextMs}] of days.entries()) {
				const read = within(startMs, nextMs);
				for (let i = 0; i < Math.max(1, read.length); i += pageSize) {
					await onPage?.(startMs);
					const facts = read.slice(i, i + pageSize);
					yield {
						stretch,
						rows: facts.length,
						lines: lines => linesOf(shop as unknown as Scenario, facts, lines),
						fingerprint: facts.reduce((sum, order) => sum + hashOf(order), 0n),
						isLast: i + pageSize >= read.length,
					};
				}
			}
		},
		leftOut: async () => [],
	};
}
