/** Web Storage for tests in Node. */
export class FakeStorage {
  readonly #items = new Map<string, string>();
  /** Full, or forbidden by the browser. */
  broken = false;

  getItem(key: string): string | null {
    if (this.broken) throw new DOMException("No storage", "SecurityError");
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.broken) throw new DOMException("No room", "QuotaExceededError");
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

/** Gives this test fresh storages. */
export function installStorage(): { local: FakeStorage; session: FakeStorage } {
  const storages = { local: new FakeStorage(), session: new FakeStorage() };
  for (const [name, value] of [
    ["localStorage", storages.local],
    ["sessionStorage", storages.session],
  ] as const) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return storages;
}
