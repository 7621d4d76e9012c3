import {expect, test} from 'vitest';
import {accumulators} from '../../../source/engines/mongo/aggregation/accumulators.ts';
import {stages} from '../../../source/engines/mongo/aggregation/compile-pipeline.ts';
import {commandGroups, commands} from '../../../source/engines/mongo/commands/command-table.ts';
import {serverStages} from '../../../source/engines/mongo/commands/server-stages.ts';
import {operators} from '../../../source/engines/mongo/expressions/operators.ts';
import {fieldOperators, filterOperators} from '../../../source/engines/mongo/filter/compile-filter.ts';
import {updateOperators} from '../../../source/engines/mongo/update/compile-update.ts';

const named = (...tables: readonly object[]) =>
	[...new Set(tables.flatMap(table => Object.keys(table)))]
		.sort()
		.map(name => `\`${name}\``)
		.join(', ');

test('docs/mongodb-commands.md tells what the engine answers: vitest -u writes it', async () => {
	const sections = [
		...Object.entries(commandGroups).map(([group, table]) => [`Commands: ${group}`, named(table)] as const),
		['Stages of a pipeline', named(stages, serverStages, {$geoNear: true})],
		['Conditions of a filter', named(filterOperators, fieldOperators)],
		['Expressions', named(operators.known)],
		['Accumulators of `$group`', named(accumulators)],
		['Update operators', named(updateOperators)],
		['Indexes', 'single and compound fields, `2dsphere`; options `unique`, `sparse`, `partialFilterExpression`, `expireAfterSeconds`'],
	] as const;
	await expect(
		`# What the MongoDB engine answers\n\nMade from its tables. What MongoDB has beside this is refused with code 238, or answered as MongoDB answers an unknown name.\n${sections.map(([title, text]) => `\n## ${title}\n\n${text}.\n`).join('')}`,
	).toMatchFileSnapshot('../../../docs/mongodb-commands.md');
});

test('every command of a group is answered by its name', () => {
	expect(Object.values(commandGroups).flatMap(group => Object.keys(group).filter(name => commands[name] !== group[name]))).toEqual([]);
});
