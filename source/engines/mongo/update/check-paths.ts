import {ensureSupported, uassert} from '../mongo-error.ts';
import {compareStrings} from '../values/compare-values.ts';
import {isIndex} from '../values/paths.ts';

/** Refuses update paths that are no paths or that meet each other. @throws MongoError `ConflictingUpdateOperators` when one path is, or is inside, another. */
export function checkUpdatePaths(paths: readonly (readonly string[])[]): void {
	const seen = new Map<string, 'end' | 'way'>();
	for (const path of paths) {
		const dotted = path.join('.');
		for (const [index, part] of path.entries()) {
			checkPart(part, index, dotted);
			const prefix = path.slice(0, index + 1).join('.');
			const isEnd = index === path.length - 1;
			const known = seen.get(prefix);
			const why = `Updating the path '${dotted}' would create a conflict at '${prefix}'`;
			uassert(known !== 'end' && (known !== 'way' || !isEnd), 'ConflictingUpdateOperators', why);
			seen.set(prefix, isEnd ? 'end' : 'way');
		}
	}
}

function checkPart(part: string, index: number, path: string): void {
	uassert(part !== '', 'EmptyFieldName', `The update path '${path}' contains an empty field name, which is not allowed.`);
	ensureSupported(part !== '__proto__' && part !== '_bsontype', `The field name ${part}`);
	const isPositional = /^\$(\[[^\]]*\])?$/.test(part);
	uassert(!isPositional || index > 0, 'BadValue', `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
	ensureSupported(!isPositional, `The positional operator '${part}' in an update`);
	const why = "is not allowed in the context of an update's path. Consider using an aggregation pipeline with $replaceWith.";
	uassert(!part.startsWith('$'), 'DollarPrefixedFieldName', `The dollar ($) prefixed field '${part}' in '${path}' ${why}`);
}

/** Order in which MongoDB makes new fields: numeric names by number, others by their bytes. */
export function comparePaths(a: readonly string[], b: readonly string[]): number {
	for (let i = 0; i < a.length && i < b.length; i++) {
		const [x, y] = [a[i]!, b[i]!];
		const order = isIndex(x) && isIndex(y) ? Number(x) - Number(y) : compareStrings(x, y);
		if (order !== 0) {
			return order;
		}
	}

	return a.length - b.length;
}
