import {expect, test} from 'vitest';
import {whileWanted} from '../../../source/dashboard/commands/while-wanted.ts';

test('what is wanted is begun once, ended when it is not wanted any more, and begun again', () => {
	const begun: AbortSignal[] = [];
	const keeper = whileWanted(signal => begun.push(signal));
	const ended = () => begun.map(({aborted}) => aborted);
	keeper.follow(undefined);
	expect(ended()).toEqual([]);
	keeper.follow(true);
	keeper.follow(true);
	expect(ended()).toEqual([false]);
	keeper.follow(undefined);
	expect(ended()).toEqual([true]);
	keeper.follow(true);
	expect(ended()).toEqual([true, false]);
});
