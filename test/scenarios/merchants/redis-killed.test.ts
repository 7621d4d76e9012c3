// Redis is killed twice, and comes back empty, while orders arrive, are returned, and are delivered twice. A short while; as long and as many as
// wanted with SHOPSTREAM_TEST_STREAM_SECONDS and SHOPSTREAM_TEST_STREAM_PER_SECOND: 600 and 1667 are 100,000 a minute for ten minutes.
import {setTimeout as pause} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {createRandom} from '../../../source/chance/random.ts';
import {startEngine} from '../../../source/engines/start-engine.ts';
import type {MerchantOrder} from '../../../source/scenarios/merchants/merchant-order.ts';
import {hasRedisServer, redisServerNote, type RedisServer, startRedisServer} from '../../redis-server.ts';
import {until} from '../../until.ts';
import {nowMs, openMarket, scenario} from './open-market.ts';

const seconds = Number(process.env['SHOPSTREAM_TEST_STREAM_SECONDS'] ?? 6);
const perSecond = Number(process.env['SHOPSTREAM_TEST_STREAM_PER_SECOND'] ?? 300);
const isLong = process.env['SHOPSTREAM_TEST_STREAM_SECONDS'] !== undefined;

/** Of the orders that arrive so many are returned a little later, and so many are delivered again. */
const returned = 0.1;
const again = 0.1;

test.runIf(hasRedisServer)(
	`Redis killed twice under a stream: the counters are MongoDB's sums to the cent in the end${redisServerNote}`,
	async () => {
		let server: RedisServer = await startRedisServer();
		const {port, url} = server;
		const market = await openMarket(
			{
				// In a thread of its own, as in the program.
				mongo: {
					name: 'the embedded engine',
					runs: true,
					async open() {
						const engine = await startEngine({name: 'mongo', title: 'MongoDB', isKept: false, options: {}});
						return {store: undefined as never, url: `mongodb://127.0.0.1:${engine.port}`, close: async () => engine.close()};
					},
				},
				redis: {name: 'a redis-server', runs: true, open: async () => ({store: undefined as never, url, close: async () => undefined})},
			},
			100,
		);
		const random = createRandom('stream');
		const arrive = await scenario.facts.arrivals(1);
		const figures = {events: 0, refused: 0, silent: 0, latest: 0, said: [] as string[]};
		const deliver = async (orders: readonly MerchantOrder[]) => {
			figures.events += orders.length;
			// Where MongoDB gets too little of the processors to answer it is asked again, as by the program.
			for (let isStored = false; !isStored;) {
				isStored = await market.store(orders).then(
					() => true,
					() => {
						figures.silent++;
						return false;
					},
				);
			}

			// What Redis does not take is not tried again.
			await market.tell(orders).catch(() => {
				figures.refused += orders.length;
			});
		};

		const cpuBefore = process.cpuUsage();
		const startedAt = performance.now();
		const passed = () => (performance.now() - startedAt) / 1000;
		const ending = new AbortController();
		// As often as the program does; in a short run five times as often.
		const keeping = Promise.all(
			scenario.live!.keep!.map(async upkeep => {
				while (!ending.signal.aborted) {
					const [said] = await Promise.all([
						market.keep(nowMs + Math.round(passed() * 1000), upkeep).catch(() => []),
						pause(upkeep.everySeconds * (isLong ? 1000 : 200), undefined, {signal: ending.signal}).catch(() => undefined),
					]);
					figures.said.push(...said);
				}
			}),
		);
		const kills = [seconds / 3, (seconds * 2) / 3];
		const timesMade = () => figures.said.filter(text => text.startsWith('counters of today made from MongoDB')).length;
		let sent: readonly MerchantOrder[] = [];
		while (passed() < seconds || kills.length > 0) {
			const due = Math.floor(passed() * perSecond) - figures.events;
			figures.latest = Math.max(figures.latest, due / perSecond);
			if (due > 0) {
				const count = Math.max(1, Math.ceil(Math.min(due, 1000) / (1 + returned + again)));
				const orders = Array.from({length: count}, () => [arrive(nowMs + Math.round(passed() * 1000), random)].flat()[0] as MerchantOrder).map(order => ({
					...order,
					version: 1,
				}));
				const back = sent.filter(() => random.next() < returned).map((order): MerchantOrder => ({...order, status: 'returned', version: 2}));
				await deliver([...orders, ...back, ...sent.filter(() => random.next() < again)]);
				sent = orders;
			}

			// Not before they have come back from the last one.
			if (kills.length > 0 && passed() > kills[0]! && timesMade() === 3 - kills.length) {
				kills.shift();
				await server.stop();
				await deliver(sent);
				server = await startRedisServer({port});
			}

			await pause(20);
		}

		const tookSeconds = passed();
		const {user, system} = process.cpuUsage(cpuBefore);
		ending.abort();
		await keeping;
		await until(async () => {
			const said = await market.keep(nowMs + Math.round(passed() * 1000)).catch(() => ['not yet']);
			figures.said.push(...said);
			return said.length === 0;
		});
		if (isLong) {
			console.log(
				`${figures.events} events in ${tookSeconds.toFixed(0)} s (${Math.round((figures.events * 60) / tookSeconds)} a minute), ${figures.refused} not taken by Redis, ${figures.silent} times no answer of MongoDB, at most ${figures.latest.toFixed(1)} s late; ${Math.round((user + system) / figures.events)} µs of processor an event beside redis-server; ${await market.documents.countDocuments()} orders in MongoDB\n${figures.said.join('\n')}`,
			);
		}

		expect(kills).toEqual([]);
		expect(figures.refused).toBeGreaterThan(0);
		expect(timesMade()).toBe(3);
		expect(await market.differences()).toEqual([]);
		await market.close();
		await server.stop();
	},
	Math.max(120_000, seconds * 3000),
);
