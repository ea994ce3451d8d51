const whole = new Intl.NumberFormat('en');
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

export const numberText = (value: number): string => whole.format(value);

/** `1 page`, `2 pages`. */
export const countText = (value: number, noun: string): string =>
  `${numberText(value)} ${noun}${value === 1 ? '' : 's'}`;

/** A day, in UTC, of a time in ISO 8601. */
export const dayText = (time: string): string => day.format(new Date(time));
