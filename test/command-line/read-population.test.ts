import {expect, test} from 'vitest';
import {populationFlags, sized} from '../../source/command-line/read-population.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {Problem} from '../../source/words/problem.ts';
import {birds} from '../scenarios/miniature/birds.ts';

const both = [shop, birds];

test('a scenario with a number of something has a flag for it', () => {
	const flags = populationFlags(both);
	expect(Object.keys(flags)).toEqual(['lakes']);
	expect(flags['lakes']).toMatchObject({value: 'N', help: 'birds: number of lakes, 2 to 1,000 (default 2)'});
	expect(flags['lakes']!.reader.read('--lakes', '1k')).toBe(1000);
	expect(() => flags['lakes']!.reader.read('--lakes', '10M')).toThrow(new Problem('--lakes wants a whole number from 2 to 1,000, not "10M"', 2));
});

test('it is as big as was asked for, or as it is by itself; a size of another one is refused', () => {
	expect(sized(birds, both, {})).toBe(birds);
	expect(sized(birds, both, {lakes: 40}).question.abouts?.all).toHaveLength(40);
	expect(() => sized(shop, both, {lakes: 40})).toThrow(new Problem('--lakes belongs to --scenario birds, not to shop', 2));
});
