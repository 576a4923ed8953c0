/** What a problem says: what happened, and what to do. */
export interface ProblemText {
  readonly what: string;
  readonly todo: string;
}
