/** What a database holds, and how it is made: once, for it has one version. */
export interface StorePlan {
  readonly database: string;
  readonly store: string;
  readonly options?: IDBObjectStoreParameters;
  /** Indexes by name. */
  readonly indexes?: Readonly<Record<string, string | string[]>>;
}

/** Does `work` in one transaction. Rejects where this browser keeps nothing, or what was written did not last. */
export async function transact<T>(
  factory: IDBFactory | undefined,
  plan: StorePlan,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  if (!factory) throw new Error("This browser has no IndexedDB");
  const database = await open(factory, plan);
  try {
    const transaction = database.transaction(plan.store, mode);
    const committed = commit(transaction);
    committed.catch(() => {}); // `work` fails first, and says more
    const result = await work(transaction.objectStore(plan.store));
    await committed;
    return result;
  } finally {
    database.close();
  }
}

/** What became of a request. */
export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(factory: IDBFactory, plan: StorePlan): Promise<IDBDatabase> {
  const request = factory.open(plan.database, 1);
  request.onupgradeneeded = () => {
    const store = request.result.createObjectStore(plan.store, plan.options);
    for (const [name, path] of Object.entries(plan.indexes ?? {})) store.createIndex(name, path);
  };
  return done(request);
}

function commit(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
