import {isInt32} from '../values/bson-type.ts';
import {double, integer, toDouble, wholeOf, type BsonNumber} from '../values/numbers.ts';

/**
 * A sum in the type that MongoDB gives it: int32 while it fits, then int64; a double as soon as one was added. Whole
 * numbers are summed exactly and doubles with a running compensation (Knuth's two-sum), so
 * that ten times 0.1 is 1, as in MongoDB.
 */
export class RunningSum {
	count = 0;
	#small: number;
	#whole = 0n;
	#hasLong = false;
	#hasDouble = false;
	#sum = 0;
	#compensation = 0;

	/** @param start A safe whole number that the sum begins with. */
	constructor(start = 0) {
		this.#small = start;
	}

	add(value: BsonNumber): void {
		this.count++;
		if (typeof value === 'number' && isInt32(value)) {
			this.#small += value;
			if (!Number.isSafeInteger(this.#small)) {
				// The step before was safe; take it back and carry exactly.
				this.#whole += BigInt(this.#small - value) + BigInt(value);
				this.#small = 0;
			}

			return;
		}

		const whole = wholeOf(value);
		if (whole === null) {
			this.#hasDouble = true;
			this.#addDouble(toDouble(value));
		} else {
			this.#hasLong = true;
			this.#whole += whole;
		}
	}

	/** The sum; 0 of nothing. */
	total(): BsonNumber {
		const whole = this.#whole + BigInt(this.#small);
		return this.#hasDouble ? double(this.#asDouble()) : integer(whole, this.#hasLong);
	}

	/** The mean as a double; null of nothing.  */
	mean(): BsonNumber | null {
		if (this.count === 0) {
			return null;
		}

		return double(this.#asDouble() / this.count);
	}

	#addDouble(value: number): void {
		const sum = this.#sum + value;
		const part = sum - this.#sum;
		const lost = this.#sum - (sum - part) + (value - part);
		this.#sum = sum;
		// Infinity minus infinity says nothing about what was lost.
		this.#compensation += Number.isFinite(sum) ? lost : 0;
	}

	#asDouble(): number {
		const whole = this.#whole + BigInt(this.#small);
		if (!this.#hasDouble) {
			return Number(whole);
		}

		const copy = new RunningSum();
		copy.#sum = this.#sum;
		copy.#compensation = this.#compensation;
		// The whole part may take more than one double.
		copy.#addDouble(Number(whole));
		copy.#addDouble(Number(whole - BigInt(Number(whole))));
		return copy.#sum + copy.#compensation;
	}
}
