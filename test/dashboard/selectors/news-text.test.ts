import {expect, test} from 'vitest';
import {newsText} from '../../../source/dashboard/selectors/present-news.ts';

test('news is one line, and what failed is marked', () => {
	expect(newsText({text: 'seeded 500 orders', isFailure: false})).toBe('seeded 500 orders');
	expect(newsText({text: 'archive: no answer', isFailure: true})).toBe('! archive: no answer');
	expect(newsText(undefined)).toBeUndefined();
});
