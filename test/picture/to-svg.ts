import type {IBufferCell, Terminal} from '@xterm/headless';

const cell = {width: 9, height: 19};
const foreground = '#d8dee9';
const background = '#14161b';

/** Where the arms of a box-drawing sign reach: left, right, up, down. */
const arms: Readonly<Record<string, string>> = {
	'─': 'lr',
	'│': 'ud',
	'╭': 'rd',
	'╮': 'ld',
	'╰': 'ru',
	'╯': 'lu',
	'┤': 'udl',
	'├': 'udr',
	'┼': 'lrud',
	'┬': 'lrd',
	'┴': 'lru',
};

/** The eight dots of a braille sign, as column and row, in the order of its bits. */
const dots = [
	[0, 0],
	[0, 1],
	[0, 2],
	[1, 0],
	[1, 1],
	[1, 2],
	[0, 3],
	[1, 3],
] as const;

/** What stands on a terminal's screen as an SVG picture; lines, blocks and dots are shapes, so that no font decides their look. */
export function toSvg(screen: Terminal): string {
	const marks: string[] = [];
	for (let y = 0; y < screen.rows; y++) {
		const line = screen.buffer.active.getLine(screen.buffer.active.viewportY + y);
		let run: {x: number; text: string; style: string} | undefined;
		const flush = () => {
			if (run && run.text.trim() !== '') {
				const text = run.text.trimEnd();
				marks.push(
					`<text x="${run.x * cell.width}" y="${y * cell.height + 14}" ${run.style} textLength="${text.length * cell.width}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escape(text)}</text>`,
				);
			}

			run = undefined;
		};

		for (let x = 0; x < screen.cols; x++) {
			const place = line?.getCell(x);
			const sign = place?.getChars() || ' ';
			const fill = place ? colour(place) : foreground;
			const opacity = place?.isDim() ? ' opacity=".6"' : '';
			const shape = draw(sign, x * cell.width, y * cell.height, fill);
			if (shape !== undefined) {
				flush();
				marks.push(opacity ? `<g${opacity}>${shape}</g>` : shape);
				continue;
			}

			const style = `fill="${fill}"${place?.isBold() ? ' font-weight="bold"' : ''}${opacity}`;
			if (run?.style !== style) {
				flush();
				run = {x, text: '', style};
			}

			run.text += sign;
		}

		flush();
	}

	const [width, height] = [screen.cols * cell.width + 20, screen.rows * cell.height + 20];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="'DejaVu Sans Mono',ui-monospace,Menlo,monospace" font-size="15"><rect width="100%" height="100%" rx="8" fill="${background}"/><g transform="translate(10,10)">${marks.join('')}</g></svg>\n`;
}

function colour(place: IBufferCell): string {
	const value = place.getFgColor();
	if (place.isFgRGB()) {
		return `#${value.toString(16).padStart(6, '0')}`;
	}

	if (place.isFgPalette() && value >= 16 && value < 232) {
		const level = (n: number) => (n === 0 ? 0 : n * 40 + 55);
		return `rgb(${level(Math.floor((value - 16) / 36))},${level(Math.floor((value - 16) / 6) % 6)},${level((value - 16) % 6)})`;
	}

	return foreground;
}

function draw(sign: string, x: number, y: number, fill: string): string | undefined {
	const [cx, cy] = [x + cell.width / 2, y + cell.height / 2];
	const reach = arms[sign];
	if (reach) {
		const ends: Record<string, string> = {l: `${x},${cy}`, r: `${x + cell.width},${cy}`, u: `${cx},${y}`, d: `${cx},${y + cell.height}`};
		return `<path d="${[...reach].map(arm => `M${cx},${cy}L${ends[arm]}`).join('')}" stroke="${fill}" stroke-width="1.2" fill="none"/>`;
	}

	const code = sign.codePointAt(0)!;
	if (code >= 0x25_88 && code <= 0x25_8f) {
		return `<rect x="${x}" y="${y + 2}" width="${(cell.width * (0x25_90 - code)) / 8 + 0.2}" height="${cell.height - 4}" fill="${fill}"/>`;
	}

	if (sign === '░') {
		return `<rect x="${x}" y="${y + 2}" width="${cell.width + 0.2}" height="${cell.height - 4}" fill="${fill}" opacity=".25"/>`;
	}

	if (code >= 0x28_00 && code <= 0x28_ff) {
		return dots
			.map(([dx, dy], bit) => (((code >> bit) & 1) === 1 ? `<circle cx="${x + 2.4 + dx * 4.2}" cy="${y + 2.6 + dy * 4.6}" r="1.5" fill="${fill}"/>` : ''))
			.join('');
	}

	return undefined;
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
