import {ObjectId} from 'bson';
import {isDocument} from './document.ts';

const mostSigns = 400;

/** A value as MongoDB's error messages show it, `{ email: "x" }`; cut to a readable length. */
export function displayValue(value: unknown): string {
	const text = display(value, 0);
	return text.length > mostSigns ? `${text.slice(0, mostSigns)}...` : text;
}

function display(value: unknown, depth: number): string {
	if (depth > 10) {
		return '...';
	}

	if (typeof value === 'string') {
		return JSON.stringify(value);
	}

	if (value === null || value === undefined) {
		return 'null';
	}

	if (value instanceof Date) {
		return `new Date(${value.getTime()})`;
	}

	if (value instanceof ObjectId) {
		return `ObjectId('${value.toHexString()}')`;
	}

	if (Array.isArray(value)) {
		return `[ ${value
			.slice(0, 50)
			.map(item => display(item, depth + 1))
			.join(', ')} ]`;
	}

	if (isDocument(value)) {
		const fields = Object.keys(value)
			.slice(0, 50)
			.map(name => `${name}: ${display(value[name], depth + 1)}`);
		return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
	}

	// Numbers, truth values and BSON's classes write themselves.
	return (value as {toString(): string}).toString();
}
