import {uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {displayValue} from '../values/display-value.ts';
import {checkPlace, isIndex} from '../values/paths.ts';

/** A place in a document that an update writes to. */
export type Target = ReturnType<typeof place>;

type Container = Document | unknown[];

/** Most null elements that writing past an array's end adds, as in MongoDB. */
const paddingMax = 1_500_000;

/**
 * The place at a path of names and indexes, in a document that may be changed.
 *
 * @param create Whether missing documents on the way are made when the place is written.
 * @returns null when the way ends and is not to be made.
 * @throws MongoError `PathNotViable` when a value on the way can hold no field.
 */
export function targetAt(document: Document, parts: readonly string[], create: boolean): Target | null {
	let container: Container = document;
	for (const [index, part] of parts.slice(0, -1).entries()) {
		const next: unknown = child(container, part);
		if (isDocument(next) || Array.isArray(next)) {
			if (Array.isArray(next) && !isIndex(parts[index + 1]!)) {
				return unreachable(create, parts[index + 1]!, part, next);
			}

			container = next as Container;
			continue;
		}

		if (next !== undefined) {
			return unreachable(create, parts[index + 1]!, part, next);
		}

		// What is made on the way are documents, also for numeric names.
		const inner = parts.slice(index + 1);
		return create ? place(container, part, value => inner.reduceRight((made, name) => ({[name]: made}), value)) : null;
	}

	return place(container, parts.at(-1)!);
}

function unreachable(create: boolean, field: string, parent: string, value: unknown): null {
	uassert(!create, 'PathNotViable', () => `Cannot create field '${field}' in element {${parent}: ${displayValue(value)}}`);
	return null;
}

function child(container: Container, part: string): unknown {
	if (Array.isArray(container)) {
		return isIndex(part) ? container[Number(part)] : undefined;
	}

	return Object.hasOwn(container, part) ? container[part] : undefined;
}

function place(container: Container, part: string, made = (value: unknown): unknown => value) {
	const value = child(container, part);
	return {
		value,
		exists: value !== undefined,
		set(next: unknown) {
			write(container, part, made(next));
		},
		unset() {
			// An array keeps its length: its element becomes null.
			if (Array.isArray(container)) {
				container[Number(part)] = null;
			} else {
				delete container[part];
			}
		},
	};
}

function write(container: Container, part: string, value: unknown): void {
	if (!Array.isArray(container)) {
		checkPlace(container, part);
		container[part] = value;
		return;
	}

	const index = Number(part);
	const why = `Can't backfill more than ${paddingMax} elements; tried to write index ${index} of an array of ${container.length}`;
	uassert(index - container.length <= paddingMax, 'BadValue', why);
	while (container.length < index) {
		container.push(null);
	}

	container[index] = value;
}
