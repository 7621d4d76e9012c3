/** Text as lines of at most `width` signs, broken at spaces where there are any; lines after the first are indented. */
export function wrapWords(text: string, width: number, indent = ''): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		let rest = word;
		const start = lines.length === 0 ? '' : indent;
		if (line !== '' && line.length + 1 + rest.length > width) {
			lines.push(line);
			line = indent;
		} else if (line !== '' && line !== start) {
			line += ' ';
		}

		while (line.length + rest.length > width) {
			const room = Math.max(1, width - line.length);
			lines.push(line + rest.slice(0, room));
			rest = rest.slice(room);
			line = indent;
		}

		line += rest;
	}

	lines.push(line);
	return lines;
}
