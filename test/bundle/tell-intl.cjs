// Loaded before the program: writes down what of Intl is used until the first frame is written, and the frame.
const {appendFileSync} = require('node:fs');
const {isMainThread} = require('node:worker_threads');

if (isMainThread) {
	let isFramed = false;
	const tell = what => {
		if (!isFramed) {
			appendFileSync(process.env.TELL_INTL, `${what}\n`);
		}
	};

	for (const name of ['Collator', 'DateTimeFormat', 'DisplayNames', 'ListFormat', 'NumberFormat', 'PluralRules', 'RelativeTimeFormat', 'Segmenter']) {
		Intl[name] = new Proxy(Intl[name], {
			construct(target, given) {
				tell(name);
				return new target(...given);
			},
			apply(target, self, given) {
				tell(name);
				return target(...given);
			},
		});
	}

	for (const [owner, name] of [
		[Number.prototype, 'toLocaleString'],
		[Date.prototype, 'toLocaleString'],
		[Date.prototype, 'toLocaleDateString'],
		[Date.prototype, 'toLocaleTimeString'],
		[String.prototype, 'localeCompare'],
	]) {
		const before = owner[name];
		owner[name] = function (...given) {
			tell(name);
			return before.apply(this, given);
		};
	}

	const {write} = process.stdout;
	process.stdout.write = function (text, ...given) {
		if (String(text).includes('Revenue by category')) {
			tell('first frame');
			isFramed = true;
		}

		return write.call(this, text, ...given);
	};
}
