import type {Client} from '../state/client.ts';
import type {Server} from '../state/server.ts';
import {infoSections} from './info-sections.ts';
import {type Command, optionName} from './command.ts';

function info({reply}: Client, args: readonly string[], server: Server): void {
	const wanted = new Set(args.slice(1).map(name => optionName(name)));
	const all = wanted.size === 0 || ['default', 'all', 'everything'].some(name => wanted.has(name));
	const sections = infoSections(server).filter(({name}) => all || wanted.has(name.toLowerCase()));
	reply.verbatim(sections.map(({name, fields}) => `# ${name}\r\n${fields.map(([key, value]) => `${key}:${value}\r\n`).join('')}`).join('\r\n'));
}

/** INFO and TIME. */
export const infoCommands: readonly Command[] = [
	{name: 'info', arity: -1, flags: ['loading', 'stale'], group: 'server', summary: 'Get information and statistics about the server', run: info},
	{
		name: 'time',
		arity: 1,
		flags: ['loading', 'stale', 'fast'],
		group: 'server',
		summary: 'Return the current server time',
		run({reply}, _args, {keyspace: {nowMs}}) {
			reply.bulks([String(Math.floor(nowMs / 1000)), String(Math.floor(nowMs % 1000) * 1000)]);
		},
	},
];
