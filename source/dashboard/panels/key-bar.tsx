import type {BarEntry} from '../keys/bar-entries.ts';
import {type Line, Lines, lineWidth, type Span} from './lines.tsx';

type Props = {readonly entries: readonly BarEntry[]; readonly columns: number; readonly rows: number};

/** What can be pressed now. */
export function KeyBar({entries, columns, rows}: Props) {
	return <Lines lines={[...fitted(entries, columns, rows), ...Array.from({length: rows}, () => [])].slice(0, rows)} />;
}

function fitted(entries: readonly BarEntry[], columns: number, rows: number): Line[] {
	const fits = (some: readonly BarEntry[]) => fill(some, columns).length <= rows;
	/** Leaves out the last of some, one after the other, until the others fit or none is left. */
	const without = (some: readonly BarEntry[], isLeftOut: (entry: BarEntry) => boolean): readonly BarEntry[] => {
		const last = fits(some) ? -1 : some.findLastIndex(entry => isLeftOut(entry));
		return last === -1 ? some : without(some.toSpliced(last, 1), isLeftOut);
	};
	// First what is minor; then the second keys of an entry, which the help has too; then the names of the screens; then what can be spared.
	const major = without(entries, ({isMinor}) => isMinor);
	const short = fits(major) ? major : major.map(entry => ({...entry, label: entry.shortLabel}));
	const named = fits(short) ? short : screensJoined(short);
	const left = without(named, ({isSpare}) => isSpare);
	// Help and quit stand at the end and stay there: what goes then, goes before them.
	const end = new Set(left.slice(-2));
	return fill(
		without(left, entry => !end.has(entry)),
		columns,
	);
}

/** The entries with one for all screens: "2-5 screens". */
function screensJoined(entries: readonly BarEntry[]): BarEntry[] {
	const screens = entries.filter(({isScreen}) => isScreen);
	const [first, last] = [screens[0], screens.at(-1)];
	return first === last
		? [...entries]
		: entries.flatMap(entry => (entry === first ? [{...entry, label: `${first.label}-${last!.label}`, text: 'screens'}] : entry.isScreen ? [] : [entry]));
}

/** The entries of the keys, as many lines as they take. */
function fill(entries: readonly BarEntry[], columns: number): Line[] {
	const lines: Span[][] = [[{text: ' '}]];
	for (const {label, text, isOff} of entries) {
		const entry: Span[] = [
			{text: label, tone: isOff ? 'dim' : 'accent'},
			{text: ` ${text}`, tone: 'dim'},
		];
		const last = lines.at(-1)!;
		const gap = last.length > 1 ? 2 : 0;
		if (lineWidth(last) + gap + lineWidth(entry) <= columns) {
			last.push({text: ' '.repeat(gap)}, ...entry);
		} else {
			lines.push([{text: ' '}, ...entry]);
		}
	}

	return lines;
}
