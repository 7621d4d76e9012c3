import {formatCount} from './count.ts';

let grouped: Intl.NumberFormat | undefined;

/** Integer cents as text with separators: `4812011` is `48,120.11`. */
export function formatCents(cents: number): string {
	grouped ??= new Intl.NumberFormat('en-US', {minimumFractionDigits: 2, maximumFractionDigits: 2});
	return grouped.format(cents / 100);
}

/** Integer cents as whole units of money, rounded, for a narrow column: `4812011` is `48,120`. */
export function formatWholeUnits(cents: number): string {
	return formatCount(Math.round(cents / 100));
}
