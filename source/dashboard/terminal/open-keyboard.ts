import {decode, expire, ground, type Input, isSame, patienceMs} from './decode-input.ts';

const pasteMode = {on: '\u001B[?2004h', off: '\u001B[?2004l'} as const;

/** A terminal's keyboard, and what the terminal sends beside keys. */
export type Keyboard = {
	/** Has each key sent at once and unechoed, and pastes marked as such. Whether or not it was so before: a shell may have changed it. */
	hold(): void;
	/** Leaves the terminal as it was. */
	release(): void;
	/** Releases it for good. */
	close(): void;
};

type Hears = {
	readonly take: (input: Input) => void;
	/** Nothing will come any more: the terminal was closed. */
	readonly gone: () => void;
};

/** Listens to a terminal; it is held from the start. */
export function openKeyboard(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream, {take, gone}: Hears): Keyboard {
	let waiting = ground;
	let timer: NodeJS.Timeout | undefined;
	let isHeld = false;
	/** Waits begun so far. */
	let waits = 0;
	const took = (result: ReturnType<typeof decode>, byteCount = 0) => {
		waiting = result.waiting;
		result.inputs.forEach(take);
		if (byteCount > 0 && isSame(waiting, byteCount)) {
			return;
		}

		clearTimeout(timer);
		const wait = ++waits;
		const ms = patienceMs(waiting);
		// What came while the program was busy is read before anything is given up.
		timer =
			ms === undefined
				? undefined
				: setTimeout(() => {
						setImmediate(() => {
							if (wait === waits && isHeld) {
								took(expire(waiting));
							}
						});
					}, ms);
	};

	const hear = (bytes: Buffer) => took(decode(waiting, bytes), bytes.length);
	const keyboard: Keyboard = {
		hold() {
			isHeld = true;
			// Node takes a terminal for raw that it made raw once, so it is told twice.
			stdin.setRawMode(false);
			stdin.setRawMode(true);
			stdout.write(pasteMode.on);
		},
		release() {
			if (isHeld) {
				isHeld = false;
				stdout.write(pasteMode.off);
				stdin.setRawMode(false);
			}
		},
		close() {
			process.off('exit', keyboard.close);
			clearTimeout(timer);
			stdin.off('data', hear);
			stdin.off('end', gone);
			stdin.off('close', gone);
			keyboard.release();
			stdin.pause();
		},
	};

	stdin.on('data', hear);
	stdin.once('end', gone);
	stdin.once('close', gone);
	stdin.on('error', gone);
	process.on('exit', keyboard.close);
	keyboard.hold();
	return keyboard;
}
