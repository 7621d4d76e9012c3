import {serialize} from 'bson';
import {expect, test} from 'vitest';
import {createUniform} from '../../../../source/chance/random.ts';
import {CollectionIndex} from '../../../../source/engines/mongo/state/collection-index.ts';
import {parseIndex} from '../../../../source/engines/mongo/state/index-definition.ts';
import {type Stored, storedOf} from '../../../../source/engines/mongo/state/stored.ts';
import {rounds} from '../../../thorough.ts';

test.each(Array.from({length: rounds(10, 40)}, (_, i) => i))(
	'the entries are in order, of equal keys the older first, however they came and went (%i)',
	seed => {
		const random = createUniform(seed);
		const below = (most: number) => Math.floor(random() * most);
		const index = new CollectionIndex(parseIndex({key: {a: 1}, name: 'a_1'}));
		const standing: Stored[] = [];
		for (let id = 0, round = 0; round < 12; round++) {
			// As time goes on keys grow, more or less.
			for (const last = id + [1, 3, 70, 300][below(4)]!; id < last; id++) {
				const document = {_id: id, a: round * 100 + below(150) - below(5) * 40};
				standing.push(storedOf(document, serialize(document)));
				index.add(standing.at(-1)!, `n${id}`);
			}

			for (let gone = below(60); gone > 0 && standing.length > 0; gone--) {
				const [stored] = standing.splice(below(standing.length), 1);
				stored!.isGone = true;
				index.remove(stored!);
			}

			const entries = index.entries(() => standing);
			expect(entries.filter(({stored}) => !stored.isGone).map(({document}) => document)).toEqual(
				standing.map(({document}) => document).sort((x, y) => Number(x['a']) - Number(y['a'])),
			);
			expect(index.hasGone || entries.length === standing.length).toBe(true);
		}
	},
);
