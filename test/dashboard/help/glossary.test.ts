import {expect, test} from 'vitest';
import {glossaryOf} from '../../../source/dashboard/help/glossary.ts';
import {helpPages, keyPages, wordsOnPage} from '../../../source/dashboard/help/help-pages.ts';
import {keysOf} from '../../../source/dashboard/keys/keymap.ts';
import {scenarios} from '../../../source/scenarios/scenarios.ts';
import {shop} from '../../../source/scenarios/shop/shop.ts';

const glossary = glossaryOf(shop);

test.each(scenarios)('$name: every word and its meaning fit a line of 80 columns', scenario => {
	const glossary = glossaryOf(scenario);
	const column = Math.max(...glossary.map(([word]) => word.length)) + 2;
	expect(glossary.filter(([, meaning]) => 1 + column + meaning.length > 78)).toEqual([]);
	expect(new Set(glossary.map(([word]) => word)).size).toBe(glossary.length);
});

test.each([24, 30, 45, 200])('on %i rows the words follow the keys, and none is left out', rows => {
	const pages = helpPages(rows, keysOf(shop).length, glossary.length) - keyPages(rows, keysOf(shop).length);
	expect(pages * wordsOnPage(rows)).toBeGreaterThanOrEqual(glossary.length);
	expect(pages).toBeGreaterThanOrEqual(1);
});
