// Collects the licences of every package that the bundle carries into THIRD-PARTY-NOTICES.txt.
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';

/** @param {string} root @param {import('esbuild').Metafile['outputs']} outputs */
export async function writeNotices(root, outputs) {
	const used = new Set(
		Object.values(outputs).flatMap(({inputs}) =>
			Object.entries(inputs)
				.filter(([, {bytesInOutput}]) => bytesInOutput > 0)
				.map(([path]) => path),
		),
	);
	const folders = new Set([...used].flatMap(path => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
	const notices = await Promise.all(
		[...folders].map(async folder => {
			const {name, version, license, author} = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
			const file = (await readdir(join(root, folder))).find(entry => /^(licen[cs]e|copying|mit-license)/i.test(entry));
			const text = file
				? (await readFile(join(root, folder, file), 'utf8')).trim()
				: `${license ?? 'no licence named'}; by ${typeof author === 'string' ? author : (author?.name ?? 'its authors')} (the package carries no licence file)`;
			return {name, version, license, text};
		}),
	);
	// PGlite's package carries PostgreSQL compiled, and not its licence.
	notices.push({
		name: 'PostgreSQL',
		version: 'in PGlite',
		license: 'PostgreSQL',
		text: (await readFile(new URL('postgres-licence.txt', import.meta.url), 'utf8')).trim(),
	});
	const unique = [...new Map(notices.map(notice => [`${notice.name}@${notice.version}`, notice])).values()].sort((a, b) =>
		a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
	);
	const body = unique.map(({name, version, license, text}) => `${'='.repeat(80)}\n${name} ${version} (${license ?? 'see below'})\n\n${text}\n`);
	await writeFile(join(root, 'THIRD-PARTY-NOTICES.txt'), `shopstream-tui carries these packages, bundled, under their own licences.\n\n${body.join('\n')}`);
}
