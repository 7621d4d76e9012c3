import {posix} from 'node:path';

/** An import: from a file of ours to a file of ours (a path from the source folder) or a package (its specifier). */
export type Import = {
	readonly from: string;
	readonly to: string;
	/** `type` is gone after compilation; `value` is loaded with the file; `later` when its `import()` is reached. */
	readonly kind: 'type' | 'value' | 'later';
};

/** Every import of a file's text; `file` is its path from the source folder, with slashes. */
export function importsOf(file: string, text: string): Import[] {
	const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
	const resolve = (target: string) => (/^\.\.?\//.test(target) ? posix.join(posix.dirname(file), target) : target);
	const found: Import[] = [];
	for (const [, type, names, target] of code.matchAll(/\b(?:import|export)\s+(type\s+)?(?:([\w$*{][^'";]*?)\s*from\s*)?'([^'\n]+)'/g)) {
		// A list of nothing but types is gone too.
		const onlyTypes = /^\{(?:\s*type\s[^,}]*,?)+\s*\}$/.test(names?.trim() ?? '');
		found.push({from: file, to: resolve(target!), kind: type || onlyTypes ? 'type' : 'value'});
	}

	for (const [, target] of code.matchAll(/\b(?:import|require)\(\s*'([^'\n]+)'\s*\)/g)) {
		found.push({from: file, to: resolve(target!), kind: 'later'});
	}

	return found;
}

/** Whether an import's target is a file of ours. */
export function isOurs(to: string): boolean {
	return /\.tsx?$/.test(to);
}

/** The package of a specifier: `@a/b/c` is of `@a/b`, `zod/mini` of `zod`. */
export function packageOf(specifier: string): string {
	return specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');
}
