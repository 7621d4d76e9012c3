// The built `history` over embedded engines of its own.
import {expect, test} from 'vitest';
import {printed} from './terminal/printed.ts';

test('a history that would have no day that is over is refused, with the way out', async () => {
	// The first order of a day comes within its first hour.
	const timeZone = new Date().getUTCHours() > 1 ? 'UTC' : 'Etc/GMT-12';
	expect(await printed(['history', '--orders', '1', '--days', '1', '--time-zone', timeZone])).toEqual({
		code: 1,
		stdout: '',
		stderr: expect.stringMatching(
			/^Note: 1 order of 1 day is made and archived for this run, .*\nshopstream-tui: None of these orders is of a day that is over, and only such days are history: raise --days or --orders\n$/,
		),
	});
});
