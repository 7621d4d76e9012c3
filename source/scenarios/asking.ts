/** One asking: about which one of many (a merchant, a rider; '' where there is but one), as of when, in which time zone. */
export type Asking = {readonly about: string; readonly asOfMs: number; readonly timeZone: string};
