import {type ClassAge, storageClasses} from '../lab/keeping-costs.ts';
import {type Reader, refusal} from './read-value.ts';

/** The most days that Google Cloud Storage's rules are of use for here: a hundred years. */
const mostDays = 36_500;

const colder = storageClasses.filter(storageClass => storageClass !== 'STANDARD');

/** Classes with the days after which an object becomes so, `nearline:30,coldline:90,archive:365`, or `none`: each colder and later than the one before. */
export const classAges: Reader<readonly ClassAge[]> = {
	range: 'classes with days, or none',
	read(name, text) {
		if (text === 'none') {
			return [];
		}

		const ages = text.split(',').map(part => {
			const [, typed = '', days] = /^ *([a-z]+):(\d{1,5}) *$/i.exec(part) ?? [];
			return {storageClass: colder.find(storageClass => storageClass.toLowerCase() === typed.toLowerCase()), ageDays: Number(days)};
		});
		const isFine = ages.every(({storageClass, ageDays}, i) => {
			const before = ages[i - 1];
			return (
				storageClass !== undefined &&
				ageDays >= 1 &&
				ageDays <= mostDays &&
				(!before || (ageDays > before.ageDays && colder.indexOf(storageClass) > colder.indexOf(before.storageClass!)))
			);
		});
		if (!isFine) {
			throw refusal(name, 'storage classes with days, each colder and later than the one before, such as nearline:30,coldline:90,archive:365, or none,', text);
		}

		return ages as readonly ClassAge[];
	},
};
