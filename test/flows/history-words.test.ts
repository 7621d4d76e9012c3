import {expect, test} from 'vitest';
import {trendMonths} from '../../source/flows/history-words.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {shownStudy} from '../history-results.ts';

test('a month is compared with that of the year before where all of both is there', () => {
	// From 26 November 2021 to 24 November 2026.
	const compared = new Map(trendMonths(shop, shownStudy.result).map(({name, yearBefore}) => [name, yearBefore?.name]));
	expect(['2021-11', '2022-10', '2022-11', '2022-12', '2026-10', '2026-11'].map(name => compared.get(name))).toEqual([
		undefined,
		undefined,
		undefined,
		'2021-12',
		'2025-10',
		undefined,
	]);
});
