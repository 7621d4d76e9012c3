import type {Unit} from '../../words/amount.ts';

/**
 * One figure of the revenue answer: all that the lesson says of it. The answer's type and its check, MongoDB's aggregation,
 * PostgreSQL's select, the members of the JSON and the columns of screen and report follow from the list below.
 */
type Figure = {
	/** Its name in the answer, in the cache and in JSON. */
	readonly name: string;
	/** Heads its column. `day` is the answer's: "today", or "Wed 25 Nov" once that is over. */
	readonly title: (answer: {readonly day: string; readonly windowDays: number}) => string;
	readonly unit: Unit;
	/** Refunds may make money and units negative, but not this. */
	readonly isNeverNegative?: boolean;
	readonly mongo: {
		/** The accumulator over the items that an order has of a category; absent where an order counts as such. */
		readonly perOrder?: (isToday: object) => object;
		/** The accumulator over the orders of a category, in which the figure has its name. */
		readonly perCategory: (name: string) => object;
		/** The expression of the total, over `categories` and `orders`. */
		readonly total: (name: string) => object;
	};
	/** The aggregate over the items of orders, of a category or of all. */
	readonly sql: (isToday: string) => string;
};

/** Of how many orders the answer is; one without items is one too. */
const orderCount = {$ifNull: [{$arrayElemAt: ['$orders.count', 0]}, 0]};

/** What an item comes to, to be summed over all of them. */
function sumOfItems(ofItem: (isToday: object) => unknown): Pick<Figure, 'mongo'> {
	return {
		mongo: {
			perOrder: isToday => ({$sum: ofItem(isToday)}),
			perCategory: name => ({$sum: `$${name}`}),
			total: name => ({$sum: `$categories.${name}`}),
		},
	};
}

const cents = {$multiply: ['$items.quantity', '$items.unitPriceCents']};

const sqlCents = 'quantity::bigint * unit_price_cents';

const list = [
	/** Of the answer's `day`, up to `asOf`. */
	{
		name: 'todayCents',
		title: ({day}) => day,
		unit: 'money',
		...sumOfItems(isToday => ({$cond: [isToday, cents, 0]})),
		sql: isToday => `sum(${sqlCents}) filter (where ${isToday})`,
	},
	/** In the window of `windowDays` that ends at `asOf`. */
	{
		name: 'revenueCents',
		title: ({windowDays}) => `${windowDays} days`,
		unit: 'money',
		...sumOfItems(() => cents),
		sql: () => `sum(${sqlCents})`,
	},
	/** Distinct orders in that window; one with items of two categories counts once in each, and once in the total. */
	{
		name: 'orders',
		title: () => 'orders',
		unit: 'count',
		isNeverNegative: true,
		mongo: {perCategory: () => ({$sum: 1}), total: () => orderCount},
		sql: () => 'count(distinct orders.id)',
	},
	{
		name: 'units',
		title: () => 'units',
		unit: 'count',
		...sumOfItems(() => '$items.quantity'),
		sql: () => 'sum(quantity)',
	},
] as const satisfies readonly Figure[];

export type FigureName = (typeof list)[number]['name'];

/** The figures in the order of their columns. */
export const revenueFigures: ReadonlyArray<Figure & {readonly name: FigureName}> = list;

/** What one category, or all of them, brought in. Returned orders are left out. Money is integer cents. */
export type RevenueFigures = {readonly [Name in FigureName]: number};

/** Something for each figure, by its name. */
export function forEachFigure<T>(one: (figure: (typeof revenueFigures)[number]) => T): Record<FigureName, T> {
	return Object.fromEntries(revenueFigures.map(figure => [figure.name, one(figure)])) as Record<FigureName, T>;
}

/** A row is checked at every hit, where these are all that is looked at. */
const checks = revenueFigures.map(({name, unit, isNeverNegative = false}) => ({
	name,
	isSound: unit === 'mean' ? Number.isFinite : Number.isSafeInteger,
	isNeverNegative,
}));

/** The name of the first figure that cannot be: no number, no whole one, or fewer orders than none. */
export function brokenFigure(row: {readonly [Name in FigureName]?: unknown}): FigureName | undefined {
	for (const {name, isSound, isNeverNegative} of checks) {
		const figure = row[name];
		if (!isSound(figure) || (isNeverNegative && (figure as number) < 0)) {
			return name;
		}
	}

	return undefined;
}
