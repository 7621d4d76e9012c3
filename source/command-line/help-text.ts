import {keysOf} from '../dashboard/keys/keymap.ts';
import {keyLabel} from '../dashboard/keys/key-binding.ts';
import {layers, serverFlags} from '../layers/layers.ts';
import {scenarios} from '../scenarios/scenarios.ts';
import {said} from '../scenarios/wording.ts';
import {listed} from '../words/listed.ts';
import {wrapWords} from '../words/wrapping.ts';
import {argumentOf, type Command, commandNames, commands, commandsOf} from './commands.ts';
import {dashed} from './dashed.ts';
import {type Flag, flagGroups, type FlagName, flagNames, flags} from './flags.ts';

/**
 * What `--help` prints, as the tables of commands, flags and keys have it.
 * @param of the command that is asked about; undefined for all of them
 */
export function helpText(of?: Command): string {
	const parts =
		of === undefined
			? [introduction(), usage('[command]'), taught(), ...tables(of), keys(), rest()]
			: [usage(typed(of)), ...tables(of), ...(of === 'dashboard' ? [keys()] : []), more];
	return parts.join('\n\n');
}

function introduction(): string {
	return `  ${wrapped(`A caching lesson in one terminal, measured live: ${layers.map(({role}) => role).join(', ')}. You need no server: without an address, an embedded engine runs that speaks the real protocol.`, 2)}`;
}

function usage(command: string): string {
	return `  Usage
    $ shopstream-tui ${command} [flags]`;
}

function taught(): string {
	return `  Scenarios
${scenarios.map(({name, title, teaches}) => [`    ${name}: ${title}`, ...teaches.map(line => `     ${line}`)].join('\n')).join('\n')}`;
}

/** The commands and the flags, group by group; of one command those that begin with its name, and the flags that it takes. */
function tables(of: Command | undefined): readonly string[] {
	const about = commandNames.filter(name => of === undefined || name === of || name.startsWith(`${of} `));
	const commandLines = about.map(
		name =>
			`    ${(of === undefined && name === 'dashboard' ? '(none)' : typed(name)).padEnd(commandColumn - 4)}${wrapped(commands[name].help, commandColumn)}`,
	);
	const groups = Object.entries(flagGroups).map(([group, title]) => {
		const names = flagNames.filter(name => flags[name].group === group && (of === undefined || (commandsOf(name)?.includes(of) ?? true)));
		const heading = of === undefined && group === 'load' ? `${title}, for ${listed(commandsOf('poll')!)}` : title;
		return names.length === 0 ? [] : [[`  ${heading}`, ...names.map(name => flagLines(name, of))]];
	});
	return [[of === undefined ? '  Commands' : '  What it does', ...commandLines], ...groups.flat()].map(lines => lines.join('\n'));
}

function keys(): string {
	return `  Keys of the dashboard
${keysOf(scenarios[0])
	.map(binding => `    ${keyLabel(binding).padEnd(7)}${said(binding.help, scenarios[0])}`)
	.join('\n')}`;
}

function rest(): string {
	return `  A lesson, in this order
    b B                 how much faster a hit is, and how sure that is
    o                   orders arrive: the cached answer falls behind
    - + t m             what a shorter or a longer TTL buys and costs
    3 arrows Enter w e  guess, then look; 24 hours; an error budget
    V l !  p !          a stampede: viewers, a slow origin; then the lock
    a  2 d              the archive, and a lost day: when it is needed

  Environment
    ${wrapped([...serverFlags.map(({variable}) => variable), 'GOOGLE_APPLICATION_CREDENTIALS, TZ, COLORFGBG, NO_COLOR, FORCE_COLOR.'].join(', '), 4)}
    A flag wins over the environment.

  Examples
    $ shopstream-tui
    $ shopstream-tui --ttl 45s --refresh 2s
    $ shopstream-tui report --json | jq .bench.speedup
    $ shopstream-tui seed --orders 50000 --compose
    $ shopstream-tui archive --data ./lesson
    $ shopstream-tui what-if --ttl 1s,5m,24h --at 9:00

  More
    shopstream-tui COMMAND --help shows one command and its flags.`;
}

const more = `  More
    shopstream-tui --help shows all commands, the keys and the environment.`;

/** Where the words about a command begin. */
const commandColumn = Math.max(...commandNames.map(name => typed(name).length)) + 6;

/** A command as it is typed. */
function typed(name: Command): string {
	const argument = argumentOf(name);
	return argument === undefined ? name : `${name} ${argument}`;
}

/** Where the words about a flag begin. */
const column = 26;

/** Commands that alone take a flag are named in its help, up to as many. */
const mostNamed = 2;

function flagLines(name: FlagName, command: Command | undefined): string {
	const {value, help}: Flag = flags[name];
	const flag = `    ${dashed(name)}${value === undefined ? '' : ` ${value}`} `;
	const of = commandsOf(name);
	const whose = command === undefined && of && of.length <= mostNamed ? `${of.join(', ')}: ` : '';
	const about = typeof help === 'string' ? help : help(command);
	// What is wider than the column has a line of its own.
	return (flag.length > column ? `${flag.trimEnd()}\n${' '.repeat(column)}` : flag.padEnd(column)) + wrapped(whose + about, column);
}

/** Text that begins at a column, in lines that all do. */
function wrapped(text: string, from: number): string {
	return wrapWords(text, 80 - from).join(`\n${' '.repeat(from)}`);
}
