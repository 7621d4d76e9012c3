import {expect, test} from 'vitest';
import {routeTable} from '../../../source/engines/gcs/route-table.ts';

const prefixes = {json: '/storage/v1/', upload: '/upload/storage/v1/', download: '/download/storage/v1/', xml: '/'};

test('docs/gcs-methods.md tells what the engine answers: vitest -u writes it', async () => {
	const rows = routeTable.map(
		({service, method, path, parameters, does}) =>
			`| \`${method} ${prefixes[service]}${path}\` | ${does} | ${parameters.map(name => `\`${name}\``).join(' ') || '–'} |`,
	);
	await expect(
		`# What the Cloud Storage engine answers

Made from its table of routes; HEAD is answered as GET is. The parameters named last change the answer and are carried out; \`fields\`
chooses fields of any answer. \`POST /batch/storage/v1\` brings up to 100 of the first kind in one. Any other method, parameter or
header of Cloud Storage that would change the answer is refused with 501, what nobody has with 404, a signed URL with 400 or 403.

| method | does | parameters |
|---|---|---|
${rows.join('\n')}
`,
	).toMatchFileSnapshot('../../../docs/gcs-methods.md');
});
