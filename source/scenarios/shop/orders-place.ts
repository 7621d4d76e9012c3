/** Where PostgreSQL keeps orders: the schema, and the one column that a scenario's orders have beside the shop's. */
export type OrdersPlace = {
	readonly schema: string;
	/** A text of each order: its column, and its field in the order. */
	readonly added?: {readonly column: string; readonly field: string};
};

/** The added column after a comma, where there is one. `as` may put something before and after its name. */
export function withAdded({added}: OrdersPlace, as: (column: string) => string = column => column): string {
	return added ? `, ${as(added.column)}` : '';
}
