import {protectionFlags, protections} from '../lab/protections.ts';
import {typedDuration} from '../words/duration.ts';
import {wrapWords} from '../words/wrapping.ts';
import {layers, serverFlags} from '../layers/layers.ts';
import {keymap} from '../dashboard/keys/keymap.ts';
import {keyLabel} from '../dashboard/keys/key-binding.ts';
import {dashed} from './flags.ts';

/** Columns of a line of help. */
const width = 80;

/** What the program is about, from what each layer does in it. */
function summary(): string {
	const roles = layers.map(({role}) => role).join(', ');
	return wrapped(`A caching lesson in one terminal, measured live: ${roles}. A store without an address is an embedded engine that speaks the real protocol.`, 2);
}

/** The flags of the layers, each with its variable. */
function serverLines(): string {
	return serverFlags.map(({name, value, help, variable}) => `    ${`${dashed(name)} ${value}`.padEnd(22)}${help.padEnd(25)}(or ${variable})`).join('\n');
}

/** Text in lines that begin at a column. */
function wrapped(text: string, column: number): string {
	return wrapWords(text, width - column).map(line => ' '.repeat(column) + line).join('\n');
}

/** What `--help` prints. Its keys come from the one key table. */
export function helpText(): string {
	return `
${summary()}

  Usage
    $ shopstream-tui [command] [flags]

  Commands
    (none)     the dashboard in a terminal, the report otherwise
    report     revenue by category, one read as it comes, misses against hits
    seed       store orders in MongoDB
    bench      measure cache misses against cache hits
    archive    orders as JSON Lines to Google Cloud Storage, a day an object
    what-if    compute other TTLs: hit rate, age, queries, error; needs no store
    lab        put a load of viewers on the real stores and measure it
    stampede   expire the key under that load and count the queries

  Where the stores are
${serverLines()}
    --compose             the servers of docker-compose.yml:
${wrapped(serverFlags.filter(({value}) => value === 'URL').map(({compose}) => compose).join(', '), 26)}
    --data DIR            keep the embedded engines' data in DIR; otherwise it
                          is gone afterwards

  What is done
    --orders N            orders to seed (500)
    --days N              days they are spread over (35)
    --seed N              seed of what is generated and simulated (42)
    --ttl TIME            time to live of the cached answer (5m; 45s, 24h, 90);
                          what-if takes several, with commas (5m,24h)
    --refresh TIME        dashboard: how often it reads (1.2s)
    --paced               bench: pause before each read, as a dashboard reads
    --runs N              bench: measure so often (3; 1 with --paced)
    --yes                 seed, lab: store beside what an external MongoDB holds

  The load of what-if, lab and stampede
    --viewers N           how many read (what-if 1, lab 30, stampede 100)
    --poll TIME           each viewer reads so often (1.2s; lab, stampede 5s)
    --rate RATE           reads of all together: 50/m, 5/s, or 0.2 a second
                          (without: by --viewers and --poll)
    --arrivals KIND       poll, poisson or fixed (poll; what-if with --rate:
                          poisson)
    --fill TIME           how long the origin takes (400ms); lab adds it (0)
    --own-process         each viewer is a process of its own
    --shared              one process for all (so without either)
    --protection NAMES    which are on, with commas (single-flight; stampede
                          shows none, then lock), or none:
                          ${besides(protections.map(({name}) => name).join(', '))}
${protectionLines()}
    --orders-per-second N what-if, lab: orders placed meanwhile (0.0634; lab 0)
    --reads N             what-if: reads to simulate for each TTL (1000000)
    --at TIME             what-if: time of day "today" is looked at (12:00)
    --for TIME            lab: how long the load lasts (60s)
    --firings N           stampede: how often the key is expired (1)

  How it is shown
    --time-zone ZONE      where the day begins, for "today" and for clocks:
                          Europe/Berlin, America/New_York, UTC (this machine's)
    --json                one JSON document on standard output
    --plain               the report, though this is a terminal
    --ascii               no other signs than ASCII
    --theme NAME          dashboard: dark, light or plain (without colours);
                          otherwise as the terminal's background is
    --help, --version

  Keys of the dashboard
${keymap.map(binding => `    ${keyLabel(binding).padEnd(7)}${binding.help}`).join('\n')}

  A lesson, in this order
    b B                 how much faster a hit is, and how sure that is
    o                   orders arrive: the answer that is kept falls behind
    - + t m             what a shorter or a longer TTL buys and costs
    3 arrows Enter w e  guess, then look; 24 hours; an error budget
    V l !  p !          a stampede: viewers, a slow origin; then the lock
    a                   the archive

  Environment
${wrapped([...serverFlags.map(({variable}) => variable), 'GOOGLE_APPLICATION_CREDENTIALS, TZ, COLORFGBG, NO_COLOR, FORCE_COLOR.'].join(', '), 4)}
    A flag wins over the environment.

  Examples
    $ shopstream-tui
    $ shopstream-tui --ttl 45s --refresh 2s
    $ shopstream-tui report --json | jq .bench.speedup
    $ shopstream-tui seed --orders 50000 --compose
    $ shopstream-tui archive --data ./lesson
    $ shopstream-tui what-if --ttl 1s,5m,24h --at 9:00
`.slice(1, -1);
}

/** The flags of the protections' figures: which it sets, what it is, what it is until another is given. */
function protectionLines(): string {
	return [...protectionFlags()].map(([name, setting]) => {
		const [{figure} = {}] = setting;
		const usual = setting.map(({figure}) => figure!.unit === 'seconds' ? typedDuration(figure!.usual) : figure!.unit === 'share' ? `${figure!.usual * 100}%` : String(figure!.usual));
		return `    ${`--${name} ${figure!.flag.value}`.padEnd(22)}${besides(`${setting.map(({name}) => name).join(', ')}: ${figure!.flag.help} (${usual.join(', ')})`)}`;
	}).join('\n');
}

/** Text beside the flags, wrapped at the end of the screen. */
function besides(text: string): string {
	return wrapWords(text, 80 - 26).join(`\n${' '.repeat(26)}`);
}
