import type {Customer, OrderItem} from './order.ts';
import {createRandom, type Random} from '../../chance/random.ts';

/** A category of the shop and the price level of its products. */
export type Category = {
	readonly name: string;
	/** The median price of its products, in integer cents. */
	readonly medianPriceCents: number;
	/** How often an item comes from it, relative to the others. */
	readonly weight: number;
};

/** The shop's eight categories: each with its own price level, so that revenue and unit ranks differ. */
export const categories: readonly Category[] = [
	{name: 'Electronics', medianPriceCents: 18_900, weight: 13},
	{name: 'Home & Garden', medianPriceCents: 5_400, weight: 15},
	{name: 'Clothing', medianPriceCents: 3_900, weight: 19},
	{name: 'Sports', medianPriceCents: 4_700, weight: 11},
	{name: 'Beauty', medianPriceCents: 2_400, weight: 12},
	{name: 'Toys & Games', medianPriceCents: 2_900, weight: 10},
	{name: 'Books', medianPriceCents: 1_600, weight: 12},
	{name: 'Grocery', medianPriceCents: 900, weight: 8},
];

/** A product on sale: an order item without its quantity. */
type Product = Omit<OrderItem, 'quantity'>;

/** Who can buy and what is on sale. */
export type Catalogue = {
	readonly customers: readonly Customer[];
	readonly productsByCategory: ReadonlyArray<readonly Product[]>;
};

const customerCount = 200;
const productsEach = 24;

/**
 * The shop's customers and products. Faker makes them once for each seed (about 60 ms), and orders only draw from them.
 * Faker is loaded on first use, so that the first frame does not wait for it.
 */
export async function createCatalogue(seed: number): Promise<Catalogue> {
	const {faker} = await import('@faker-js/faker/locale/en');
	faker.seed(seed);
	const random = createRandom(`catalogue ${seed}`);
	return {
		customers: Array.from({length: customerCount}, (_, i) => {
			const firstName = faker.person.firstName();
			const lastName = faker.person.lastName();
			return {
				id: `C${String(i + 1).padStart(4, '0')}`,
				name: `${firstName} ${lastName}`,
				// Nobody owns example.com and the like, so no mail can reach a real person.
				email: faker.internet.exampleEmail({firstName, lastName}).toLowerCase(),
				city: faker.location.city(),
				country: faker.location.countryCode(),
			};
		}),
		productsByCategory: categories.map(category =>
			Array.from({length: productsEach}, (_, i) => ({
				sku: `${category.name.slice(0, 3).toUpperCase()}-${String(i + 1).padStart(3, '0')}`,
				name: faker.commerce.productName(),
				category: category.name,
				unitPriceCents: priceCents(category.medianPriceCents, random),
			})),
		),
	};
}

/** A price around the median: log-normal, σ = 0.5, ending in 9 as shop prices do. */
function priceCents(medianCents: number, random: Random): number {
	const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
	return Math.max(99, Math.round((medianCents * Math.exp(normal / 2)) / 10) * 10 - 1);
}
