import {describe, expect, test} from 'vitest';
import {readArguments} from '../../source/command-line/read-arguments.ts';

test.each<[string[], string[]]>([
	[
		['report', '--json', '--ttl', '5m'],
		['report', '--json', '--ttl', '5m'],
	],
	[['--ttl', '-5s'], ['--ttl=-5s']],
	[['--ttl=-5s'], ['--ttl=-5s']],
	[
		['--orders', '-1', 'seed'],
		['--orders=-1', 'seed'],
	],
	[
		['--ttl', '-x', '-h'],
		['--ttl=-x', '-h'],
	],
	[
		['--mongo-url', 'mongodb://h/?a=b=c'],
		['--mongo-url', 'mongodb://h/?a=b=c'],
	],
	[['--mongoUrl=mongodb://h/?a=b'], ['--mongoUrl=mongodb://h/?a=b']],
	[
		['--data', '--json'],
		['--data', '--json'],
	],
	[['--ttl='], ['--ttl=']],
	[['-h'], ['-h']],
	[
		['-', '--', '-x', '--bogus'],
		['-', '--', '-x', '--bogus'],
	],
	[['--ttl'], ['--ttl']],
	[[], []],
])('%j is %j', (argv, taken) => {
	expect(readArguments(argv)).toEqual(taken);
});

describe('is refused by the name that was typed', () => {
	test.each<[string[], string]>([
		[['-x'], 'There is no flag -x: see shopstream-tui --help'],
		[['report', '-5'], 'There is no flag -5: see shopstream-tui --help'],
		[['-json'], 'There is no flag -json (did you mean --json?): see shopstream-tui --help'],
		[['-hx'], 'There is no flag -hx: see shopstream-tui --help'],
		[['--bogus=3'], 'There is no flag --bogus: see shopstream-tui --help'],
		[['--JSON'], 'There is no flag --JSON: see shopstream-tui --help'],
		[['--no-json'], 'There is no flag --no-json: see shopstream-tui --help'],
		[['--no-ttl'], 'There is no flag --no-ttl: see shopstream-tui --help'],
		[['--constructor'], 'There is no flag --constructor: see shopstream-tui --help'],
		[['--toString'], 'There is no flag --toString: see shopstream-tui --help'],
		[['report', '--hasOwnProperty'], 'There is no flag --hasOwnProperty: see shopstream-tui --help'],
		[['--valueOf=3'], 'There is no flag --valueOf: see shopstream-tui --help'],
		[['--__proto__', 'x'], 'There is no flag --__proto__: see shopstream-tui --help'],
		[['report', '--json.x', '1'], 'There is no flag --json.x (did you mean --json?): see shopstream-tui --help'],
		[['--orders.x', '5'], 'There is no flag --orders.x (did you mean --orders?): see shopstream-tui --help'],
		[['--oders', '5'], 'There is no flag --oders (did you mean --orders?): see shopstream-tui --help'],
		[['--mongo-urlmongodb://u:secret@h'], 'There is no flag --mongo-urlmongodb: see shopstream-tui --help'],
		[['--json=maybe'], '--json is a switch and takes no value: write --json alone, or leave it out'],
		[['--json=true'], '--json is a switch and takes no value: write --json alone, or leave it out'],
		[['--ascii='], '--ascii is a switch and takes no value: write --ascii alone, or leave it out'],
		[['--help=1'], '--help is a switch and takes no value: write --help alone, or leave it out'],
		[['--own-process=0', 'lab'], '--own-process is a switch and takes no value: write --own-process alone, or leave it out'],
	])('%j', (argv, sentence) => {
		expect(() => readArguments(argv)).toThrow(expect.objectContaining({message: sentence, exitCode: 2}));
	});
});
