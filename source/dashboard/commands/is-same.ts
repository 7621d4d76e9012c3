/** Whether two records have the same members, each by identity. */
export function isSame<T extends object>(one: T, other: T): boolean {
	return Object.entries(one).every(([name, value]) => Object.is(other[name as keyof T], value));
}
