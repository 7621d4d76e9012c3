import {expect, test} from 'vitest';
import {categories, createCatalogue} from '../../../source/scenarios/shop/catalogue.ts';

test('a catalogue has 200 customers with ids of their own and 24 products in each of eight categories', async () => {
	const {customers, productsByCategory} = await createCatalogue(1);
	expect(customers).toHaveLength(200);
	expect(new Set(customers.map(({id}) => id)).size).toBe(200);
	expect(productsByCategory.map(products => [products.length, new Set(products.map(({category}) => category)).size])).toEqual(categories.map(() => [24, 1]));
	const products = productsByCategory.flat();
	expect(new Set(products.map(({sku}) => sku)).size).toBe(products.length);
	expect(products.every(({unitPriceCents}) => Number.isSafeInteger(unitPriceCents) && unitPriceCents >= 99 && unitPriceCents % 10 === 9)).toBe(true);
});

test("no customer can be a real person's address", async () => {
	const {customers} = await createCatalogue(2);
	expect(customers.filter(({email}) => !/@example\.(com|net|org)$/.test(email))).toEqual([]);
});

test('another seed gives another catalogue, the same seed the same one', async () => {
	expect(await createCatalogue(1)).toEqual(await createCatalogue(1));
	expect(await createCatalogue(1)).not.toEqual(await createCatalogue(2));
});
