/** Storage may be full, forbidden or spoilt: what it would hold then lives as long as the page. */
export function ignoreFailure<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
