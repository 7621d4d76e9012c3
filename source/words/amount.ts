import {formatCount, formatShort} from './count.ts';
import {formatCents, formatWholeUnits} from './money.ts';

/** What a figure is: money in integer cents, a count of whole things, or a mean, which is no sum. */
export type Unit = 'money' | 'count' | 'mean';

/** A figure as text: `48,120.11`, `1,112`, `2.3`; without one, a dash; nothing for null, where there is none to expect. */
export function formatAmount(unit: Unit, amount: number | undefined | null): string {
	return amount === undefined ? '–' : amount === null ? '' : formats[unit](amount);
}

/** The same for a narrow column: money without cents. */
export function formatShortAmount(unit: Unit, amount: number | undefined | null): string {
	return unit === 'money' && amount != null ? formatWholeUnits(amount) : formatAmount(unit, amount);
}

const formats: Readonly<Record<Unit, (amount: number) => string>> = {money: formatCents, count: formatCount, mean: formatShort};
