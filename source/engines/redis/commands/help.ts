import type {Command} from './command.ts';

/** A container's HELP: what it can do here, in Redis's form. */
export const helpCommand = (container: string, group: Command['group'], lines: readonly string[]): Command => ({
	name: `${container}|help`,
	arity: 2,
	flags: ['loading', 'stale'],
	group,
	summary: 'Show helpful text about the different subcommands',
	run({reply}) {
		const all = [`${container.toUpperCase()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`, ...lines, 'HELP', '    Prints this help.'];
		reply.array(all.length);
		for (const line of all) {
			reply.status(line);
		}
	},
});
