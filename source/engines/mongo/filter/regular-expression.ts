import {BSONRegExp} from 'bson';
import {ensureSupported, MongoError, notSupported, uassert} from '../mongo-error.ts';
import {isDocument} from '../values/document.ts';

const syntax = new Set('^$\\.*+?()[]{}|/');
const letters = new Set('dDwWbBnrtf0cxS');

/** Escapes that PCRE has and JavaScript has not, or reads otherwise: a group that matched nothing is an empty text to JavaScript. */
const beyondJavaScript = new Set('123456789aACeEgGhHkKNopPQRvVXzZ');

/** What JavaScript accepts, and PCRE refuses or reads otherwise: a lookbehind that repeats, POSIX classes, great counts. */
const readOtherwise = /\(\?<[=!][^)]*[*+?{(]|\[([:.=])[^\]]*\1\]|\{[\d,]*\d{5}/;

/** What PCRE accepts and JavaScript refuses as "nothing to repeat": possessive and doubled quantifiers, repeated anchors, verbs. */
const repeatsOtherwise = /[*+?}][+{]|[\^$][*+?{]|\(\*/;

/** JavaScript's messages for mistakes that PCRE refuses too. */
const wrongToBoth = /: (?:Unterminated .*|Unmatched .*|.* out of order.*|Nothing to repeat|\\ at end of pattern|(?:Duplicate|Invalid) capture group name)$/;

/**
 * A PCRE pattern with MongoDB's options (`i`, `m`, `s`; `u` is ignored) as a JavaScript expression that matches
 * the same texts. What JavaScript has not, or reads otherwise, is refused.
 *
 * @throws MongoError 51091 when the pattern is wrong, `NotImplemented` when it is beyond JavaScript.
 */
export function compileRegex(pattern: string, options = ''): Pick<RegExp, 'test'> {
	uassert(!pattern.includes('\0'), 'BadValue', 'Regular expression cannot contain an embedded null byte');
	uassert(pattern.length <= 32_764, 'BadValue', 'Regular expression is too long');
	ensureSupported(!options.includes('x'), "The option 'x' of a regular expression");
	for (const option of options) {
		uassert('imsu'.includes(option), 51_108, `invalid flag in regex options: ${option}`);
	}

	const translated = translate(pattern, options);
	try {
		const regex = new RegExp(translated, options.includes('i') ? 'iu' : 'u');
		// Where case does not count, two signs beyond ASCII are letters of \w to JavaScript, and not to PCRE.
		const refused = options.includes('i') && /\\[bBwW]/.test(pattern) ? /[\u017F\u212A]/ : undefined;
		const what = `The regular expression ${pattern} on a long s or a Kelvin sign`;
		return {test: text => (ensureSupported(!refused?.test(text), what), regex.test(text))};
	} catch (error) {
		const {message} = error as Error;
		throw wrongToBoth.test(message) && !repeatsOtherwise.test(pattern) ? invalid(message) : notSupported(`The regular expression ${pattern}`);
	}
}

/** Whether a filter, a pipeline or an update has a regular expression anywhere. */
export function mentionsRegex(value: unknown): boolean {
	return mentions(value, (part, name) => part instanceof BSONRegExp || name === '$regex');
}

/** Whether a filter has a `$expr` anywhere. */
export function mentionsExpression(value: unknown): boolean {
	return mentions(value, (_, name) => name === '$expr');
}

/** Whether a value has a part that is so, given with its name. */
export function mentions(value: unknown, isSo: (part: unknown, name: string) => boolean, name = ''): boolean {
	const within = () =>
		Array.isArray(value) ? value.some(item => mentions(item, isSo)) : isDocument(value) && Object.keys(value).some(key => mentions(value[key], isSo, key));
	return isSo(value, name) || within();
}

/** Rewrites what PCRE and JavaScript read differently: `.`, `^`, `$`, `\s`, needless escapes. */
function translate(pattern: string, flags: string): string {
	if (readOtherwise.test(pattern)) {
		throw notSupported(`The regular expression ${pattern}`);
	}

	const multiline = flags.includes('m');
	const dotAll = flags.includes('s');
	let out = '';
	let inClass = false;
	for (let i = 0; i < pattern.length; i++) {
		const sign = pattern[i]!;
		if (sign === '\\') {
			out += escaped(pattern[++i], inClass);
		} else if (inClass) {
			inClass = sign !== ']';
			out += sign === '[' ? '\\[' : sign;
		} else if (sign === '[') {
			inClass = true;
			out += sign;
			if (pattern[i + 1] === '^') {
				out += pattern[++i]!;
			}

			// A bracket that opens the class stands for itself.
			if (pattern[i + 1] === ']') {
				i++;
				out += '\\]';
			}
		} else if (sign === '(' && /^\(\?(?![:=!]|<[=!])/.test(pattern.slice(i))) {
			// Some releases of Node know more of these than others.
			throw notSupported(`The regular expression ${pattern}`);
		} else if (sign === '.') {
			out += dotAll ? '[^]' : '[^\\n]';
		} else if (sign === '^') {
			out += multiline ? '(?:^|(?<=\\n)(?!$))' : '^';
		} else if (sign === '$') {
			out += multiline ? '(?=\\n|$)' : '(?=\\n?$)';
		} else if ((sign === '{' && !/^\{\d+(,\d*)?\}/.test(pattern.slice(i))) || (sign === '}' && !/\{\d+(,\d*)?$/.test(pattern.slice(0, i))) || sign === ']') {
			out += `\\${sign}`;
		} else {
			out += sign;
		}
	}

	return out;
}

function escaped(sign: string | undefined, inClass: boolean): string {
	if (sign === 's') {
		return inClass ? '\\t-\\r ' : '[\\t-\\r ]';
	}

	if (sign === 'S') {
		return inClass ? '\\0-\\x08\\x0e-\\x1f!-\\u{10ffff}' : '[^\\t-\\r ]';
	}

	if (sign === undefined || syntax.has(sign) || letters.has(sign) || (inClass && sign === '-')) {
		return `\\${sign ?? ''}`;
	}

	if (beyondJavaScript.has(sign)) {
		throw notSupported(`\\${sign} in a regular expression`);
	}

	if (/[a-z]/i.test(sign)) {
		throw invalid('unrecognized character follows \\');
	}

	// PCRE allows any other sign to be escaped; JavaScript's unicode mode does not.
	return sign;
}

function invalid(why: string): MongoError {
	return new MongoError(51_091, `Regular expression is invalid: ${why}`);
}
