type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Those of the values that say something: neither undefined nor '', as a field of a form is that nobody has touched. */
export function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  ) as Given<T>;
}
