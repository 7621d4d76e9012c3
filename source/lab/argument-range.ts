/** Throws a RangeError unless `value` is a finite number above 0; `name` is said in the message. */
export function requirePositive(name: string, value: number): void {
	if (!(value > 0 && Number.isFinite(value))) {
		throw new RangeError(`${name} must be a finite number above 0, not ${value}`);
	}
}

/** Throws a RangeError unless `value` is a finite number of 0 or more; `name` is said in the message. */
export function requireNotNegative(name: string, value: number): void {
	if (!(value >= 0 && Number.isFinite(value))) {
		throw new RangeError(`${name} must be a finite number of 0 or more, not ${value}`);
	}
}

/** Throws a RangeError unless `value` is a whole number of at least `least`; `name` is said in the message. */
export function requireWhole(name: string, value: number, least: number): void {
	if (!Number.isSafeInteger(value) || value < least) {
		throw new RangeError(`${name} must be a whole number of at least ${least}, not ${value}`);
	}
}

/** Throws a RangeError unless `value` lies in 0…1; `name` is said in the message. */
export function requireShare(name: string, value: number): void {
	if (!(value >= 0 && value <= 1)) {
		throw new RangeError(`${name} must lie in 0…1, not ${value}`);
	}
}
