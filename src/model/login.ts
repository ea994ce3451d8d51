/** What a person gave to get into a site. Lives in memory only. */
export interface Login {
  /** Scheme, host and port that it is for. */
  origin: string;
  /** Value of the Authorization header. */
  authorization: string;
}
