// What making an order takes, and making one with faker for every field: in turn, in a thread that has done nothing else.
import {parentPort} from 'node:worker_threads';
import {faker} from '@faker-js/faker/locale/en';
import {median} from '../../source/lab/quantiles.ts';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';

/** Nanoseconds an order. */
export type OrderTimes = {readonly oursNs: number; readonly fakersNs: number};

const catalogue = await createCatalogue(42);
const fakerOrder = () => {
	const [firstName, lastName] = [faker.person.firstName(), faker.person.lastName()];
	const {helpers, date, string, location, commerce, number, internet} = faker;
	const item = () => ({
		sku: string.alphanumeric(7),
		name: commerce.productName(),
		category: commerce.department(),
		quantity: number.int(5),
		unitPriceCents: number.int(20_000),
	});
	return {
		id: string.ulid(),
		placedAt: date.recent({days: 35}),
		updatedAt: date.recent({days: 5}),
		status: helpers.arrayElement(['pending', 'shipped', 'completed', 'returned']),
		customer: {
			id: string.alphanumeric(5),
			name: `${firstName} ${lastName}`,
			email: internet.exampleEmail({firstName, lastName}),
			city: location.city(),
			country: location.countryCode(),
		},
		items: [item(), item()],
	};
};

function nanosecondsEach(count: number, make: () => void): number {
	const startedAt = performance.now();
	make();
	return ((performance.now() - startedAt) / count) * 1_000_000;
}

const ours: number[] = [];
const fakers: number[] = [];
const [rounds, warming] = [30, 10];
for (let round = 0; round < rounds; round++) {
	const [oursNs, fakersNs] = [
		nanosecondsEach(20_000, () => {
			// Made and let go, as a seed does.
			for (const _ of generateOrders({count: 20_000, days: 35, seed: 42, nowMs: Date.now()}, catalogue)) {
				continue;
			}
		}),
		nanosecondsEach(1000, () => {
			for (let i = 0; i < 1000; i++) {
				fakerOrder();
			}
		}),
	];
	if (round >= warming) {
		ours.push(oursNs);
		fakers.push(fakersNs);
	}
}

const times: OrderTimes = {oursNs: median(ours)!, fakersNs: median(fakers)!};
parentPort!.postMessage(times);
