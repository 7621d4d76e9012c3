import {formatCount, withSeparators} from './count.ts';

/** Cents, rounded to whole ones, as text with separators: `4812011` is `48,120.11`. */
export function formatCents(cents: number): string {
	const digits = String(Math.abs(Math.round(cents))).padStart(3, '0');
	return `${Math.round(cents) < 0 ? '-' : ''}${withSeparators(Number(digits.slice(0, -2)))}.${digits.slice(-2)}`;
}

/** Integer cents as whole units of money, rounded, for a narrow column: `4812011` is `48,120`. */
export function formatWholeUnits(cents: number): string {
	return formatCount(Math.round(cents / 100));
}
