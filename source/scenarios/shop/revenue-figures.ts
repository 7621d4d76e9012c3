import type {Unit} from '../../words/amount.ts';

/**
 * One figure of the revenue answer. The type of the answer and its check, MongoDB's aggregation, PostgreSQL's select, the members of the JSON and the
 * columns of screen and report all follow from the list below.
 */
type Figure = {
	/** Its name in the answer, in the cache and in JSON. */
	readonly name: string;
	/** The title of its column. `day` is the day of the answer: "today", or "Wed 25 Nov" once it is over. */
	readonly title: (answer: {readonly day: string; readonly windowDays: number}) => string;
	readonly unit: Unit;
	/** Refunds may make money and units negative, but not this figure. */
	readonly isNeverNegative?: boolean;
	readonly mongo: {
		/** The accumulator over the items of one order in a category. Absent where the order itself is counted. */
		readonly perOrder?: (isToday: object) => object;
		/** The accumulator over the orders of a category, by the name of the figure there. */
		readonly perCategory: (name: string) => object;
		/** The expression of the total, over `categories` and `orders`. */
		readonly total: (name: string) => object;
	};
	/** The aggregate over the items of orders, of a category or of all. */
	readonly sql: (isToday: string) => string;
};

/** The number of orders in the answer, including those without items. */
const orderCount = {$ifNull: [{$arrayElemAt: ['$orders.count', 0]}, 0]};

/** A figure that is a sum over items. */
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
	/** Distinct orders in that window. An order with items of two categories counts once in each, and once in the total. */
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

/** The checks of a row, reduced to what every hit needs. */
const checks = revenueFigures.map(({name, unit, isNeverNegative = false}) => ({
	name,
	isSound: unit === 'mean' ? Number.isFinite : Number.isSafeInteger,
	isNeverNegative,
}));

/** The name of the first impossible figure: not a number, not whole, or a negative count. */
export function brokenFigure(row: {readonly [Name in FigureName]?: unknown}): FigureName | undefined {
	for (const {name, isSound, isNeverNegative} of checks) {
		const figure = row[name];
		if (!isSound(figure) || (isNeverNegative && (figure as number) < 0)) {
			return name;
		}
	}

	return undefined;
}
