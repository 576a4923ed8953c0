/** A worker that handles no transform: as one whose script did not come. */
export {};
