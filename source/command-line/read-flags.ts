import {Problem} from '../words/problem.ts';
import {dashed} from './dashed.ts';
import {type Flag, type FlagName, flagNames, flags, type Given, isSwitch} from './flags.ts';
import {near} from './nearest.ts';

/** The texts of the flags of a command line, each known and given once; of a switch, whether it is on. */
type Texts = Readonly<Record<FlagName, string | boolean | undefined>>;

/** @throws Problem that names the flag */
export function checkFlags(values: Readonly<Record<string, unknown>>): Texts {
	for (const name of Object.keys(values)) {
		if (!Object.hasOwn(flags, name)) {
			const flag = dashed(name);
			throw new Problem(`There is no flag ${flag}${near(flag, Object.keys(flags).map(dashed))}: see shopstream-tui --help`, 2);
		}
	}

	return mapFlags((name, flag) => {
		const value = values[name];
		if (Array.isArray(value)) {
			throw new Problem(`The flag ${dashed(name)} is given more than once: give it once`, 2);
		}

		if (isSwitch(flag)) {
			return value === true;
		}

		if (value === '' || value === true) {
			throw new Problem(`The flag ${dashed(name)} wants a value: see shopstream-tui --help`, 2);
		}

		return value === undefined ? undefined : String(value);
	});
}

/**
 * What the texts say.
 * @throws Problem that names the flag and the range
 */
export function readFlags(texts: Texts): Given {
	return mapFlags((name, {reader}) => {
		const text = texts[name];
		return reader && typeof text === 'string' ? reader.read(dashed(name), text) : text;
	}) as Given;
}

function mapFlags<T>(of: (name: FlagName, flag: Flag) => T): Readonly<Record<FlagName, T>> {
	return Object.fromEntries(flagNames.map(name => [name, of(name, flags[name])])) as Readonly<Record<FlagName, T>>;
}
