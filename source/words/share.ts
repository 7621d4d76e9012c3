import {formatSmall} from './count.ts';

/** A hit rate as text, near its end with as many nines as tell it from all: `<0.1 %`, `98.4 %`, `99.97 %`, `99.998 %`, `100 %`. */
export function shareText(share: number, mostDecimals = 4): string {
	if (share === 1 || share === 0) {
		return `${share * 100} %`;
	}

	const decimals = Math.min(mostDecimals, Math.max(1, Math.ceil(-Math.log10(1 - share) - 1e-9) - 2));
	const scale = 10 ** decimals;
	const percent = Math.round(share * 100 * scale) / scale;
	// Rounded to nothing or to all it would say what is not so.
	return percent === 0 ? `<${1 / scale} %` : `${Math.min(100 - 1 / scale, percent).toFixed(decimals)} %`;
}

/** An error as text: `<0.01 %`, `0.63 %`, `8.3 %`, `120 %`. */
export function errorText(share: number): string {
	return `${formatSmall(share * 100)} %`;
}

/** A share as text: at most this many decimals, fewer for great shares. What is not all of it is never shown as 100 %. */
export function percentText(share: number, decimals = 1): string {
	if (share === 1) {
		return '100 %';
	}

	const places = share >= 0.1 ? Math.min(1, decimals) : decimals;
	return `${(share < 1 ? Math.min(share * 100, 99.9) : share * 100).toFixed(places)} %`;
}

/**
 * Shares as percentages with one number of decimals, enough to tell the greatest from 100: `99.60` and `99.9986` become
 * `99.6014` and `99.9986`. Four at most, and then down, so that only all is 100.
 */
export function formatShares(shares: ReadonlyArray<number | undefined>): string[] {
	const rests = shares
		.filter(share => share !== undefined)
		.map(share => 100 - 100 * share)
		.filter(rest => rest > 0);
	const least = Math.min(100, ...rests);
	const decimals = Math.min(4, Math.max(1, Math.ceil(1 - Math.log10(least))));
	const scale = 10 ** decimals;
	return shares.map(share => {
		if (share === undefined) {
			return '–';
		}

		const rounded = Math.round(100 * share * scale) / scale;
		return (share < 1 ? Math.min(rounded, 100 - 1 / scale) : rounded).toFixed(decimals);
	});
}
