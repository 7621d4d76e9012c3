/** Where in PostgreSQL orders are kept: a schema, and the one column that a scenario's orders have more than the shop's. */
export type OrdersPlace = {
	readonly schema: string;
	/** A text that each order has: the column, and the field of the order. */
	readonly added?: {readonly column: string; readonly field: string};
};

/** The added column behind others, where there is one; `as` says it with something before and after its name. */
export function withAdded({added}: OrdersPlace, as: (column: string) => string = column => column): string {
	return added ? `, ${as(added.column)}` : '';
}
