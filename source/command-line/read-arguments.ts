import {dashed} from './dashed.ts';
import {type Flag, flagNames, flags, isSwitch} from './flags.ts';
import {near} from './nearest.ts';
import {Problem} from '../words/problem.ts';

/** The flags by their names on the command line. */
const known: ReadonlyMap<string, Flag> = new Map(Object.entries<Flag>(flags).map(([name, flag]) => [dashed(name), flag]));

/** The flags as meow takes them. A value is read as text, so that what is wrong with it is said by us. */
export function parserFlags(): Record<string, {type: 'string' | 'boolean'; shortFlag?: string}> {
	return Object.fromEntries(
		flagNames.map(name => {
			const flag: Flag = flags[name];
			return [name, {type: isSwitch(flag) ? 'boolean' : 'string', ...(flag.shortFlag !== undefined && {shortFlag: flag.shortFlag})}];
		}),
	);
}

/**
 * Arguments as the parser takes them. What it would take for something else is settled here, by the names that were typed:
 * a switch with a value, a flag that is none, and a value that begins with a dash.
 * @throws Problem that names the flag
 */
export function readArguments(argv: readonly string[]): readonly string[] {
	const taken: string[] = [];
	for (let i = 0; i < argv.length; i++) {
		const argument = argv[i]!;
		if (argument === '--') {
			return [...taken, ...argv.slice(i)];
		}

		if (!argument.startsWith('-') || argument === '-' || argument === '-h') {
			taken.push(argument);
			continue;
		}

		const [typed = argument, ...values] = argument.split('=');
		const flag = known.get(typed.startsWith('--') ? dashed(typed.slice(2)) : typed);
		if (!flag) {
			// What follows a colon may be a password.
			const [shown] = typed.split(':', 1) as [string];
			throw new Problem(
				`There is no flag ${shown}${shown.length < 4 ? '' : near(shown.replace(/^-(?!-)/, '--'), [...known.keys()])}: see shopstream-tui --help`,
				2,
			);
		}

		const next = argv[i + 1];
		if (isSwitch(flag)) {
			if (values.length > 0) {
				throw new Problem(`${typed} is a switch and takes no value: write ${typed} alone, or leave it out`, 2);
			}

			taken.push(argument);
		} else if (values.length === 0 && next !== undefined && /^-[^-]/s.test(next)) {
			// Else the parser would take -5s for two flags.
			taken.push(`${typed}=${next}`);
			i++;
		} else {
			taken.push(argument);
		}
	}

	return taken;
}
