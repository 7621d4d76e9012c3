import {expect, test} from 'vitest';
import {createCommandTable} from '../../../source/engines/redis/commands/command-table.ts';
import {readSyntax, sayArgument} from '../../../source/engines/redis/commands/syntax.ts';

test('docs/redis-commands.md tells what the engine answers: vitest -u writes it', async () => {
	const commands = createCommandTable().all.flatMap(command => (command.subcommands.length === 0 ? [command] : command.subcommands));
	const groups = [...new Set(commands.map(({group}) => group))];
	const lines = groups.flatMap(group => [
		'',
		`## ${group}`,
		'',
		...commands
			.filter(command => command.group === group)
			.map(({name, syntax, summary}) => {
				const words = [name.replace('|', ' ').toUpperCase(), ...readSyntax(syntax).map(argument => sayArgument(argument))];
				return `- \`${words.join(' ')}\`: ${summary.replace(/\.$/, '')}.`;
			}),
	]);
	await expect(
		`# What the Redis engine answers\n\nMade from its command table. Any other command is answered as Redis answers an unknown one.\n${lines.join('\n')}\n`,
	).toMatchFileSnapshot('../../../docs/redis-commands.md');
});

test('every command of the table has something that it does', () => {
	const {all} = createCommandTable();
	const nothing = all.find(({name}) => name === 'object')!.run;
	const commands = all.flatMap(command => (command.subcommands.length === 0 ? [command] : command.subcommands));
	expect(commands.filter(({run}) => run === nothing).map(({name}) => name)).toEqual([]);
});
