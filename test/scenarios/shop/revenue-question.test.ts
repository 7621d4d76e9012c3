import {expect, test} from 'vitest';
import {sayUntold} from '../../../source/scenarios/shop/revenue-question.ts';

test.each([
	['too_big', ['categories'], /name more than [\d,]+ categories: more are not shown$/],
	['invalid_type', [0, 'categories', 2, 'category'], /cannot be told by category: MongoDB counts items whose category is no text, mend or remove these$/],
	['custom', [0, 'totals', 'revenueCents'], /cannot be told to the cent \(0\.totals\.revenueCents\): look for orders of an absurd worth$/],
])('an answer with the fault %s at %j is said as that', (code, path, sentence) => {
	expect(sayUntold({code, path})).toMatch(sentence);
});
