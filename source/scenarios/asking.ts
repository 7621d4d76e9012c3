/** One question: about which of many (a merchant, a rider, or '' where there is only one), as of when, in which time zone. */
export type Asking = {readonly about: string; readonly asOfMs: number; readonly timeZone: string};
