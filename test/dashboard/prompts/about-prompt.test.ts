import {expect, test} from 'vitest';
import {birds} from '../../scenarios/miniature/birds.ts';
import {openDesk} from '../desk.ts';

const many = birds.population!.sized(100_000);
const desk = () => openDesk({scenario: many, about: 'Bled'});
const search = (text: string) => {
	const opened = desk();
	opened.press('/', ...text, 'return');
	return opened.state();
};

test.each([
	['como', 'Como'],
	['Lake 99', 'Lake 99'],
	['lake 9999', 'Lake 9999'],
	['e 77777', 'Lake 77777'],
])('/ finds %s', (text, about) => {
	expect(search(text)).toMatchObject({about, prompt: undefined});
});

test('a name that is not there is said, and may be mended', () => {
	expect(search('garda')).toMatchObject({about: 'Bled', prompt: {refusal: 'There is no lake "garda" among 100,000'}});
});

test('arrows go to the neighbours, round the ends, and say it in one line', () => {
	const opened = desk();
	opened.press('left');
	expect(opened.state().about).toBe('Lake 100000');
	opened.press('right', 'down');
	expect([opened.state().about, opened.state().activity.length]).toEqual(['Como', 1]);
	opened.press('up');
	expect(opened.state().about).toBe('Bled');
	const elsewhere = openDesk({scenario: many, about: 'Bled', screen: 'layers'});
	elsewhere.press('right');
	expect(elsewhere.state().about).toBe('Bled');
});
