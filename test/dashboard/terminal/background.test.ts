import {expect, test} from 'vitest';
import {themeOfAnswer} from '../../../source/dashboard/terminal/background.ts';

test.each([
	['11;rgb:0000/0000/0000', 'dark'],
	['11;rgb:ffff/ffff/ffff', 'light'],
	['11;rgb:1e1e/1e1e/1e1e', 'dark'],
	['11;rgb:fdfd/f6f6/e3e3', 'light'],
	['11;rgb:f/f/f', 'light'],
	['11;rgb:00/2b/36', 'dark'],
	['11;rgb:fff/000/000', 'light'],
	['11;rgb:0000/0000/ffff', 'dark'],
	['11;rgba:ffff/ffff/ffff/8080', 'light'],
	['11;rgb:FFFF/FFFF/FFFF', 'light'],
	['10;rgb:ffff/ffff/ffff', undefined],
	['11;?', undefined],
	['11;rgb:ffff/ffff', undefined],
	['11;rgb:fffff/ffff/ffff', undefined],
	['11;white', undefined],
	['', undefined],
])('%s is %s', (answer, theme) => {
	expect(themeOfAnswer(answer)).toBe(theme);
});
