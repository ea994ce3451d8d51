/** From half the rate back to the whole one takes 25 steps. */
const STEP = 1 / 50;

/**
 * The share of the wanted rate that is used now. Falls by halves, climbs back by small equal steps (additive increase, multiplicative decrease: Chiu and
 * Jain, 1989).
 */
export class RateShare {
  readonly #lowest: number;
  #value = 1;

  /** @param lowest in (0, 1]: it never falls below that */
  constructor(lowest: number) {
    this.#lowest = lowest;
  }

  /** In [lowest, 1]. */
  get value(): number {
    return this.#value;
  }

  halve(): void {
    this.#value = Math.max(this.#lowest, this.#value / 2);
  }

  climb(): void {
    this.#value = Math.min(1, this.#value + STEP);
  }
}
